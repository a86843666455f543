"""Scenes for scripts: a file, or an array with what is known about it."""

import os
import shutil
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy.typing as npt

from hsiviewer.api.arrays import (
    AXES,
    array_cube,
    axis_names,
    band_axis,
    band_first,
    place_of,
)
from hsiviewer.api.metadata import MetaLike, scene_metadata
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import file_of
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.axis_order import with_axes
from hsiviewer.io.described_scenes import described, open_described
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.tasks.run_folders import new_run_folder


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
    meta: MetaLike = None,
) -> Scene:
    """Open a scene from a file, or make one from an array.

    Parameters
    ----------
    scene : str, path or ndarray
        A file in any format of ``hsiviewer info``, written ``file.mat:variable`` if it
        holds several variables; or an array with three axes. An array is copied to a
        temporary file in the data folder of hsiviewer, where worker processes read
        it. Later changes to the array have no effect. The file is deleted with the
        scene.
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
    meta : path or dict, optional
        What the file does not say, or says wrong: a file such as
        ``scene.hsimeta.toml``, or a dict with its keys, such as ``wavelengths``,
        ``sensor``, ``bad_bands`` (counted from 1), ``nodata``, ``scale``, ``crs``, and
        the references ``dark`` and ``white`` of a laboratory capture.
        The file of the scene is not changed.

    Returns
    -------
    Scene

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read, or the array is not a scene.
    ConfigurationError
        If an option does not fit the array, or is given with a file.
    SceneMetadataError
        If `meta` is impossible, or does not fit the scene.

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

    For a file that lacks something, give ``meta``:

    >>> scene = hsiviewer.open(files.cube, meta={"bad_bands": "1-3", "nodata": 0})
    >>> scene.bad_bands
    (0, 1, 2)
    """
    metadata = scene_metadata(meta)
    options = (wavelengths_nm, crs, transform, nodata, scale)
    if isinstance(scene, (Scene, str, os.PathLike)):
        if len(bad_bands) or any(option is not None for option in options):
            raise _says_itself(scene)
        if isinstance(scene, Scene):
            if axes not in (None, AXES) or not metadata.is_empty:
                raise _says_itself(scene)
            return scene
        return Scene(_file_cube(file_of(scene), axes, metadata))
    values = band_first(scene, AXES if axes is None else axes)
    return scene_of_array(
        values,
        bands=band_axis(len(values), wavelengths_nm, bad_bands),
        place=place_of(crs, transform),
        nodata=nodata,
        scale=scale,
        metadata=metadata,
    )


def _file_cube(reference: str, axes: str | None, metadata: SceneMetadata) -> HsiCube:
    """Open a file, with its axes in the order that is given."""
    if axes is None:
        return open_described(reference, metadata)
    order = axis_names(axes)
    cube = open_cube(reference)
    cube.close()
    if not cube.axes and axes != AXES:
        raise _says_itself(reference)
    given = with_axes(cube, order) if cube.axes else reference
    return open_described(given, replace(metadata, axes=()))


def _says_itself(scene: Scene | str | os.PathLike[str]) -> ConfigurationError:
    name = scene.name if isinstance(scene, Scene) else Path(scene).name
    return ConfigurationError(
        f"{name} already defines its axes, wavelengths, bad bands, coordinate system, "
        "transform, nodata and scale; give these options only with an array"
    )


def scene_of_array(
    values: npt.NDArray[Any],
    *,
    bands: BandAxis,
    place: GeoReference,
    nodata: float | None = None,
    scale: float | None = None,
    metadata: SceneMetadata | None = None,
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
        if metadata is not None:
            cube = described(cube, metadata)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    scene = Scene(cube)
    weakref.finalize(scene, shutil.rmtree, folder, ignore_errors=True)
    return scene
