"""The one place that decides which axis of an array holds the bands.

Arrays of NumPy and MATLAB come without names for their axes. What decides is, in
this order: what the user says, the shape of labels, the number of wavelengths, a
very short axis, two equal axes, and the smoothness of the spectra.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hsiviewer.core.axes import (
    AxisOrder,
    fitting_orders,
    format_axes,
    parse_axes,
    sizes_text,
)
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.axis_likeness import Parts, is_repeated, likeness_of, profile_shares

Blocks = Callable[[], Parts]

MATLAB_ORDER: AxisOrder = ("rows", "cols", "bands")

# A scene of four rows beside axes of 16 and more is a picture of four bands.
_MOST_PICTURE_BANDS = 4
_LEAST_SIDE = 16
# Few bands are far apart and not smooth; the lines of a narrow strip are.
_MOST_FEW_BANDS = 12
_SMOOTH = 0.8
_LEAST_LIKENESS = 0.3
_OVERRULES_CUSTOM = 0.15
_OVERRULES_SHARE = 2.0  # of the variance of the mean, where rows repeat
_CHANGES = "its mean changes most along them"


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
        Gives parts of the array, see `hsiviewer.io.axis_likeness.read_blocks`; asked
        only where it matters.
    count : int, optional
        Number of wavelengths that belong to the array.
    custom : tuple of str, optional
        The order that arrays of the format usually have; only strong evidence
        overrules it.
    """
    if count is not None and list(sizes).count(count) == 1:
        axis = list(sizes).index(count)
        return Decision(_with_bands(axis), f"there are {count} wavelengths")
    short = [axis for axis in range(3) if sizes[axis] <= _MOST_PICTURE_BANDS]
    if len(short) == 1 and sorted(sizes)[1] >= _LEAST_SIDE:
        return Decision(_with_bands(short[0]), "one axis is very short")
    if custom is not None:
        return _by_custom(sizes, blocks, custom)
    if len(set(sizes)) == 2:
        axis = next(
            number for number in range(3) if list(sizes).count(sizes[number]) == 1
        )
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
        f"is wrong, open {file}:{format_axes(_next_guess(decision.order))}, or choose "
        "File > Change axes in the window"
    )


def _by_custom(sizes: Sequence[int], blocks: Blocks, custom: AxisOrder) -> Decision:
    usual = Decision(custom, "arrays of its kind usually are")
    if min(sizes) < _LEAST_SIDE // 2:
        return usual
    parts = blocks()
    likeness = likeness_of(parts)
    axis, expected = int(np.argmax(likeness)), custom.index("bands")
    is_clear = likeness[axis] > likeness[expected] + _OVERRULES_CUSTOM
    if not is_clear:
        return usual
    if is_repeated(parts, axis, likeness):
        changing = _most_changing(parts, axis)
        shares = profile_shares(parts)
        if shares[changing] > _OVERRULES_SHARE * shares[expected]:
            return Decision(_with_bands(changing), _CHANGES, is_sure=False)
        return replace(usual, is_sure=False)
    return Decision(_with_bands(axis), "its spectra are much smoother so")


def _by_smoothness(sizes: Sequence[int], parts: Parts) -> Decision:
    likeness = likeness_of(parts)
    axis = int(np.argmax(likeness))
    shortest, second, _ = sorted(sizes)
    is_few = shortest <= _MOST_FEW_BANDS and second >= 4 * shortest
    if is_few and likeness[axis] < _SMOOTH:
        axis = list(sizes).index(shortest)
        return Decision(_with_bands(axis), "one axis is short", is_sure=False)
    if likeness[axis] < _LEAST_LIKENESS:
        axis = 0 if sizes[0] <= min(sizes[1], sizes[2]) else 2
        return Decision(_with_bands(axis), "nothing tells better", is_sure=False)
    if is_repeated(parts, axis, likeness):
        changing = _most_changing(parts, axis)
        return Decision(_with_bands(changing), _CHANGES, is_sure=False)
    return Decision(_with_bands(axis), "its spectra are smoothest so")


def _most_changing(parts: Parts, repeated: int) -> int:
    """Return along which other axis than the one that repeats the mean changes most."""
    shares = profile_shares(parts)
    return max((axis for axis in range(3) if axis != repeated), key=shares.__getitem__)


def _with_bands(axis: int) -> AxisOrder:
    order = ["rows", "cols"]
    order.insert(axis, "bands")
    return tuple(order)


def _next_guess(order: AxisOrder) -> AxisOrder:
    return _with_bands(0 if order.index("bands") == 2 else 2)
