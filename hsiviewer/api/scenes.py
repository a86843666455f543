"""Scenes for scripts: a file, or an array with what is known about it."""

import os
import shutil
import weakref
from collections.abc import Iterable, Sequence
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from hsiviewer.api.arrays import (
    AXES,
    array_cube,
    axis_names,
    axis_order,
    band_axis,
    band_first,
    place_of,
)
from hsiviewer.api.targets import file_of
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.view_settings import Stretch
from hsiviewer.imaging.composite import initial_view
from hsiviewer.imaging.png import png_bytes
from hsiviewer.imaging.thumbnails import thinning
from hsiviewer.io.axis_order import with_axes
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.commands.info import scene_info
from hsiviewer.workflows.tasks.run_folders import new_run_folder
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
        shown = initial_view(self._cube)[0] if bands is None else self._shown(bands)
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


def open(  # noqa: A001 - hsiviewer.open, as rasterio.open
    scene: SceneLike,
    *,
    axes: str | None = None,
    wavelengths_nm: Sequence[float] | npt.NDArray[Any] | None = None,
    bad_bands: Sequence[int] | Sequence[bool] | npt.NDArray[Any] = (),
    crs: Any = None,
    transform: Sequence[float] | None = None,
    nodata: float | None = None,
    scale: float | None = None,
) -> Scene:
    """Open a scene from a file, or make one from an array.

    Parameters
    ----------
    scene : str, path or ndarray
        A file in any format of ``hsiviewer info``, written ``file.mat:variable`` if it
        holds several variables; or an array with three axes. An array is copied to a
        temporary file in the data folder of hsiviewer, where worker processes read
        it. Later changes to the array have
        no effect. The file is deleted with the scene.
    axes : str, optional
        What the axes of the array are, in order; ``"rows, cols, bands"`` if omitted.
        Also for files that do not name their axes (``.npy``, ``.mat``), where the
        content decides otherwise.
    wavelengths_nm : sequence of float, optional
        Band centres of the array in nanometres.
    bad_bands : sequence of int or bool
        Bands that methods leave out, such as those of water vapour: indices counted
        from 0, or a mask with one value per band.
    crs : str or int, optional
        Coordinate reference system of the array: an EPSG code or well-known text;
        empty if unknown, as in `Scene.crs`.
    transform : sequence of 6 float, optional
        Where the array lies: ``(a, b, c, d, e, f)`` with ``x = a * col + b * row + c``
        and ``y = d * col + e * row + f`` at pixel corners, as in rasterio and affine.
    nodata : float, optional
        Value in the array that means "no value", besides NaN.
    scale : float, optional
        What reflectance of 1 is stored as in the array: 10000 in many files, 1 in the
        arrays of `Scene.to_array`. Values are divided by it. Models of reflectance
        are applied to reflectance only; leave this out for other quantities.

    Returns
    -------
    Scene

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read, or the array is not a scene.
    ConfigurationError
        If an option does not fit the array, or is given with a file.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> scene = hsiviewer.open(files.cube)
    >>> scene
    <Scene town.img: 48 x 56 pixels, 40 bands>
    >>> scene.to_array().shape
    (48, 56, 40)

    For an array, say what you know about it:

    >>> import numpy as np
    >>> cube = np.random.default_rng(0).random((30, 40, 5))
    >>> hsiviewer.open(
    ...     cube,
    ...     axes="rows, cols, bands",
    ...     wavelengths_nm=[450, 550, 650, 750, 850],
    ...     crs="EPSG:32633",
    ...     transform=(30, 0, 300000, 0, -30, 5800000),
    ... )
    <Scene array: 30 x 40 pixels, 5 bands>
    """
    options = (wavelengths_nm, crs, transform, nodata, scale)
    if isinstance(scene, (Scene, str, os.PathLike)):
        if len(bad_bands) or any(option is not None for option in options):
            raise _says_itself(scene)
        if isinstance(scene, Scene):
            if axes not in (None, AXES):
                raise _says_itself(scene)
            return scene
        return Scene(_file_cube(file_of(scene), axes))
    values = band_first(scene, AXES if axes is None else axes)
    return scene_of_array(
        values,
        bands=band_axis(len(values), wavelengths_nm, bad_bands),
        place=place_of(crs, transform),
        nodata=nodata,
        scale=scale,
    )


def _file_cube(reference: str, axes: str | None) -> HsiCube:
    """Open a file, with its axes in the order that is given."""
    cube = open_cube(reference)
    if axes is None:
        return cube
    order = axis_names(axes)
    if cube.axes:
        cube.close()
        return open_cube(with_axes(cube, order))
    if axes != AXES:
        raise _says_itself(reference)
    return cube


def _says_itself(scene: Scene | str | os.PathLike[str]) -> ConfigurationError:
    name = scene.name if isinstance(scene, Scene) else Path(scene).name
    return ConfigurationError(
        f"{name} says itself what its axes, wavelengths, bad bands, coordinate system, "
        "transform, nodata and scale are; give them with an array only"
    )


def scene_of_array(
    values: npt.NDArray[Any],
    *,
    bands: BandAxis,
    place: GeoReference,
    nodata: float | None = None,
    scale: float | None = None,
) -> Scene:
    """Return an array (bands, rows, cols) as a scene with a temporary file.

    Errors as `array_cube` and `new_run_folder`.
    """
    # Of a program that was killed, the next training deletes it.
    folder = new_run_folder("array")
    try:
        cube = array_cube(
            folder, values, bands=bands, place=place, nodata=nodata, scale=scale
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    scene = Scene(cube)
    weakref.finalize(scene, shutil.rmtree, folder, ignore_errors=True)
    return scene


def read_only(values: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    """Return a view of an array that cannot be written through."""
    view = values.view()
    view.flags.writeable = False
    return view


def enlarged_png(picture: npt.NDArray[np.uint32]) -> bytes:
    """Return a picture as PNG, with small scenes large enough to look at."""
    return png_bytes(picture, scale=max(1, _LONGEST_SIDE // max(picture.shape)))
