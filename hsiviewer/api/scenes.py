"""Scenes as scripts see them."""

import os
from collections.abc import Iterable, Sequence
from operator import index
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from hsiviewer.api.arrays import (
    AXES,
    axis_order,
)
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.view_settings import Stretch
from hsiviewer.imaging.png import png_bytes
from hsiviewer.imaging.thumbnails import thinning
from hsiviewer.workflows.commands.info import scene_info
from hsiviewer.workflows.viewing.first_view import first_view
from hsiviewer.workflows.viewing.render_view import ViewRequest, render_view

if TYPE_CHECKING:
    from types import TracebackType

_LONGEST_SIDE = 512  # points of a picture
_Scalar = TypeVar("_Scalar", bound=np.generic)


class Scene:
    """A hyperspectral scene, returned by `hsiviewer.open`.

    Values are read from the file when you ask for them. To release the file, use the
    scene in a ``with`` statement or call `close`.

    Parameters
    ----------
    cube : HsiCube
        The scene as the rest of the program knows it.
    """

    def __init__(self, cube: HsiCube) -> None:
        self._cube = cube

    @property
    def cube(self) -> HsiCube:
        """The scene as the rest of the program knows it."""
        return self._cube

    @property
    def name(self) -> str:
        """File name; ``"array"`` for an array."""
        return self._cube.name

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows, columns and bands."""
        bands, rows, cols = self._cube.shape
        return rows, cols, bands

    @property
    def wavelengths_nm(self) -> npt.NDArray[np.float64] | None:
        """Band centres in nm, shape (bands,), read-only; ``None`` if unknown."""
        wavelengths = self._cube.bands.wavelength_nm
        return None if wavelengths is None else read_only(wavelengths)

    @property
    def bad_bands(self) -> tuple[int, ...]:
        """Indices of the bands that no method uses, counted from 0."""
        return tuple(np.flatnonzero(~self._cube.bands.good_mask).tolist())

    @property
    def crs(self) -> str:
        """Coordinate reference system as well-known text; empty if unknown."""
        return self._cube.georeference.crs_wkt

    @property
    def transform(self) -> tuple[float, float, float, float, float, float]:
        """``(a, b, c, d, e, f)`` with ``x = a * col + b * row + c``, as in rasterio."""
        return self._cube.georeference.transform

    @property
    def nodata(self) -> float | None:
        """Stored value that means "no value", besides NaN; ``None`` without one."""
        return self._cube.nodata

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about assumptions that were made where the file is unclear."""
        return self._cube.notices

    def info(self) -> dict[str, Any]:
        """Return what ``hsiviewer info --json`` prints."""
        return scene_info(self._cube)

    def to_array(self, axes: str = AXES) -> npt.NDArray[np.float32]:
        """Read the whole scene into memory.

        Parameters
        ----------
        axes : str
            Order of the axes of the array.

        Returns
        -------
        ndarray of float32
            Values divided by the scale factor in the file, NaN where there is no value.

        Raises
        ------
        ConfigurationError
            If `axes` does not name rows, cols and bands.
        """
        order = axis_order(axes)
        values = self._cube.read().transpose(1, 2, 0)
        return np.ascontiguousarray(values.transpose(order))

    def spectrum(self, row: int, col: int) -> npt.NDArray[np.float32]:
        """Read the spectrum of one pixel, shape (bands,).

        Raises
        ------
        ConfigurationError
            If the pixel lies outside the scene.
        """
        rows, cols, _ = self.shape
        if not (0 <= index(row) < rows and 0 <= index(col) < cols):
            raise ConfigurationError(
                f"{self.name} has no pixel in row {row}, column {col}; rows run from "
                f"0 to {rows - 1}, columns from 0 to {cols - 1}"
            )
        return self._cube.read_spectrum(row, col)

    def picture(self, bands: int | Sequence[int] | None = None) -> bytes:
        """Return a picture of the scene as the bytes of a PNG file.

        Parameters
        ----------
        bands : int or sequence of int, optional
            One band, or three for red, green and blue, counted from 0. Default: the
            bands that the window shows first.

        Raises
        ------
        ConfigurationError
            If `bands` is not one or three bands of the scene.
        """
        shown = first_view(self._cube)[0] if bands is None else self._shown(bands)
        request = ViewRequest(
            cube=self._cube,
            bands=shown,
            stretch=Stretch(),
            window=self._cube.window,
            step=thinning(self._cube.grid_shape, _LONGEST_SIDE),
        )
        return enlarged_png(render_view(request).picture)

    def _shown(self, bands: int | Sequence[int]) -> tuple[int, ...]:
        """Return one or three bands; errors as `picture`."""
        count = self._cube.bands.count
        listed = tuple(bands) if isinstance(bands, Iterable) else (bands,)
        try:
            shown = tuple(index(band) for band in listed)
        except TypeError:
            shown = ()
        if len(shown) not in (1, 3) or not all(0 <= band < count for band in shown):
            raise ConfigurationError(
                f"bands {list(listed)} cannot be shown; give one or three of the bands "
                f"0 to {count - 1}"
            )
        return shown

    def close(self) -> None:
        """Release the file."""
        self._cube.close()

    def __enter__(self) -> "Scene":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: "TracebackType | None",
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        rows, cols, bands = self.shape
        return f"<Scene {self.name}: {rows} x {cols} pixels, {bands} bands>"

    def _repr_png_(self) -> bytes:
        return self.picture()


SceneLike = Scene | str | os.PathLike[str] | npt.NDArray[Any]


def read_only(values: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    """Return a view of an array that cannot be written through."""
    view = values.view()
    view.flags.writeable = False
    return view


def enlarged_png(picture: npt.NDArray[np.uint32]) -> bytes:
    """Return a picture as PNG, with small scenes large enough to look at."""
    return png_bytes(picture, scale=max(1, _LONGEST_SIDE // max(picture.shape)))
