"""Labels and reference maps from files, and back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ExportError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.id_maps import IdMap
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.io.atomic import replacing
from hsiviewer.io.envi_labels import write_envi_labels
from hsiviewer.io.label_references import split_label_reference
from hsiviewer.io.label_values import class_ids
from hsiviewer.io.reader import LabelRaster
from hsiviewer.io.registry import identify
from hsiviewer.io.vector_labels import DRIVERS as VECTOR_DRIVERS
from hsiviewer.io.vector_labels import is_vector, read_vector_labels
from hsiviewer.io.vector_writer import write_vector_labels


class LabelFile(NamedTuple):
    """What a label file says.

    Parameters
    ----------
    labels : LabelMap
    scheme : ClassScheme
        Classes that occur or that the file names.
    georeference : GeoReference
        Where the labels lie: with the pixels of a scene if there is one that knows,
        else where the file says.
    notices : tuple of str
        What was assumed of the ids, in sentences.
    origin : mapping
        Class of each id in the file, 0 where it is no label; empty where all ids are
        those in the file.
    """

    labels: LabelMap
    scheme: ClassScheme
    georeference: GeoReference
    notices: tuple[str, ...] = ()
    origin: Mapping[int, int] = {}


def read_labels(
    reference: str | Path, cube: HsiCube | None, *, progress: Progress | None = None
) -> tuple[LabelMap, ClassScheme]:
    """Read class ids with the names and colours that the file knows.

    Returns
    -------
    labels : LabelMap
    scheme : ClassScheme
        Classes that occur or that the file names.

    Arguments and errors as `read_label_file`, which knows where they lie, too.
    """
    found = read_label_file(reference, cube, progress=progress)
    return found.labels, found.scheme


def read_label_file(
    reference: str | Path, cube: HsiCube | None, *, progress: Progress | None = None
) -> LabelFile:
    """Read class ids with all that the file knows of them.

    Parameters
    ----------
    reference : str or Path
        GeoTIFF, ENVI classification, MATLAB or NumPy file, ``file:variable``
        where it holds several; or GeoPackage, GeoJSON or shapefile,
        ``file:field`` where another field tells the classes. A map of ids may
        follow, as in ``file:1=4,2=2``; see `hsiviewer.core.id_maps`.
    cube : HsiCube, optional
        The scene that the labels belong to; a raster of another grid is
        resampled to it by nearest neighbour if both know where they lie.
    progress : Progress, optional
        Is asked whether to stop, by the readers of vector files.

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read.
    LabelFormatError
        If it holds no class ids, or does not fit the scene.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    path, variable, id_map = split_label_reference(reference)
    if is_vector(path):
        if cube is None:
            raise LabelFormatError(
                f"{path.name} holds areas, not pixels; open the scene that they lie in"
            )
        found = read_vector_labels(path, cube, progress, field=variable, id_map=id_map)
        return LabelFile(*found[:2], cube.georeference, *found[2:])
    _refuse_tables(path)
    raster = identify(path).label_raster(path, variable)
    grid = None if cube is None else cube.grid_shape
    ids = class_ids(raster, path.name, grid=grid, id_map=id_map)
    values, place = ids.values, raster.georeference
    if cube is not None:
        values, place = on_grid(values, place, path.name, cube)
    labels = LabelMap(values)
    scheme = ClassScheme(
        tuple(
            LandCoverClass(
                class_id,
                ids.names.get(class_id) or f"class {class_id}",
                ids.colors.get(class_id) or palette_color(class_id),
            )
            for class_id in sorted({*labels.counts, *ids.names})
        )
    )
    return LabelFile(labels, scheme, place, ids.notices, ids.origin)


def _refuse_tables(path: Path) -> None:
    """Refuse lists of points and regions, which are no raster.

    Raises
    ------
    LabelFormatError
        If the suffix is that of a table or a text that is not read.
    """
    if path.suffix.lower() in (".xlsx", ".xml", ".kml"):
        raise LabelFormatError(
            f"{path.name} is no label file that hsiviewer reads: GeoTIFF, PNG, ENVI "
            "classification, MATLAB, NumPy, GeoPackage, GeoJSON, shapefile, or a table "
            "of points as CSV. Save a table as CSV, or a layer as GeoPackage in QGIS"
        )


def labels_of(
    given: npt.ArrayLike, name: str = "the array", *, id_map: IdMap | None = None
) -> LabelMap:
    """Return an array of class ids as labels; NaN and masked ids are no label.

    Raises
    ------
    LabelFormatError
        If it holds no class ids.
    """
    try:
        values: npt.NDArray[Any] = np.asarray(np.ma.filled(given, 0))
    except (TypeError, ValueError) as error:
        raise LabelFormatError(
            f"{name} is no array of class ids: {error}; give one id for each pixel"
        ) from error
    if values.dtype.kind not in "iuf":
        raise LabelFormatError(
            f"{name} holds {values.dtype}; labels are whole class ids, 0 for no label"
        )
    return LabelMap(class_ids(LabelRaster(values), name, id_map=id_map).values)


def on_grid(
    values: npt.NDArray[np.uint16], place: GeoReference, name: str, cube: HsiCube
) -> tuple[npt.NDArray[np.uint16], GeoReference]:
    """Return class ids as the pixels of a scene, and where they lie then.

    Parameters
    ----------
    values : ndarray of uint16, shape (rows, cols)
    place : GeoReference
        Where they lie; without a system, ids of the scene's size are its pixels.
    name : str
        What they are called in sentences.

    Raises
    ------
    LabelFormatError
        If they are not of the scene's size and cannot be resampled, or lie outside.
    """
    from hsiviewer.io import regridding

    shape = (values.shape[0], values.shape[1])
    if regridding.lies_on_grid(shape, place, cube):
        knows = cube.georeference.has_crs or cube.georeference.has_transform
        return values, cube.georeference if knows else place
    if not regridding.can_regrid(place, cube):
        raise LabelFormatError(regridding.grid_problem(name, shape, cube))
    moved = regridding.regrid(values[None], place, cube, nearest=True, missing=0)[0]
    if values.any() and not moved.any():
        raise LabelFormatError(f"{name} lies outside {cube.name}; no label is in it")
    return np.asarray(moved, np.uint16), cube.georeference


def write_labels(
    path: Path, labels: LabelMap, scheme: ClassScheme, georeference: GeoReference
) -> None:
    """Write labels in the format of the suffix.

    Rasters are .tif, .hdr or .img (ENVI classification), .mat and .npy; vector
    files .gpkg, .geojson and .shp, see `hsiviewer.io.vector_writer`.

    Raises
    ------
    ExportError
        If the file cannot be written, or the suffix is of no label format.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ExportError(
            f"labels are written as {', '.join(_WRITERS)}, not as {path.name!r}"
        )
    write(path, labels, scheme, georeference)


def _write_geotiff(
    path: Path, labels: LabelMap, scheme: ClassScheme, georeference: GeoReference
) -> None:
    from hsiviewer.io.maps import write_classes_geotiff

    write_classes_geotiff(path, labels.values, scheme, georeference)


def _write_matlab(
    path: Path, labels: LabelMap, _scheme: ClassScheme, _place: GeoReference
) -> None:
    from scipy.io import savemat

    with replacing(path) as (partial,), partial.open("wb") as file:
        savemat(file, {"labels": labels.values}, do_compression=True)


def _write_numpy(
    path: Path, labels: LabelMap, _scheme: ClassScheme, _place: GeoReference
) -> None:
    with replacing(path) as (partial,), partial.open("wb") as file:
        values = np.ascontiguousarray(labels.values)
        header = np.lib.format.header_data_from_array_1_0(values)
        np.lib.format.write_array_header_1_0(file, header)
        # Unlike np.save, this tells when the disk is full.
        file.write(values.data)


_WRITERS: dict[str, Callable[[Path, LabelMap, ClassScheme, GeoReference], None]] = {
    ".tif": _write_geotiff,
    ".tiff": _write_geotiff,
    ".hdr": write_envi_labels,
    ".img": write_envi_labels,
    ".mat": _write_matlab,
    ".npy": _write_numpy,
    **dict.fromkeys(VECTOR_DRIVERS, write_vector_labels),
}
