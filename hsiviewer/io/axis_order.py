"""The one place that decides which axis of an array holds the bands.

Arrays of NumPy and MATLAB come without names for their axes. What decides is, in
this order: what the user says, the shape of labels, the number of wavelengths, a
very short axis, two equal axes, and the smoothness of the spectra.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.axes import (
    AxisOrder,
    fitting_orders,
    format_axes,
    parse_axes,
    sizes_text,
)
from hsiviewer.core.cube import CubeSource, HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.window import PixelWindow

Blocks = Callable[[], list[npt.NDArray[Any]]]

MATLAB_ORDER: AxisOrder = ("rows", "cols", "bands")

# A scene of four rows beside axes of 16 and more is a picture of four bands.
_MOST_PICTURE_BANDS = 4
_LEAST_SIDE = 16
# Few bands are far apart and not smooth; the lines of a narrow strip are.
_MOST_FEW_BANDS = 12
_SMOOTH = 0.8
# Measured on 26 real scenes in all orders, and on 1 080 random parts of them down to
# 6 x 6 pixels: the bands were found in all scenes and in 98.7 % of the parts. Larger
# blocks are no better.
_BLOCK = 48
_CENTRES = (0.5, 0.2, 0.8)  # of an axis; the second and third where there are gaps
_APART = 3
_LEAST_LIKENESS = 0.3
_OVERRULES_CUSTOM = 0.15


@dataclass(frozen=True)
class Decision:
    """Which axis is which.

    Parameters
    ----------
    order : tuple of str
        Names of the axes, as the array counts them.
    why : str
        What decided, as the end of a sentence.
    is_sure : bool
        Whether something decided; otherwise it is a guess.
    """

    order: AxisOrder
    why: str
    is_sure: bool = True


def split_axes(variable: str, *, file: str) -> tuple[str, AxisOrder | None]:
    """Split ``"name:rows,cols,bands"`` into a variable and the order of its axes.

    Raises
    ------
    CubeFormatError
        If there is a comma, which no variable has, but not the three names.
    """
    name, colon, text = variable.rpartition(":")
    if not colon and "," not in variable:
        return variable, None
    axes = parse_axes(text)
    if axes is None:
        raise CubeFormatError(
            f"{file} was asked for with the axes {text[:60]!r}; name rows, cols and "
            f"bands once each, such as {file}:rows,cols,bands"
        )
    return name, axes


def joined_axes(name: str, axes: AxisOrder | None) -> str:
    """Return what `split_axes` splits."""
    return ":".join(filter(None, (name, format_axes(axes) if axes else "")))


def decide_axes(
    sizes: Sequence[int],
    blocks: Blocks,
    *,
    count: int | None = None,
    custom: AxisOrder | None = None,
) -> Decision:
    """Decide which axis of an array is which, where nobody says.

    Parameters
    ----------
    sizes : sequence of 3 int
        Lengths of the axes, as the array counts them.
    blocks : callable
        Gives parts of the array, see `read_blocks`; asked only where it matters.
    count : int, optional
        Number of wavelengths that belong to the array.
    custom : tuple of str, optional
        The order that arrays of the format usually have; only strong evidence
        overrules it.
    """
    if count is not None and list(sizes).count(count) == 1:
        axis = list(sizes).index(count)
        if custom is None or sizes[custom.index("bands")] != count:
            return Decision(_with_bands(axis), f"there are {count} wavelengths")
    short = [axis for axis in range(3) if sizes[axis] <= _MOST_PICTURE_BANDS]
    if len(short) == 1 and sorted(sizes)[1] >= _LEAST_SIDE:
        return Decision(_with_bands(short[0]), "one axis is very short")
    if custom is not None:
        return _by_custom(sizes, blocks, custom)
    if len(set(sizes)) == 2:
        axis = next(each for each in range(3) if list(sizes).count(sizes[each]) == 1)
        return Decision(_with_bands(axis), "two axes are equally long")
    return _by_smoothness(sizes, blocks())


def order_for_grid(
    sizes: Sequence[int], grid: tuple[int, int], default: AxisOrder
) -> AxisOrder | None:
    """Return the order with the rows and columns of labels; ``None`` if none has.

    Where several have, the one nearest to `default` stands.
    """
    fitting = fitting_orders(sizes, grid)
    if not fitting:
        return None
    return min(
        fitting,
        key=lambda order: (
            order != default,
            order.index("bands") != default.index("bands"),
            order.index("rows") > order.index("cols"),
        ),
    )


def axis_sizes(cube: HsiCube) -> tuple[int, ...]:
    """Return the lengths of a scene's axes in the order of its file."""
    lengths = dict(zip(("bands", "rows", "cols"), cube.shape, strict=True))
    return tuple(lengths[axis] for axis in cube.axes)


def with_axes(cube: HsiCube, order: tuple[str, ...]) -> str:
    """Return the reference of a scene whose axes are read in another order."""
    name, _ = split_axes(cube.variable, file=cube.name)
    return f"{cube.path}:{joined_axes(name, order)}"


def axes_notice(file: str, decision: Decision, sizes: Sequence[int]) -> str:
    """Return the sentence that tells users how an array was read."""
    doubt = "" if decision.is_sure else ", which is a guess"
    return (
        f"{file} does not name its axes: axes read as "
        f"{sizes_text(decision.order, sizes)}, because {decision.why}{doubt}. If this "
        f"is wrong, choose File > Change axes, or open {file}:"
        f"{format_axes(_next_guess(decision.order))}"
    )


def read_blocks(source: CubeSource) -> list[npt.NDArray[Any]]:
    """Return up to three small parts of an array.

    Parameters
    ----------
    source : CubeSource
        Its bands, rows and columns are the array's axes, whatever they mean.
    """
    parts = []
    for centre in _CENTRES:
        runs = [_run(size, centre) for size in source.shape]
        first, rows, cols = runs
        window = PixelWindow(rows.start, cols.start, len(rows), len(cols))
        parts.append(source.read(first, window))
        if all(len(run) == size for run, size in zip(runs, source.shape, strict=True)):
            break
    return parts


def _by_custom(sizes: Sequence[int], blocks: Blocks, custom: AxisOrder) -> Decision:
    usual = Decision(custom, "arrays of its kind usually are")
    if min(sizes) < _LEAST_SIDE // 2:
        return usual
    parts = blocks()
    likeness = _likeness(parts)
    axis, expected = int(np.argmax(likeness)), custom.index("bands")
    is_clear = likeness[axis] > likeness[expected] + _OVERRULES_CUSTOM
    if is_clear and not _is_repeated(parts, axis, likeness):
        return Decision(_with_bands(axis), "its spectra are much smoother so")
    return usual


def _by_smoothness(sizes: Sequence[int], parts: list[npt.NDArray[Any]]) -> Decision:
    likeness = _likeness(parts)
    axis = int(np.argmax(likeness))
    shortest, second, _ = sorted(sizes)
    is_few = shortest <= _MOST_FEW_BANDS and second >= 4 * shortest
    if is_few and likeness[axis] < _SMOOTH:
        axis = list(sizes).index(shortest)
        return Decision(_with_bands(axis), "one axis is short", is_sure=False)
    if likeness[axis] < _LEAST_LIKENESS:
        axis = 0 if sizes[0] <= min(sizes[1], sizes[2]) else 2
        return Decision(_with_bands(axis), "nothing tells better", is_sure=False)
    if _is_repeated(parts, axis, likeness):
        shares = _profile_shares(parts)
        axis = max(
            (other for other in range(3) if other != axis), key=shares.__getitem__
        )
        why = "its mean changes most along them"
        return Decision(_with_bands(axis), why, is_sure=False)
    return Decision(_with_bands(axis), "its spectra are smoothest so")


def _is_repeated(
    parts: list[npt.NDArray[Any]], axis: int, likeness: list[float]
) -> bool:
    """Tell whether an axis repeats itself, as the rows of made-up stripes do.

    Then likeness says nothing: slices far apart are as alike as neighbours, their
    means are the same, and nothing is alike along the other axes.
    """
    if sorted(likeness)[1] > 0.1 or _profile_shares(parts)[axis] > 0.02:
        return False
    half = max(1, min(part.shape[axis] for part in parts) // 2)
    far = [_neighbours(np.moveaxis(_prepared(part), axis, 0)[::half]) for part in parts]
    return float(np.mean(far)) > 0.9 * likeness[axis]


def _profile_shares(parts: list[npt.NDArray[Any]]) -> list[float]:
    """Return the share of the variance that the means along each axis have."""
    shares = np.zeros(3)
    for part in map(_prepared, parts):
        total = float(part.var())
        for axis in range(3):
            others = tuple(other for other in range(3) if other != axis)
            shares[axis] += part.mean(others).var() / total if total else 0.0
    return [float(share) for share in shares / len(parts)]


def _likeness(parts: list[npt.NDArray[Any]]) -> list[float]:
    """Return how alike neighbours are along each axis, 0..1.

    A neighbour of a band is the same picture, once the brightness of its rows and
    columns is taken away; a neighbour of a row has other pixels in it. The median
    leaves out the jumps between detectors and at absorption bands.
    """
    figures = [_block_likeness(part) for part in parts]
    told = [figure for figure in figures if max(figure) > 0]
    if not told:
        return [0.0, 0.0, 0.0]
    return [float(np.mean(axis)) for axis in zip(*told, strict=True)]


def _block_likeness(part: npt.NDArray[Any]) -> tuple[float, float, float]:
    values = _prepared(part)
    first, second, third = (_neighbours(np.moveaxis(values, axis, 0))
                            for axis in range(3))  # fmt: skip
    return first, second, third


def _prepared(part: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return values within -1..1; missing ones are the mean."""
    values = part.astype(np.float64)
    finite = np.isfinite(values)
    if not finite.any():
        return np.zeros(part.shape)
    # Marks of missing values such as -1.7e308 must not overflow when squared.
    values = np.where(finite, np.clip(values, -1e100, 1e100), 0.0)
    values[~finite] = values[finite].mean()
    spread = float(np.abs(values).max())
    return values / spread if spread > 0 else values


def _neighbours(slices: npt.NDArray[np.float64]) -> float:
    """Return the median correlation of slices three apart without their means.

    The next slice but two, as rows of a field are as alike as bands are, but not
    for long.
    """
    lag = min(_APART, len(slices) - 1)
    if lag < 1:
        return 0.0
    rest = slices - slices.mean(1, keepdims=True) - slices.mean(2, keepdims=True)
    rest += slices.mean((1, 2), keepdims=True)
    power = np.sqrt((rest**2).sum((1, 2)))
    # Below this, what is left is the rounding of sums.
    known = power > 1e-12 * math.sqrt(rest[0].size)
    pairs = known[lag:] & known[:-lag]
    if not pairs.any():
        return 0.0
    products = (rest[lag:] * rest[:-lag]).sum((1, 2))
    likeness = products[pairs] / (power[lag:] * power[:-lag])[pairs]
    return max(0.0, float(np.median(likeness)))


def _run(size: int, centre: float) -> range:
    length = min(size, _BLOCK)
    start = min(max(0, round(size * centre) - length // 2), size - length)
    return range(start, start + length)


def _with_bands(axis: int) -> AxisOrder:
    order = ["rows", "cols"]
    order.insert(axis, "bands")
    return tuple(order)


def _next_guess(order: AxisOrder) -> AxisOrder:
    return _with_bands(0 if order.index("bands") == 2 else 2)
