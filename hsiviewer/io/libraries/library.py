"""What a spectral library is, and what a format of libraries consists of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.limits import MOST_SPECTRA_BYTES
from hsiviewer.io.wavelengths import decide_wavelengths

Floats = npt.NDArray[np.float64]

# USGS marks deleted channels with -1.23e34, others with -9999.
_LARGEST_VALUE = 1e30
_LEAST_VALUE = -1e3
_LEAST_CHANNELS = 2


@dataclass(frozen=True, eq=False)
class SpectralLibrary:
    """Named spectra on one axis.

    Parameters
    ----------
    names : tuple of str
    wavelength_nm : ndarray, shape (bands,)
        Band centres, ascending.
    spectra : ndarray, shape (n, bands)
        NaN where a spectrum has no value.
    notices : tuple of str
        Sentences on what was assumed or left out.
    title : str
        What users call it: the name of its file or folder.
    is_counted : bool
        Whether the axis only counts bands, as of a scene without wavelengths.
    """

    names: tuple[str, ...]
    wavelength_nm: Floats
    spectra: Floats
    notices: tuple[str, ...] = ()
    title: str = ""
    is_counted: bool = False


class LibraryFormat(NamedTuple):
    """One format that spectral libraries come in.

    Parameters
    ----------
    label : str
        For the file dialog.
    patterns : tuple of str
        For the file dialog.
    identify : callable
        ``(path, first bytes) -> bool``.
    read : callable
        ``(path) -> SpectralLibrary``.
    """

    label: str
    patterns: tuple[str, ...]
    identify: Callable[[Path, bytes], bool]
    read: Callable[[Path], SpectralLibrary]


def arranged(
    names: Sequence[str],
    wavelengths: Sequence[float] | Sequence[str] | Floats,
    spectra: Floats,
    *,
    units: str | None,
    file: str,
    notices: Sequence[str] = (),
) -> SpectralLibrary:
    """Return a library with its channels in nanometres and in ascending order.

    Parameters
    ----------
    wavelengths : sequence of float or str, shape (bands,)
        As the file lists them.
    spectra : ndarray, shape (n, bands)
        Reflectance, or what the file holds. Marks of deleted channels become NaN.
    units : str, optional
        Of the wavelengths, as the file spells them; without, the numbers decide.
    file : str
        Name of the file, for messages.

    Raises
    ------
    CubeFormatError
        If the wavelengths are none, or no spectrum is there.
    """
    count = spectra.shape[1]
    if len(names) == 0 or count < _LEAST_CHANNELS:
        raise CubeFormatError(f"{file} holds no spectrum of several channels")
    listed = [str(value) for value in wavelengths]
    axis = decide_wavelengths(listed, units=units, count=count, file=file)
    if axis.wavelength_nm is None:
        reason = axis.notices[-1] if axis.notices else f"{file} gives no wavelengths"
        raise CubeFormatError(f"{reason}; its spectra cannot be compared")
    values = np.array(spectra, np.float64)
    with np.errstate(invalid="ignore"):
        values[(np.abs(values) > _LARGEST_VALUE) | (values < _LEAST_VALUE)] = np.nan
    order = np.argsort(axis.wavelength_nm, kind="stable")
    return SpectralLibrary(
        tuple(" ".join(name.split()) for name in names),
        axis.wavelength_nm[order],
        values[:, order],
        tuple(dict.fromkeys((*notices, *axis.notices))),
    )


def require_few(file: str, spectra: int, channels: int) -> None:
    """Refuse a library that is too large to be held in memory.

    Raises
    ------
    CubeFormatError
        If it is.
    """
    if spectra * channels * 8 > MOST_SPECTRA_BYTES:
        raise CubeFormatError(
            f"{file} holds {spectra} spectra of {channels} values, too many for a "
            "library; keep the spectra that you need"
        )
