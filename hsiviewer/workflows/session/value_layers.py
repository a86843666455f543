"""Any values over the map: a number for each pixel, read where it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.imaging.value_colors import ColorRamp, ValueScale

Values = npt.NDArray[np.floating[Any]]
ReadValues = Callable[[PixelWindow, int], Values]


@dataclass(frozen=True, eq=False, kw_only=True)
class ValueLayer:
    """Values of a scene's pixels that are shown over its map.

    Parameters
    ----------
    key : str
        What the layer shows, such as ``"run.entropy"``: another layer with the same
        key takes its place.
    title : str
        What users call it.
    cube : HsiCube
        The scene that the values belong to.
    read : callable
        From a window and a step to its values, shape (ceil(height / step),
        ceil(width / step)), NaN where there is none. It is called in other threads.
    scale : ColorRamp or NamedValues
        Colours, with the range of the values.
    unit : str
        Of the values; empty for none.
    tip : str
        A sentence on what the values say.
    id, version : int
        Set by `hsiviewer.workflows.session.raster_layers.RasterLayers`: other values
        or colours in the place of these have the same id and a higher version.
    visible, opacity
        Whether it is shown, and how strongly, 0..1.
    """

    key: str
    title: str
    cube: HsiCube
    read: ReadValues
    scale: ValueScale = field(default_factory=ColorRamp)
    unit: str = ""
    tip: str = ""
    id: int = 0
    version: int = 0
    visible: bool = True
    opacity: float = 1.0

    is_over_map = True

    def picture(
        self, place: tuple[float, float, float], size: tuple[int, int]
    ) -> ArgbPicture:
        """Return the picture of the values in a view; reads them.

        Parameters
        ----------
        place, size
            As of `hsiviewer.workflows.session.raster_layers.render_layer`.
        """
        top, left, scale = place
        picture = np.zeros(size, np.uint32)
        rows, row_points = _pixels(top, scale, size[0], self.cube.grid_shape[0])
        cols, col_points = _pixels(left, scale, size[1], self.cube.grid_shape[1])
        if not (rows.size and cols.size):
            return picture
        window = PixelWindow(
            int(rows[0]),
            int(cols[0]),
            int(rows[-1] - rows[0]) + 1,
            int(cols[-1] - cols[0]) + 1,
        )
        # Reading more pixels than there are points would be wasted.
        step = max(1, int(1 / scale))
        drawn = self.scale.paint(self.read(window, step))
        picture[np.ix_(row_points, col_points)] = drawn[
            np.ix_((rows - rows[0]) // step, (cols - cols[0]) // step)
        ]
        return picture

    def value_text(self, row: int, col: int) -> str:
        """Return what the layer says of a pixel; empty where it has no value."""
        if not self.cube.window.contains(row, col):
            return ""
        value = float(self.read(PixelWindow(row, col, 1, 1), 1)[0, 0])
        if np.isnan(value):
            return ""
        return f"{self.title}: {self.scale.text(value)} {self.unit}".rstrip()


def array_reader(values: npt.NDArray[Any], *, gap: float | None = None) -> ReadValues:
    """Return what reads values from an array in memory or in a mapped file.

    Parameters
    ----------
    values : ndarray, shape (rows, cols)
    gap : float, optional
        The number that stands for no value, besides NaN.
    """

    def read(window: PixelWindow, step: int) -> Values:
        rows, cols = window.slices
        part = values[rows.start : rows.stop : step, cols.start : cols.stop : step]
        found = np.array(part, np.float32)
        if gap is not None:
            found[part == gap] = np.nan
        return found

    return read


def _pixels(
    start: float, scale: float, points: int, pixels: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the pixels that the points of a line show, and those points."""
    shown = np.floor(start + np.arange(0.5, points) / scale).astype(np.intp)
    inside = np.flatnonzero((shown >= 0) & (shown < pixels))
    return shown[inside], inside
