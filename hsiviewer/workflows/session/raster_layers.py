"""Other scenes and rasters over the scene, aligned by their coordinate systems."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from psygnal import Signal

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.stretch import ArgbPicture, Limits, render_argb
from hsiviewer.io.alignment import Alignment
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.first_view import first_view
from hsiviewer.workflows.viewing.render_view import find_limits

_ids = itertools.count(1)  # of all scenes: a late picture is never taken for another's


@dataclass(frozen=True, eq=False)
class RasterLayer:
    """A raster that is shown over the scene.

    Parameters
    ----------
    id : int
        Counts up; never used twice.
    cube : HsiCube
        What is shown.
    bands : tuple of int
        One band, or three.
    limits : ndarray
        Stretch limits of the bands.
    alignment : Alignment
        From the scene's pixels to its own.
    visible, opacity
        Whether it is shown, and how strongly, 0..1.
    """

    id: int
    cube: HsiCube
    bands: tuple[int, ...]
    limits: Limits
    alignment: Alignment
    visible: bool = True
    opacity: float = 1.0


class RasterLayers:
    """The rasters over a scene, the uppermost last.

    Attributes
    ----------
    changed
        Others are shown, or the same in another way.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        self._document = document
        self._layers: dict[int, RasterLayer] = {}

    def __iter__(self) -> Iterator[RasterLayer]:
        return iter(self._layers.values())

    def __len__(self) -> int:
        return len(self._layers)

    async def add(self, reference: str | Path) -> RasterLayer:
        """Show a raster over the scene.

        Raises
        ------
        HsiViewerError
            If it cannot be read, or cannot be brought onto the scene.
        """
        scene = self._document.cube
        if scene is None:
            raise HsiViewerError("open a scene first; layers are laid over it")
        made = await in_io_thread(_open_layer, reference, scene, next(_ids))
        if not self._document.is_closed:
            self._layers[made.id] = made
            self.changed.emit()
        else:
            made.cube.close()
        return made

    def show_computed(self, cube: HsiCube, limits: Limits) -> RasterLayer:
        """Show one computed band over the scene, which has its grid.

        Parameters
        ----------
        cube : HsiCube
            Computed where it is drawn.
        limits : ndarray, shape (1, 2)
            Values that are black and white.

        Raises
        ------
        HsiViewerError
            If no scene is open.
        """
        scene = self._document.cube
        if scene is None:
            raise HsiViewerError("open a scene first; layers are laid over it")
        layer = RasterLayer(next(_ids), cube, (0,), limits, Alignment(cube, scene))
        self._layers[layer.id] = layer
        self.changed.emit()
        return layer

    def set_layer(
        self,
        layer_id: int,
        *,
        visible: bool | None = None,
        opacity: float | None = None,
    ) -> None:
        """Show or hide a layer, or change its opacity."""
        layer = self._layers.get(layer_id)
        if layer is None:
            return  # it was removed meanwhile
        if visible is not None:
            layer = replace(layer, visible=visible)
        if opacity is not None:
            layer = replace(layer, opacity=min(1.0, max(0.0, opacity)))
        self._layers[layer_id] = layer
        self.changed.emit()

    def remove(self, layer_id: int) -> None:
        """Take a layer away."""
        # Pictures of it may still be on their way in an I/O thread; its file is
        # closed when nobody holds it any longer.
        if self._layers.pop(layer_id, None) is not None:
            self.changed.emit()


def render_layer(
    layer: RasterLayer, place: tuple[float, float, float], size: tuple[int, int]
) -> ArgbPicture:
    """Return the picture of a layer in a view; reads its file.

    Parameters
    ----------
    place : (top, left, scale)
        Row and column of the scene in the upper left corner, in pixel corners,
        and points of the picture per pixel of the scene.
    size : (height, width)
        Of the picture, in points.

    Returns
    -------
    ndarray of uint32, shape size
        ``0xAARRGGBB``, transparent where the raster has no value.
    """
    top, left, scale = place
    height, width = size
    rows = top + np.arange(0.5, height, dtype=np.float64) / scale - 0.5
    cols = left + np.arange(0.5, width, dtype=np.float64) / scale - 0.5
    row_at, col_at = layer.alignment.places(rows, cols)
    shape = layer.cube.grid_shape
    with np.errstate(invalid="ignore"):
        inside = (row_at >= -0.5) & (row_at < shape[0] - 0.5)
        inside &= (col_at >= -0.5) & (col_at < shape[1] - 0.5)
    picture = np.zeros(size, np.uint32)
    if not inside.any():
        return picture
    own_rows = np.rint(row_at[inside]).astype(np.intp)
    own_cols = np.rint(col_at[inside]).astype(np.intp)
    first = int(own_rows.min()), int(own_cols.min())
    window = PixelWindow(
        *first, int(own_rows.max()) - first[0] + 1, int(own_cols.max()) - first[1] + 1
    )
    # Reading more pixels than there are points would be wasted.
    points = max(1.0, float(np.sqrt(inside.sum())))
    step = max(1, int(np.sqrt(window.height * window.width) / points))
    stored = layer.cube.source.read(layer.bands, window, step=step)
    drawn = render_argb(stored, layer.limits, layer.cube)
    picture[inside] = drawn[
        np.minimum((own_rows - first[0]) // step, drawn.shape[0] - 1),
        np.minimum((own_cols - first[1]) // step, drawn.shape[1] - 1),
    ]
    return picture


def _open_layer(reference: str | Path, scene: HsiCube, layer_id: int) -> RasterLayer:
    cube = open_cube(reference)
    try:
        alignment = Alignment(cube, scene)
        bands, _ = first_view(cube)
        limits = find_limits(cube, bands, Stretch())
    except BaseException:
        cube.close()
        raise
    return RasterLayer(layer_id, cube, bands, limits, alignment)
