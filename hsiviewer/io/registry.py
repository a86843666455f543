"""Which reader opens a file; told by its content, never by its suffix alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.io.envi import find_header, open_envi


@dataclass(frozen=True)
class Reader:
    """One format that scenes come in.

    Parameters
    ----------
    label : str
        For the file dialog.
    patterns : tuple of str
        For the file dialog.
    identify : callable
        ``(path, first bytes) -> bool``.
    open : callable
        ``(path, variable) -> HsiCube``.
    """

    label: str
    patterns: tuple[str, ...]
    identify: Callable[[Path, bytes], bool]
    open: Callable[[Path, str], HsiCube]


def open_cube(reference: str | Path) -> HsiCube:
    """Open a scene; values are read when they are needed.

    Parameters
    ----------
    reference : str or Path
        A file, or ``file:variable`` where a file holds several.

    Raises
    ------
    FileAccessError
        If the file does not exist or may not be read.
    CubeFormatError
        If the file is damaged, contradictory or of an unknown kind.
    """
    path, variable = split_reference(reference)
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
    if reader is _MATLAB:
        return on_grid_of(_open_matlab(path, variable, axes=2), cube)
    return on_grid_of(reader.open(path, variable), cube)


def split_reference(reference: str | Path) -> tuple[Path, str]:
    """Return path and variable; a path that exists is never cut.

    Raises
    ------
    FileAccessError
        If there is no such file.
    """
    whole = Path(reference)
    file, colon, variable = str(reference).rpartition(":")
    try:
        if whole.exists():
            return whole, ""
        if colon and Path(file).is_file():
            return Path(file), variable
    except (OSError, ValueError) as error:
        raise FileAccessError(
            f"{str(reference)[:80]!r}... is no possible file name: {error}"
        ) from error
    raise FileAccessError(f"there is no file {str(reference)!r}; check path and name")


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
        with path.open("rb") as file:
            head = file.read(256)
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


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return the program's readers, and behind them those of other packages."""
    from hsiviewer.io.added_readers import added_readers

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
