"""The order in which a file lists rows, columns and bands."""

from collections.abc import Sequence
from itertools import permutations

AXES = ("rows", "cols", "bands")

# As files count them, the slowest axis first.
AxisOrder = tuple[str, ...]

ORDERS: tuple[AxisOrder, ...] = tuple(permutations(AXES))


def parse_axes(text: str) -> AxisOrder | None:
    """Return the order that ``"rows,cols,bands"`` names; ``None`` if it is none."""
    words = tuple(word.strip().lower() for word in text.split(","))
    return words if sorted(words) == sorted(AXES) else None


def format_axes(axes: AxisOrder) -> str:
    """Return an order as it stands in a reference, such as ``"rows,cols,bands"``."""
    return ",".join(axes)


def sizes_text(axes: AxisOrder, sizes: Sequence[int]) -> str:
    """Return ``"rows x cols x bands = 145 x 145 x 200"``."""
    return f"{' x '.join(axes)} = {' x '.join(map(str, sizes))}"


def size_of(axis: str, axes: AxisOrder, sizes: Sequence[int]) -> int:
    """Return how long an axis is."""
    return sizes[axes.index(axis)]


def fitting_orders(
    sizes: Sequence[int], grid: tuple[int, int]
) -> tuple[AxisOrder, ...]:
    """Return the orders whose rows and columns are those of a grid."""
    return tuple(
        order
        for order in ORDERS
        if (size_of("rows", order, sizes), size_of("cols", order, sizes)) == grid
    )
