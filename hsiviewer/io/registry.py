"""Which reader opens a file; told by its content, never by its suffix alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.added_readers import added_readers
from hsiviewer.io.axis_order import axis_sizes, order_for_grid, with_axes
from hsiviewer.io.envi import find_header, open_envi
from hsiviewer.io.reader import Reader

_MOST_SUFFIXES = 2  # a variable, and the order of its axes


def open_cube(reference: str | Path) -> HsiCube:
    """Open a scene; values are read when they are needed.

    Parameters
    ----------
    reference : str or Path
        A file; ``file:variable`` where a file holds several; and
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
    path, variable = split_reference(reference)
    with _enough_memory(path):
        return identify(path).open(path, variable)


def open_auxiliary(reference: str | Path, cube: HsiCube) -> HsiCube:
    """Open a raster on the grid of a cube, resampled to it by CRS if need be.

    Raises
    ------
    FileAccessError, CubeFormatError
        As `open_cube`, or if the raster cannot be brought onto the grid.
    """
    from hsiviewer.io.regridding import on_grid_of

    path, variable = split_reference(reference)
    reader = identify(path)
    with _enough_memory(path):
        raster = (
            _open_matlab(path, variable, axes=2)
            if reader is _MATLAB
            else reader.open(path, variable)
        )
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
            if end > 0 and Path(text[:end]).is_file():
                return Path(text[:end]), text[end + 1 :]
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
    labels = ", ".join(each.label for each in all_readers())
    raise CubeFormatError(
        f"{path.name} is no scene that hsiviewer knows; it reads {labels}. An ENVI "
        "file needs its .hdr file beside it"
    )


def file_filter() -> list[tuple[str, tuple[str, ...]]]:
    """Return label and patterns of every format, all of them together first."""
    together = tuple(pattern for each in all_readers() for pattern in each.patterns)
    single = [(each.label, each.patterns) for each in all_readers()]
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


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return the readers of the program, followed by those of extensions."""
    return READERS + added_readers(reader.label for reader in READERS)


def _starts(*magic: bytes) -> Callable[[Path, bytes], bool]:
    def identify_by_magic(_path: Path, head: bytes) -> bool:
        return head.startswith(magic)

    return identify_by_magic


def _has_envi_header(path: Path, _head: bytes) -> bool:
    return find_header(path) is not None


def _gdal(driver: str) -> Callable[[Path, str], HsiCube]:
    def open_with_driver(path: Path, _variable: str) -> HsiCube:
        from hsiviewer.io.geotiff import open_gdal

        return open_gdal(path, driver=driver)

    return open_with_driver


def _open_matlab(path: Path, variable: str, *, axes: int = 3) -> HsiCube:
    from hsiviewer.io.matlab import open_matlab

    return open_matlab(path, variable, axes=axes)


def _open_numpy(path: Path, variable: str) -> HsiCube:
    from hsiviewer.io.numpy_file import open_numpy

    return open_numpy(path, variable)


_MATLAB = Reader("MATLAB", ("*.mat",), _starts(b"MATLAB "), _open_matlab)
READERS = (
    Reader(
        "GeoTIFF",
        ("*.tif", "*.tiff"),
        _starts(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
        _gdal("GTiff"),
    ),
    _MATLAB,
    Reader("NumPy", ("*.npy",), _starts(b"\x93NUMPY"), _open_numpy),
    Reader("PNG", ("*.png",), _starts(b"\x89PNG"), _gdal("PNG")),
    Reader("JPEG 2000", ("*.jp2",), _starts(b"\0\0\0\x0cjP"), _gdal("JP2OpenJPEG")),
    Reader("ERDAS LAN", ("*.lan", "*.gis"), _starts(b"HEAD"), _gdal("LAN")),
    Reader(
        "ENVI",
        ("*.hdr", "*.img", "*.dat", "*.bsq", "*.bil", "*.bip"),
        _has_envi_header,
        open_envi,
    ),
)
