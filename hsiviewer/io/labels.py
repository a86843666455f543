"""Labels and reference maps from files, and back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ExportError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.io.atomic import replacing
from hsiviewer.io.envi_georeference import write_georeference
from hsiviewer.io.envi_header import braced, plain
from hsiviewer.io.envi_writer import write_envi_files
from hsiviewer.io.limits import require_memory, require_sizes
from hsiviewer.io.registry import identify, split_reference
from hsiviewer.io.vector_labels import DRIVERS as VECTOR_DRIVERS
from hsiviewer.io.vector_labels import is_vector, read_vector_labels
from hsiviewer.io.vector_writer import write_vector_labels

_LARGEST_ID = 65535
_DRIVERS = {
    "GeoTIFF": "GTiff",
    "PNG": "PNG",
    "JPEG 2000": "JP2OpenJPEG",
    "ERDAS LAN": "LAN",
}
_UNUSED = "(unused)"  # ENVI numbers classes without gaps; ids may have them


class _Found(NamedTuple):
    values: npt.NDArray[Any]
    georeference: GeoReference
    nodata: float | None
    names: dict[int, str]
    colors: dict[int, str]


def read_labels(
    reference: str | Path, cube: HsiCube | None, *, progress: Progress | None = None
) -> tuple[LabelMap, ClassScheme]:
    """Read class ids with the names and colours that the file knows.

    Parameters
    ----------
    reference : str or Path
        GeoTIFF, ENVI classification, MATLAB or NumPy file, ``file:variable``
        where it holds several; or GeoPackage, GeoJSON or shapefile.
    cube : HsiCube, optional
        The scene that the labels belong to; a raster of another grid is
        resampled to it by nearest neighbour if both know where they lie.
    progress : Progress, optional
        Is asked whether to stop, by the readers of vector files.

    Returns
    -------
    labels : LabelMap
    scheme : ClassScheme
        Classes that occur or that the file names.

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read.
    LabelFormatError
        If it holds no class ids, or does not fit the scene.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    path, variable = split_reference(reference)
    if is_vector(path):
        if cube is None:
            raise LabelFormatError(
                f"{path.name} holds areas, not pixels; open the scene that they lie in"
            )
        return read_vector_labels(path, cube, progress)
    found = _read(path, variable)
    values = _class_ids(found, path.name)
    if cube is not None:
        values = _on_grid(values, found.georeference, path.name, cube)
    labels = LabelMap(values)
    ids = {*labels.counts, *found.names}
    scheme = ClassScheme(
        tuple(
            LandCoverClass(
                each,
                found.names.get(each) or f"class {each}",
                found.colors.get(each) or palette_color(each),
            )
            for each in sorted(ids)
        )
    )
    return labels, scheme


def labels_of(values: npt.NDArray[Any], name: str = "the array") -> LabelMap:
    """Return an array of class ids as labels.

    Raises
    ------
    LabelFormatError
        If it holds no class ids. NaN means no label.
    """
    if values.dtype.kind not in "iuf":
        raise LabelFormatError(
            f"{name} holds {values.dtype}; labels are whole class ids, 0 for no label"
        )
    return LabelMap(_class_ids(_Found(values, GeoReference(), None, {}, {}), name))


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


def _read(path: Path, variable: str) -> _Found:
    label = identify(path).label
    nowhere = GeoReference()
    if label == "MATLAB":
        from hsiviewer.io.matlab import read_label_variable

        return _Found(read_label_variable(path, variable), nowhere, None, {}, {})
    if label == "NumPy":
        from hsiviewer.io.numpy_file import read_array

        return _Found(read_array(path), nowhere, None, {}, {})
    if label == "ENVI":
        return _read_envi(path, variable)
    if label in _DRIVERS:
        return _read_gdal(path, _DRIVERS[label])
    return _read_cube(path, variable)


def _read_cube(path: Path, variable: str) -> _Found:
    """Read a file whose format an extension has added."""
    cube = identify(path).open(path, variable)
    _refuse_cube(path, cube.shape[0])
    values = cube.source.read([0])[0]
    cube.close()
    return _Found(values, cube.georeference, cube.nodata, {}, {})


def _read_envi(path: Path, variable: str) -> _Found:
    from hsiviewer.io.envi import find_header, open_envi
    from hsiviewer.io.envi_header import read_header

    cube = open_envi(path, variable)
    _refuse_cube(path, cube.shape[0])
    size = cube.shape[1] * cube.shape[2] * cube.source.dtype.itemsize
    require_memory(path.name, size)
    values = cube.source.read([0])[0]
    header_path = find_header(path)
    names: dict[int, str] = {}
    colors: dict[int, str] = {}
    if header_path is not None:
        header = read_header(header_path)
        listed = header.items("class names") or []
        names = {
            value: name
            for value, name in enumerate(listed)
            if value and name != _UNUSED
        }
        colors = _lookup_colors(header.items("class lookup") or [])
    cube.close()
    return _Found(values, cube.georeference, cube.nodata, names, colors)


def _refuse_cube(path: Path, count: int) -> None:
    if count != 1:
        raise LabelFormatError(
            f"{path.name} has {count} bands; labels are one band of class ids"
        )


def _lookup_colors(lookup: list[str]) -> dict[int, str]:
    """Return colours of an ENVI class lookup; none where it is no list of bytes."""
    try:
        levels = [int(each) for each in lookup]
    except ValueError:
        return {}
    if not all(0 <= each <= 255 for each in levels):
        return {}
    triples = zip(levels[3::3], levels[4::3], levels[5::3], strict=False)
    return {
        value: f"#{red:02x}{green:02x}{blue:02x}"
        for value, (red, green, blue) in enumerate(triples, start=1)
    }


def _read_gdal(path: Path, driver: str) -> _Found:
    from hsiviewer.io.crs import georeference_of
    from hsiviewer.io.gdal_environment import CUBE_OPTIONS, MAP_OPTIONS
    from hsiviewer.io.gdal_source import open_dataset, read_band
    from hsiviewer.io.styles import is_pam_plain, read_pam_names

    options = MAP_OPTIONS if is_pam_plain(path) else CUBE_OPTIONS
    with open_dataset(path, driver, **options) as dataset:
        _refuse_cube(path, dataset.count)
        require_sizes(path.name, 1, dataset.height, dataset.width)
        size = dataset.height * dataset.width * np.dtype(dataset.dtypes[0]).itemsize
        require_memory(path.name, size)
        values = read_band(dataset, path)
        transform = tuple(dataset.transform)[:6]
        place = georeference_of(dataset.crs, transform)
        colors = {}
        if dataset.colorinterp[0].name == "palette":
            present = set(np.unique(values).tolist()) | set(read_pam_names(path))
            colors = {
                value: f"#{rgba[0]:02x}{rgba[1]:02x}{rgba[2]:02x}"
                for value, rgba in dataset.colormap(1).items()
                if value in present
            }
        return _Found(values, place, dataset.nodata, read_pam_names(path), colors)


def _class_ids(found: _Found, file: str) -> npt.NDArray[np.uint16]:
    values = np.atleast_2d(np.squeeze(found.values))
    if values.ndim != 2:
        raise LabelFormatError(
            f"{file} has the shape {values.shape}; labels have rows and columns"
        )
    missing = np.zeros(values.shape, bool)
    if found.nodata is not None:
        missing |= np.equal(values, found.nodata)
    if values.dtype.kind == "f":
        missing |= ~np.isfinite(values)
    ids = np.where(missing, 0, values)
    if values.dtype.kind == "f" and (ids != np.rint(ids)).any():
        raise LabelFormatError(
            f"{file} holds fractions such as {ids[ids != np.rint(ids)][0]:g}; labels "
            "are whole class ids"
        )
    if ids.size and (ids.min() < 0 or ids.max() > _LARGEST_ID):
        raise LabelFormatError(
            f"{file} holds ids from {ids.min():g} to {ids.max():g}; class ids lie "
            f"within 0..{_LARGEST_ID}"
        )
    return ids.astype(np.uint16)


def _on_grid(
    values: npt.NDArray[np.uint16],
    georeference: GeoReference,
    file: str,
    cube: HsiCube,
) -> npt.NDArray[np.uint16]:
    from hsiviewer.io import regridding

    shape = (values.shape[0], values.shape[1])
    if regridding.lies_on_grid(shape, georeference, cube):
        return values
    if not regridding.can_regrid(georeference, cube):
        raise LabelFormatError(regridding.grid_problem(file, shape, cube))
    moved = regridding.regrid(
        values[None], georeference, cube, nearest=True, missing=0
    )[0]
    if values.any() and not moved.any():
        raise LabelFormatError(f"{file} lies outside {cube.name}; no label is in it")
    return np.asarray(moved, np.uint16)


def _write_geotiff(
    path: Path, labels: LabelMap, scheme: ClassScheme, georeference: GeoReference
) -> None:
    from hsiviewer.io.maps import write_classes_geotiff

    write_classes_geotiff(path, labels.values, scheme, georeference)


def _write_envi(
    path: Path, labels: LabelMap, scheme: ClassScheme, georeference: GeoReference
) -> None:
    rows, cols = labels.shape
    largest = max([0, *scheme.ids, *labels.counts])
    known = {each.id: each for each in scheme}
    kind = np.dtype(np.uint8 if largest <= 255 else "<u2")
    lookup: list[int] = []
    for value in range(largest + 1):
        lookup += known[value].rgb if value in known else (0, 0, 0)
    names = [
        plain(known[value].name) if value in known else _UNUSED
        for value in range(1, largest + 1)
    ]
    entries = {
        "samples": str(cols),
        "lines": str(rows),
        "bands": "1",
        "header offset": "0",
        "file type": "ENVI Classification",
        "data type": "1" if kind.itemsize == 1 else "12",
        "interleave": "bsq",
        "byte order": "0",
        "classes": str(largest + 1),
        "class names": braced(["Unclassified", *names]),
        "class lookup": braced(lookup),
        **write_georeference(georeference),
    }
    write_envi_files(path, labels.values.astype(kind), entries)


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
    ".hdr": _write_envi,
    ".img": _write_envi,
    ".mat": _write_matlab,
    ".npy": _write_numpy,
    **dict.fromkeys(VECTOR_DRIVERS, write_vector_labels),
}
