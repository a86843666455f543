"""Compare pixels of a scene with a spectral library, in I/O threads."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.library_matching import Match, best_matches, resampled_to
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.spectral_library import SpectralLibrary


@dataclass(frozen=True, eq=False)
class SceneLibrary:
    """Libraries as the sensor of a scene would see them, one after the other.

    Parameters
    ----------
    names, titles : tuple of str
        Of the spectra, and of the library that each is from.
    spectra : ndarray, shape (n, bands)
        On the bands of the cube.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    spectra: npt.NDArray[np.floating]


def prepare_library(cube: HsiCube, *libraries: SpectralLibrary) -> SceneLibrary:
    """Resample libraries to the bands of a cube.

    Raises
    ------
    CubeFormatError
        If the cube has no wavelengths.
    """
    if not cube.bands.has_wavelengths:
        raise CubeFormatError(
            f"{cube.name} has no wavelengths; a library cannot be compared with it. "
            "File, Scene properties sets them"
        )
    spectra = [
        resampled_to(cube.bands, library.wavelength_nm, library.spectra)
        for library in libraries
    ]
    return SceneLibrary(
        tuple(name for library in libraries for name in library.names),
        tuple(library.title for library in libraries for _ in library.names),
        np.concatenate(spectra) if spectra else np.empty((0, cube.bands.count)),
    )


def match_pixel(
    cube: HsiCube, prepared: SceneLibrary, row: int, col: int, *, count: int
) -> tuple[list[Match], npt.NDArray[np.float32]]:
    """Return the best matches of a pixel, and its spectrum."""
    pixel = cube.read_spectrum(row, col)
    good = cube.bands.good_mask
    return best_matches(pixel, prepared.spectra, good, count=count), pixel


def scaled_to(
    spectrum: npt.NDArray[np.floating], pixel: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Return a library spectrum with the brightness of a pixel, to lie over it."""
    both = np.isfinite(spectrum) & np.isfinite(pixel)
    size = float(np.sum(np.square(spectrum[both], dtype=np.float64)))
    if not size:
        return spectrum
    return spectrum * (float(np.sum(spectrum[both] * pixel[both])) / size)
