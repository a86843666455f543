"""Pixels of every concept as a sensor would see them: mixed, lit, hazy and noisy."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from hsiviewer.core import paths
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.spectral_resampling import band_weights
from hsiviewer.language.concepts import ConceptTree, concept_tree

Floats = npt.NDArray[np.float32]
_PIXELS = 64  # drawn for each concept
# Least share of a pixel that is the concept itself, by pixel size in metres: ours.
_PURE = ((3.0, 0.85), (12.0, 0.6), (float("inf"), 0.4))
_LEAST_LARGE = 0.85  # of covers that are larger than any pixel
_SURROUNDINGS = {
    "urban": ("lawn", "meadow", "broadleaf", "asphalt", "concrete", "loam", "shadow"),
    "land": ("loam", "meadow", "dry_grass", "broadleaf", "sandy_soil", "shadow"),
    "": ("loam", "meadow", "broadleaf", "asphalt"),
}
_GAIN = 0.16  # standard deviation of the logarithm: slope, view and illumination
_HAZE = (-0.008, 0.012)  # reflectance at 550 nm that correction left or took
_HAZE_POWER = -1.3  # of wavelength
_NOISE = 0.003  # reflectance, of each band
_TILT = 0.05  # standard deviation of a calibration error from one end to the other
UNKNOWN_PIXEL_M = 5.0


@dataclass(frozen=True, eq=False)
class Library:
    """Spectra of the concepts as they come with the program.

    Parameters
    ----------
    grid_nm : ndarray, shape (channels,)
        Wavelengths.
    spectra : ndarray of float32, shape (n, channels)
        Reflectance.
    concepts : ndarray of str, shape (n,)
        Concept of each.
    """

    grid_nm: npt.NDArray[np.float64]
    spectra: Floats
    concepts: npt.NDArray[np.str_]

    def of(self, concept_id: str) -> Floats:
        """Return the spectra of a concept, shape (n, channels)."""
        return np.asarray(self.spectra[self.concepts == concept_id], np.float32)


@cache
def shipped_library() -> Library:
    """Return the spectra that come with the program."""
    folder = paths.resources() / "language"
    index = json.loads((folder / "spectra.json").read_text(encoding="utf-8"))
    start, stop, step = index["grid_nm"]
    spectra = np.load(folder / "spectra.npy", allow_pickle=False).astype(np.float32)
    return Library(
        np.arange(start, stop + 1, step, dtype=np.float64),
        spectra,
        np.array([row["concept"] for row in index["rows"]]),
    )


def drawn_pixels(
    bands: BandAxis,
    used: list[int],
    *,
    pixel_m: float = UNKNOWN_PIXEL_M,
    seed: int = 0,
    tree: ConceptTree | None = None,
    library: Library | None = None,
) -> dict[str, Floats]:
    """Draw pixels of every concept.

    Parameters
    ----------
    bands : BandAxis
        Of the sensor; has wavelengths.
    used : list of int
        Bands that are wanted.
    pixel_m : float
        Side of a pixel in metres; the coarser, the more of its surroundings it holds.
    seed : int
        Source of every draw.

    Returns
    -------
    dict of str to ndarray, shape (pixels, len(used))
        Reflectance by concept.
    """
    tree, library = tree or concept_tree(), library or shipped_library()
    generator = np.random.default_rng(seed)
    weights = band_weights(_part(bands, used), library.grid_nm)
    weights = _without_gaps(weights, bands, used, library.grid_nm)
    seen = (library.spectra @ weights.T.astype(np.float32)).astype(np.float32)
    centres = _wavelengths(bands, used)
    at_sensor = Library(library.grid_nm, seen, library.concepts)
    around = {
        kind: np.concatenate([at_sensor.of(name) for name in names])
        for kind, names in _SURROUNDINGS.items()
    }
    return {
        leaf: _disturbed(
            _mixed(at_sensor.of(leaf), around, tree[leaf].blend, pixel_m, generator),
            centres,
            generator,
        )
        for leaf in tree.leaves
    }


def _mixed(
    own: Floats,
    around: dict[str, Floats],
    blend: str,
    pixel_m: float,
    generator: np.random.Generator,
) -> Floats:
    least = next(share for limit, share in _PURE if pixel_m <= limit)
    if not blend:
        least = max(least, _LEAST_LARGE)
    share = generator.uniform(least, 1.0, (_PIXELS, 1)).astype(np.float32)
    first, second = own[generator.integers(len(own), size=(2, _PIXELS))]
    part = generator.uniform(0.5, 1.0, (_PIXELS, 1)).astype(np.float32)
    surroundings = around[blend]
    other = surroundings[generator.integers(len(surroundings), size=_PIXELS)]
    return np.asarray(
        share * (part * first + (1 - part) * second) + (1 - share) * other, np.float32
    )


def _disturbed(
    pixels: Floats, centres_nm: npt.NDArray[np.float64], generator: np.random.Generator
) -> Floats:
    """Return pixels under another light, with haze, noise and a calibration error."""
    count = len(pixels)
    gain = np.exp(generator.normal(0, _GAIN, (count, 1)))
    place = (centres_nm - 1450.0) / 2100.0
    tilt = 1 + generator.normal(0, _TILT, (count, 1)) * place
    haze = generator.uniform(*_HAZE, (count, 1)) * (centres_nm / 550.0) ** _HAZE_POWER
    noise = generator.normal(0, _NOISE, pixels.shape)
    return np.asarray(pixels * gain * tilt + haze + noise, np.float32)


def _part(bands: BandAxis, used: list[int]) -> BandAxis:
    """Return the axis of some bands, with the widths that all of them have."""
    fwhm = bands.fwhm_nm
    if fwhm is None and bands.wavelength_nm is not None and bands.count > 1:
        ordered = np.sort(bands.wavelength_nm)
        spacing = np.gradient(ordered)
        fwhm = spacing[np.searchsorted(ordered, bands.wavelength_nm)]
    return BandAxis(
        len(used), _wavelengths(bands, used), None if fwhm is None else fwhm[used]
    )


def _wavelengths(bands: BandAxis, used: list[int]) -> npt.NDArray[np.float64]:
    if bands.wavelength_nm is None:
        raise ValueError("the wavelengths of this sensor are unknown")
    return bands.wavelength_nm[used]


def _without_gaps(
    weights: npt.NDArray[np.float64],
    bands: BandAxis,
    used: list[int],
    grid_nm: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return weights that sum to 1; a band beyond the grid takes its end."""
    total = weights.sum(axis=1, keepdims=True)
    centres = _wavelengths(bands, used)
    nearest = np.zeros_like(weights)
    nearest[np.arange(len(used)), np.abs(grid_nm - centres[:, None]).argmin(axis=1)] = 1
    return np.where(total > 0, weights / np.where(total > 0, total, 1), nearest)
