"""The orders that a scene's axes can be read in, and what each would show."""

from dataclasses import dataclass

from hsiviewer.core.axes import ORDERS, AxisOrder, size_of
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.view_settings import Stretch
from hsiviewer.imaging.stretch import ArgbPicture, render_argb
from hsiviewer.io.axis_order import axis_sizes, with_axes
from hsiviewer.io.described_scenes import open_described
from hsiviewer.workflows.viewing.first_view import first_view
from hsiviewer.workflows.viewing.render_view import find_limits


@dataclass(frozen=True)
class OrderChoice:
    """One way to read a scene.

    Parameters
    ----------
    order : tuple of str
        Names of the file's axes, as the file counts them.
    reference : str
        What opens the scene in this order.
    rows, cols, bands : int
        Size of the scene that comes of it.
    """

    order: AxisOrder
    reference: str
    rows: int
    cols: int
    bands: int


def order_choices(cube: HsiCube) -> tuple[OrderChoice, ...]:
    """Return the orders of a scene whose file does not name its axes.

    The present order comes first, then those with the same bands, whose rows and
    columns are exchanged.
    """
    sizes = axis_sizes(cube)
    present = cube.axes.index("bands")

    def distance(order: AxisOrder) -> tuple[bool, bool, bool]:
        return (
            order != cube.axes,
            order.index("bands") != present,
            order.index("rows") > order.index("cols"),
        )

    return tuple(
        OrderChoice(
            order,
            with_axes(cube, order),
            *(size_of(axis, order, sizes) for axis in ("rows", "cols", "bands")),
        )
        for order in sorted(ORDERS, key=distance)
    )


def order_picture(reference: str, *, side: int) -> ArgbPicture:
    """Return a small picture of a scene; reads its file.

    Parameters
    ----------
    reference : str
        From an `OrderChoice`.
    side : int
        Most points of the picture along its longer side.

    Returns
    -------
    ndarray of uint32, shape (rows, cols)
        ``0xAARRGGBB``.

    Raises
    ------
    HsiViewerError
        If the scene cannot be read.
    """
    return scene_preview(reference, side=side).picture


@dataclass(frozen=True, eq=False)
class ScenePreview:
    """A scene as it would be.

    Parameters
    ----------
    cube : HsiCube
        Closed already.
    picture : ndarray of uint32, shape (rows, cols)
        ``0xAARRGGBB``.
    """

    cube: HsiCube
    picture: ArgbPicture


def scene_preview(
    reference: str, *, side: int, metadata: SceneMetadata | None = None
) -> ScenePreview:
    """Return what a scene would be with what is said about it; reads its file.

    Parameters
    ----------
    reference, side
        As of `order_picture`.
    metadata : SceneMetadata, optional
        What is said.

    Raises
    ------
    HsiViewerError
        If the scene cannot be read, or what is said does not fit it.
    """
    cube = open_described(reference, metadata)
    try:
        bands, _ = first_view(cube)
        limits = find_limits(cube, bands, Stretch())
        step = max(1, -(-max(cube.grid_shape) // side))
        stored = cube.source.read(bands, step=step)
        return ScenePreview(cube, render_argb(stored, limits, cube))
    finally:
        cube.close()
