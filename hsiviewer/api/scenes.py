"""Scenes for scripts: a file, or an array with what is known about it."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError, CubeFormatError, ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.view_settings import Stretch
from hsiviewer.imaging.composite import initial_view
from hsiviewer.imaging.png import png_bytes
from hsiviewer.imaging.thumbnails import thinning
from hsiviewer.io.crs import IDENTITY, Transform, crs_from_name, georeference_of
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.render_view import ViewRequest, render_view
from hsiviewer.workflows.scene_info import scene_info

if TYPE_CHECKING:
    from types import TracebackType

AXES = "rows, cols, bands"
_NAMES = ("rows", "cols", "bands")
_INTERLEAVES: dict[tuple[int, ...], str] = {(1, 2, 0): "bip", (1, 0, 2): "bil"}
_KEPT_AS = {"bool": "uint8", "int8": "int16", "float16": "float32"}
_LONGEST_SIDE = 512  # points of a picture


class Scene:
    """A hyperspectral scene; values are read when they are asked for.

    `hsiviewer.open` makes it. Use it in a ``with`` statement, or `close` it, where
    its file has to be free again.

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
        """File name; ``"array.img"`` for an array."""
        return self._cube.name

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows, columns and bands."""
        bands, rows, cols = self._cube.shape
        return rows, cols, bands

    @property
    def wavelengths_nm(self) -> npt.NDArray[np.float64] | None:
        """Band centres in nanometres, shape (bands,); ``None`` if unknown."""
        return self._cube.bands.wavelength_nm

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
        """Stored value that means "no value", besides NaN."""
        return self._cube.nodata

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what was assumed about a doubtful file."""
        return self._cube.notices

    def info(self) -> dict[str, Any]:
        """Return what ``hsiviewer info --json`` tells."""
        return scene_info(self._cube)

    def to_array(self, axes: str = AXES) -> npt.NDArray[np.float32]:
        """Read the whole scene into memory.

        Parameters
        ----------
        axes : str
            Order of the axes.

        Returns
        -------
        ndarray of float32
            Values divided by the scale that the file names, NaN where there is none.
        """
        order = _order(axes)
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
        if not (0 <= row < rows and 0 <= col < cols):
            raise ConfigurationError(
                f"{self.name} has no pixel in row {row}, column {col}; rows run from "
                f"0 to {rows - 1}, columns from 0 to {cols - 1}"
            )
        return self._cube.read_spectrum(row, col)

    def picture(self, bands: Sequence[int] | None = None) -> bytes:
        """Return a picture of the scene as the bytes of a PNG file.

        Parameters
        ----------
        bands : sequence of int, optional
            One band, or three for red, green and blue, counted from 0; as the window
            shows the scene first when omitted.

        Raises
        ------
        ConfigurationError
            If these are not one or three bands of the scene.
        """
        shown = initial_view(self._cube)[0] if bands is None else tuple(bands)
        count = self._cube.bands.count
        if len(shown) not in (1, 3) or not all(0 <= band < count for band in shown):
            raise ConfigurationError(
                f"{list(shown)} cannot be shown; give one or three of the bands 0 to "
                f"{count - 1}"
            )
        request = ViewRequest(
            cube=self._cube,
            bands=shown,
            stretch=Stretch(),
            window=self._cube.window,
            step=thinning(self._cube.grid_shape, _LONGEST_SIDE),
        )
        return enlarged_png(render_view(request).picture)

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
    axes: str = AXES,
    wavelengths_nm: Sequence[float] | npt.NDArray[Any] | None = None,
    crs: Any = None,
    transform: Sequence[float] | None = None,
    nodata: float | None = None,
) -> Scene:
    """Open a scene from a file, or take an array for one.

    Parameters
    ----------
    scene : str, path or ndarray
        A file of any format that ``hsiviewer info`` knows, ``file.mat:variable``
        where it holds several; or an array with three axes. An array is written to a
        temporary file, for the worker processes to read; later changes of it are not
        seen. The file is deleted with the scene.
    axes : str
        What the axes of an array are, in order.
    wavelengths_nm : sequence of float, optional
        Band centres of an array, in nanometres.
    crs : str or int, optional
        Coordinate reference system of an array: an EPSG code or well-known text.
    transform : sequence of 6 float, optional
        Of an array: ``(a, b, c, d, e, f)`` with ``x = a * col + b * row + c`` and
        ``y = d * col + e * row + f`` at pixel corners, as in rasterio and affine.
    nodata : float, optional
        Value of an array that means "no value", besides NaN.

    Returns
    -------
    Scene

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read, or the array is no scene.
    ConfigurationError
        If what is said about the array does not fit it, or is said about a file.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> scene = hsiviewer.open(files.cube)
    >>> scene
    <Scene town.img: 48 x 56 pixels, 40 bands>
    >>> scene.to_array().shape
    (48, 56, 40)

    An array says nothing of itself; tell what is known:

    >>> import numpy as np
    >>> cube = np.random.default_rng(0).random((30, 40, 5))
    >>> made = hsiviewer.open(
    ...     cube,
    ...     axes="rows, cols, bands",
    ...     wavelengths_nm=[450, 550, 650, 750, 850],
    ...     crs="EPSG:32633",
    ...     transform=(30, 0, 300000, 0, -30, 5800000),
    ... )
    >>> made
    <Scene array.img: 30 x 40 pixels, 5 bands>
    """
    if isinstance(scene, Scene):
        return scene
    told = (wavelengths_nm, crs, transform, nodata)
    if isinstance(scene, (str, os.PathLike)):
        if any(value is not None for value in told) or axes != AXES:
            raise ConfigurationError(
                f"axes, wavelengths, coordinate system, transform and nodata are those "
                f"of {Path(scene).name} itself; give them with an array only"
            )
        return Scene(open_cube(os.fspath(scene)))
    values = stored_array(scene, axes)
    place = georeference_of(
        None if crs is None else crs_from_name(crs), _transform(transform)
    )
    return of_array(values, wavelengths_nm=wavelengths_nm, place=place, nodata=nodata)


def of_array(
    values: npt.NDArray[Any],
    *,
    wavelengths_nm: Sequence[float] | npt.NDArray[Any] | None = None,
    place: GeoReference,
    nodata: float | None = None,
) -> Scene:
    """Write an array (bands, rows, cols) to a temporary file and open it.

    Errors as `open`.
    """
    axis = BandAxis(len(values), _wavelengths(wavelengths_nm, len(values)))
    folder = Path(tempfile.mkdtemp(prefix="hsiviewer-array-"))
    try:
        cube = _through_file(folder / "array.hdr", values, axis, place, nodata)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    scene = Scene(cube)
    weakref.finalize(scene, shutil.rmtree, folder, ignore_errors=True)
    return scene


def enlarged_png(picture: npt.NDArray[np.uint32]) -> bytes:
    """Return a picture as PNG, with small scenes large enough to look at."""
    return png_bytes(picture, scale=max(1, _LONGEST_SIDE // max(picture.shape)))


def _through_file(
    path: Path,
    values: npt.NDArray[Any],
    axis: BandAxis,
    place: GeoReference,
    nodata: float | None,
) -> HsiCube:
    axes = tuple(int(axis) for axis in np.argsort(values.strides)[::-1])
    write = partial(
        write_envi,
        path,
        values,
        bands=axis,
        interleave=_INTERLEAVES.get(axes, "bsq"),
        nodata=nodata,
    )
    try:
        write(georeference=place)
    except ExportError:
        # Mirrored and sheared grids have no words in ENVI; this process knows them.
        write(georeference=GeoReference())
    return replace(open_cube(path), georeference=place)


def stored_array(scene: Any, axes: str = AXES) -> npt.NDArray[Any]:
    """Return an array as (bands, rows, cols), in a type that ENVI files can hold.

    Raises
    ------
    ConfigurationError, CubeFormatError
        If the axes have other names, or the array is no scene.
    """
    order = _order(axes)
    if np.ma.isMaskedArray(scene):
        kind = np.result_type(scene.dtype, np.float32)
        scene = np.ma.filled(scene.astype(kind), np.nan)
    values = np.asarray(scene)
    if values.dtype.kind not in "biuf":
        raise CubeFormatError(
            f"the array holds {values.dtype}; a scene consists of real numbers"
        )
    if values.ndim != 3 or not values.size:
        raise CubeFormatError(
            f"the array has the shape {values.shape}; a scene has {axes}, one of each "
            "at least"
        )
    values = values.transpose(np.argsort(order)).transpose(2, 0, 1)
    return values.astype(_KEPT_AS.get(values.dtype.name, values.dtype), copy=False)


def _order(axes: str) -> tuple[int, ...]:
    """Return which of rows, columns and bands each axis is."""
    named = [name.strip() for name in axes.replace(",", " ").split()]
    if sorted(named) != sorted(_NAMES):
        raise ConfigurationError(
            f"the axes cannot be {axes!r}; put rows, cols and bands in order, such as "
            "'bands, rows, cols'"
        )
    return tuple(_NAMES.index(name) for name in named)


def _wavelengths(
    given: Sequence[float] | npt.NDArray[Any] | None, count: int
) -> npt.NDArray[np.float64] | None:
    if given is None:
        return None
    found = np.asarray(given, np.float64)
    if found.shape != (count,):
        raise ConfigurationError(
            f"{found.size} wavelengths for {count} bands; give one for each band, and "
            "see that axes says which axis holds the bands"
        )
    if not (np.isfinite(found).all() and (found > 0).all()):
        raise ConfigurationError("wavelengths are positive numbers, in nanometres")
    return found


def _transform(given: Sequence[float] | None) -> Transform:
    if given is None:
        return IDENTITY
    # An affine.Affine has nine numbers, of which the last three are always 0, 0, 1.
    numbers = [float(number) for number in given]
    if len(numbers) not in (6, 9) or not np.isfinite(numbers).all():
        raise ConfigurationError(
            "a transform has six numbers a, b, c, d, e, f, with x = a * col + b * row "
            "+ c and y = d * col + e * row + f"
        )
    a, b, c, d, e, f = numbers[:6]
    return a, b, c, d, e, f
