"""Which files belong to one that is named: those it is read with, and written with."""

from collections.abc import Callable
from pathlib import Path

from hsiviewer.io.laboratory.naming import CAPTURE
from hsiviewer.io.product_parts import parts_of

_SUFFIXES = {".hdr", ".prj", ".tfw", ".wld", ".j2w", ".pgw", ".qml"}
# Read along with a raster or a vector file; styles are not.
_READ_AFTER = (".aux.xml", ".hdr", ".ovr", ".msk", "-wal", "-shm", "-journal")
_READ_BESIDE = (".hdr", ".prj", ".tfw", ".wld", ".j2w", ".pgw")
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ENVI_DATA = (
    "", ".img", ".dat", ".bsq", ".bil", ".bip", ".raw", ".bin", ".cube", ".envi",
    ".sli",
)  # fmt: skip


def files_of(path: Path, variable: str = "") -> list[Path]:
    """Return a raster's file and those that belong to it: header, world file, names.

    Parameters
    ----------
    path : Path
        The file that holds the values.
    variable : str
        What follows it in a reference.
    """
    found = [path, *parts_of(path, variable)]
    for neighbour in sorted(path.parent.iterdir()):
        if neighbour in found or not neighbour.is_file():
            continue
        named_after = neighbour.name.startswith(f"{path.name}.")
        same_stem = (
            neighbour.stem == path.stem and neighbour.suffix.lower() in _SUFFIXES
        )
        if named_after or same_stem:
            found.append(neighbour)
    return found


def read_files(path: Path, variable: str = "") -> list[Path]:
    """Return the files that are read when a file or a folder is opened.

    A folder, such as that of a model, stands for the files in it.

    Parameters
    ----------
    path : Path
        A scene, labels, a project, a class file or another input.
    variable : str
        What follows it in a reference.
    """
    if path.is_dir():
        folders = [path, path / CAPTURE]
        inside = [file for part in folders if part.is_dir() for file in part.iterdir()]
        return [file for file in inside if file.is_file()]
    names = {path.name + suffix for suffix in _READ_AFTER}
    suffix = path.suffix.lower()
    beside = list(_READ_BESIDE)
    if suffix == ".shp":
        beside += _SHAPEFILE_PARTS
    if suffix == ".hdr":
        beside += ENVI_DATA
    for ending in beside:
        names |= {path.stem + ending, path.stem + ending.upper()}
    companions = (path.with_name(name) for name in sorted(names - {path.name}))
    found = [path, *(file for file in companions if file.is_file())]
    parts = parts_of(path, variable) if path.parent.is_dir() else []
    return [*found, *(file for file in parts if file not in found)]


def map_files(path: Path) -> list[Path]:
    """Return what is written with a map or labels as GeoTIFF: names and style."""
    if not path.name:  # "." or "/": whoever checks the name refuses it
        return [path]
    return [path, path.with_name(path.name + ".aux.xml"), path.with_suffix(".qml")]


def envi_files(path: Path, data_suffix: str = ".img") -> list[Path]:
    """Return what is written with a file of ENVI: the data, then the header."""
    if not path.name:  # as of `map_files`
        return [path]
    return [path.with_suffix(data_suffix), path.with_suffix(".hdr")]


def vector_files(path: Path) -> list[Path]:
    """Return what is written with labels as areas; the style is the last."""
    parts = _SHAPEFILE_PARTS if path.suffix.lower() == ".shp" else (path.suffix,)
    return [path.with_suffix(part) for part in (*parts, ".qml")]


def project_files(path: Path) -> list[Path]:
    """Return what SQLite writes with a project."""
    return [path, *(path.with_name(path.name + part) for part in _READ_AFTER[-3:])]


def library_files(path: Path) -> list[Path]:
    """Return what is written with spectra: a table alone, ENVI's with a header."""
    return envi_files(path, ".sli") if path.suffix.lower() == ".sli" else [path]


def label_files(path: Path) -> list[Path]:
    """Return what is written with labels, in the format of the suffix."""
    belonging = _LABEL_FILES.get(path.suffix.lower())
    return [path] if belonging is None else belonging(path)


_LABEL_FILES: dict[str, Callable[[Path], list[Path]]] = {
    ".tif": map_files,
    ".tiff": map_files,
    ".hdr": envi_files,
    ".img": envi_files,
    ".gpkg": vector_files,
    ".geojson": vector_files,
    ".json": vector_files,
    ".shp": vector_files,
}
