"""Which reader opens a file; told by its content, never by its suffix alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.added_readers import added_readers
from hsiviewer.io.axis_order import axis_sizes, order_for_grid, with_axes
from hsiviewer.io.reader import Reader, Variable
from hsiviewer.io.zarr_store.places import is_store

# A line for each format, in the order in which they are asked: ENVI's own files have
# no mark, only a header beside them, so that it comes last.
_FORMATS = (
    "gdal_readers:GEOTIFF",
    "matlab:READER",
    "hdf5_reader:READER",
    "hdf5_reader:CLASSIC",
    "numpy_file:READER",
    "numpy_archive:READER",
    "zarr_store.reader:READER",
    "pds4:READER",
    "product_files:HYPERION",
    "product_files:METADATA",
    "product_files:ARCHIVE",
    "stac_items:READER",
    "gdal_readers:PNG",
    "gdal_readers:JPEG2000",
    "gdal_readers:LAN",
    "array_file:READER",
    "laboratory.reader:READER",
    "envi_reader:READER",
)
ZARR = "Zarr"  # the reader of folders
_CUBERT = (".cu3", ".cu3s")  # closed; an extension may read them
_MOST_SUFFIXES = 3  # a variable, the order of its axes, and a map of class ids


def open_cube(reference: str | Path) -> HsiCube:
    """Open a scene; values are read when they are needed.

    Parameters
    ----------
    reference : str or Path
        A file, or a folder with the files of one scene; ``file:variable`` where a
        file holds several; and
        ``file:rows,cols,bands`` or ``file:variable:rows,cols,bands`` where a file
        does not name its axes, see `hsiviewer.io.axis_order`.

    Raises
    ------
    FileAccessError
        If the file does not exist or may not be read.
    CubeFormatError
        If the file is damaged, contradictory or of an unknown kind, or would not
        fit into memory.
    """
    from hsiviewer.io.scene_folders import scene_in

    path, variable = split_reference(reference)
    if path.is_dir() and not is_store(path):
        path, variable = scene_in(path)
    with _enough_memory(path):
        return identify(path).open(path, variable)


def open_auxiliary(reference: str | Path, cube: HsiCube) -> HsiCube:
    """Open a raster on the grid of a cube, resampled to it by CRS if need be.

    What a file such as ``dsm.hsimeta.toml`` beside it says about the raster applies.

    Raises
    ------
    FileAccessError, CubeFormatError
        As `open_cube`, or if the raster cannot be brought onto the grid.
    SceneMetadataError, ConfigurationError
        If what is said does not fit the raster.
    """
    from hsiviewer.io.described_scenes import with_sidecar
    from hsiviewer.io.regridding import on_grid_of

    path, variable = split_reference(reference)
    reader = identify(path)
    with _enough_memory(path):
        raster = with_sidecar(reader.open_auxiliary(path, variable), path)
        if raster.axes and raster.grid_shape != cube.grid_shape:
            order = order_for_grid(axis_sizes(raster), cube.grid_shape, raster.axes)
            if order is not None:
                raster.close()
                raster = open_cube(with_axes(raster, order))
        return on_grid_of(raster, cube)


def split_reference(reference: str | Path) -> tuple[Path, str]:
    """Return path and variable; a path that exists is never cut.

    Raises
    ------
    FileAccessError
        If there is no such file.
    """
    text = str(reference)
    whole = Path(reference)
    try:
        if whole.exists():
            return whole, ""
        end = len(text)
        for _ in range(_MOST_SUFFIXES):
            end = text.rfind(":", 0, end)
            named = Path(text[:end])
            if end > 0 and (named.is_file() or is_store(named)):
                return named, text[end + 1 :]
    except (OSError, ValueError) as error:
        raise FileAccessError(
            f"{text[:80]!r}... is no possible file name: {error}"
        ) from error
    raise FileAccessError(f"there is no file {text!r}; check path and name")


def identify(path: Path) -> Reader:
    """Return the reader of a file.

    Raises
    ------
    FileAccessError
        If the file may not be read or is a folder.
    CubeFormatError
        If no reader knows it.
    """
    if path.is_dir():
        if is_store(path):
            return next(reader for reader in READERS if reader.label == ZARR)
        raise FileAccessError(f"{path} is a folder; choose the scene's file in it")
    try:
        with open_regular(path) as file:
            head = file.read(256)
    except FileAccessError:
        raise
    except OSError as error:
        raise FileAccessError(
            f"{path.name} cannot be read: {error.strerror}"
        ) from error
    for reader in all_readers():
        if reader.identify(path, head):
            return reader
    if path.suffix.lower() in _CUBERT:
        raise CubeFormatError(
            f"{path.name} is a file of Cubert, which only its maker's program reads; "
            "export it there as ENVI or as a TIFF of several bands"
        )
    labels = ", ".join(reader.label for reader in all_readers() if reader.patterns)
    raise CubeFormatError(
        f"{path.name} is no scene that hsiviewer knows; it reads {labels}. An ENVI "
        "file needs its .hdr file beside it"
    )


def file_filter() -> list[tuple[str, tuple[str, ...]]]:
    """Return label and patterns of every format, all of them together first."""
    offered = [reader for reader in all_readers() if reader.patterns]
    together = tuple(pattern for reader in offered for pattern in reader.patterns)
    single = [(reader.label, reader.patterns) for reader in offered]
    return [("Scenes", together), *single, ("All files", ("*",))]


@contextmanager
def _enough_memory(path: Path) -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise CubeFormatError(
            f"{path.name} needs more memory than there is; close other programs, or "
            "save the scene as an ENVI file, which is read piece by piece"
        ) from error


def list_variables(path: Path) -> Sequence[Variable]:
    """Return the arrays of a file that holds several; none for others.

    Raises
    ------
    CubeFormatError, FileAccessError
        If the file is damaged.
    """
    try:
        reader = identify(path)
    except (CubeFormatError, FileAccessError):
        return ()  # whoever opens it says what is wrong
    return reader.variables(path)


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return the readers of the program, followed by those of extensions."""
    return READERS + added_readers(reader.label for reader in READERS)


def _reader(place: str) -> Reader:
    module, _, name = place.partition(":")
    reader: Reader = getattr(import_module(f"hsiviewer.io.{module}"), name)
    return reader


READERS = tuple(map(_reader, _FORMATS))
