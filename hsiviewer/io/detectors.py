"""Where the bands of two detectors overlap, and how one of them is chosen.

The order of the file is always kept. Which bands are used is up to the user, who marks
those of the other detector bad.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from hsiviewer.core.number_ranges import ranges_text

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

_MOST_OVERLAPS = 3  # AVIRIS has four spectrometers
# Widths change by 0.35 nm at most from band to band of EnMAP's first detector, and by
# 0.9 nm and more to the second one.
_JUMP_NM = 0.5


def overlaps_in_order(wavelength_nm: FloatArray) -> list[tuple[IntArray, IntArray]]:
    """Return the overlapping bands of detectors that follow each other.

    Parameters
    ----------
    wavelength_nm : ndarray of float64, shape (bands,)
        Steps back where the next detector begins.

    Returns
    -------
    list of (ndarray of int, ndarray of int)
        For each step back, the bands before and after it, from 0, that lie in the
        range of the other ones.
    """
    steps = np.diff(wavelength_nm)
    backward = steps <= 0 if np.median(steps) > 0 else steps >= 0
    if backward.sum() > _MOST_OVERLAPS:
        return []  # no instrument has so many detectors
    starts = [0, *(np.flatnonzero(backward) + 1).tolist(), wavelength_nm.size]
    parts = [np.arange(start, end) for start, end in pairwise(starts)]
    found = []
    for before, after in pairwise(parts):
        pair = _shared(wavelength_nm, before, after)
        if pair is not None:
            found.append(pair)
    return found


def overlap_when_sorted(
    wavelength_nm: FloatArray, fwhm_nm: FloatArray, count: int
) -> tuple[IntArray, IntArray] | None:
    """Return the overlapping bands of two detectors whose bands are sorted together.

    The widths of each detector's bands change little from one to the next.

    Parameters
    ----------
    wavelength_nm, fwhm_nm : ndarray of float64, shape (bands,)
    count : int
        Number of bands of the first detector.

    Returns
    -------
    (ndarray of int, ndarray of int) or None
        Bands of the first and of the second detector, from 0; ``None`` if they do not
        overlap or cannot be told apart.
    """
    if not 0 < count < wavelength_nm.size or (np.diff(wavelength_nm) < 0).any():
        return None
    is_first = np.zeros(wavelength_nm.size, bool)
    first: float = fwhm_nm[0]
    second: float | None = None
    for band, width in enumerate(fwhm_nm):
        if int(is_first.sum()) == count:
            break
        limit = _JUMP_NM if second is None else abs(width - second)
        is_first[band] = abs(width - first) < limit
        if is_first[band]:
            first = width
        else:
            second = width
    if int(is_first.sum()) != count:
        return None
    return _shared(wavelength_nm, np.flatnonzero(is_first), np.flatnonzero(~is_first))


def choice_text(overlaps: Sequence[tuple[IntArray, IntArray]]) -> str:
    """Return the end of a sentence: which bands to mark bad to use one detector.

    Parameters
    ----------
    overlaps : sequence of (ndarray of int, ndarray of int)
        Overlapping bands, from 0; empty where nothing can be said.
    """
    if not overlaps:
        return ""
    pairs = [
        f"{ranges_text((one + 1).tolist())} or {ranges_text((other + 1).tolist())}"
        for one, other in overlaps
    ]
    return (
        "; the order of the file is kept. To use one detector where they overlap, mark "
        f"bands {' and '.join(pairs)} bad under File > Scene properties, or with "
        "'info --set bad_bands=...'"
    )


def _shared(
    wavelength_nm: FloatArray, one: IntArray, other: IntArray
) -> tuple[IntArray, IntArray] | None:
    """Return the bands of each part that lie in the range of the other."""
    low = max(wavelength_nm[one].min(), wavelength_nm[other].min())
    high = min(wavelength_nm[one].max(), wavelength_nm[other].max())
    inside = (wavelength_nm >= low) & (wavelength_nm <= high)
    pair = one[inside[one]], other[inside[other]]
    return pair if pair[0].size and pair[1].size else None
