"""How large the values of a scene are, so that a model is never fed another scale."""

import numpy as np

from hsiviewer.core.cube import HsiCube

_SAMPLED = 64  # rows and columns of a coarse grid
_BANDS = 5
_SAME = 5.0  # times; two scenes of one kind of ground differ by less
_OTHER = 50.0  # times; no two scenes of reflectance differ by as much


def level_of(cube: HsiCube) -> float | None:
    """Return the median size of a scene's scaled values; ``None`` if it has none."""
    good = cube.bands.good_bands
    if not good.size:
        return None
    bands = good[np.unique(np.linspace(0, good.size - 1, _BANDS).astype(int))]
    step = max(1, max(cube.grid_shape) // _SAMPLED)
    values = np.abs(cube.read(bands.tolist(), step=step))
    values = values[np.isfinite(values) & (values > 0)]
    return float(np.median(values)) if values.size else None


def are_same(first: float | None, second: float | None) -> bool:
    """Tell whether two levels are known and those of one scale."""
    return _times(first, second) <= _SAME if first and second else False


def are_other(first: float | None, second: float | None) -> bool:
    """Tell whether two levels are known and cannot be those of one scale."""
    return _times(first, second) >= _OTHER if first and second else False


def _times(first: float | None, second: float | None) -> float:
    low, high = sorted((first or 0.0, second or 0.0))
    return high / low
