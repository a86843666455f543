"""The interleave of plain numbers whose header does not tell it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.window import PixelWindow
from hsiviewer.io.raw_layout import FILE_AXES, RawLayout
from hsiviewer.io.raw_source import RawSource

_BLOCK = 48  # bands, rows and columns that are compared
_LEAST_BANDS = 3  # two bands need not be alike
_LEAST_SIDE = 8  # below, chance decides


def likely_interleave(data: Path, layout: RawLayout) -> str | None:
    """Return the interleave in which a scene is least torn; ``None`` if unsure.

    Neighbours along all three axes are alike only in the right one. Mean and median
    differences must agree: bands of water make the first, few pixels the second
    unsure. On 17 real scenes in all three interleaves, none was misread.

    Parameters
    ----------
    data : Path
        The file; its size must have been checked.
    layout : RawLayout
        How its numbers lie, but for the interleave.
    """
    bands, rows, cols = layout.shape
    if bands < _LEAST_BANDS or min(rows, cols) < _LEAST_SIDE:
        return None
    means, medians = {}, {}
    for interleave in FILE_AXES:
        block = _central_block(data, replace(layout, interleave=interleave))
        means[interleave], medians[interleave] = _roughness(block)
    best = min(means, key=means.__getitem__)
    others = [figure for interleave, figure in means.items() if interleave != best]
    is_clear = best == min(medians, key=medians.__getitem__) and min(others) > 0
    return best if is_clear and means[best] < min(others) else None


def _central_block(data: Path, layout: RawLayout) -> npt.NDArray[np.float64]:
    starts = [max(0, (size - _BLOCK) // 2) for size in layout.shape]
    lengths = [min(size, _BLOCK) for size in layout.shape]
    source = RawSource(data, layout)
    try:
        values = source.read(
            range(starts[0], starts[0] + lengths[0]),
            PixelWindow(starts[1], starts[2], lengths[1], lengths[2]),
        )
    finally:
        source.close()
    # Marks of missing values such as -1.7e308 must not overflow when squared.
    return np.clip(np.nan_to_num(values.astype(np.float64)), -1e100, 1e100)


def _roughness(block: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return mean squared and median difference of neighbours, against the spread."""
    block = block / (np.abs(block).max() or 1.0)
    mean = median = 0.0
    for axis in range(3):
        if block.shape[axis] > 1:
            steps = np.diff(block, axis=axis)
            mean += float((steps**2).mean())
            median += float(np.median(np.abs(steps)))
    spread = float(np.median(np.abs(block - np.median(block))))
    return mean / (float(block.var()) or 1.0), median / (spread or 1.0)
