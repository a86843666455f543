"""Where the parts of a store are: in a folder, or in a zip file."""

import os
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from hsiviewer.core.errors import CubeFormatError, FileAccessError, SourceClosedError
from hsiviewer.core.foreign_files import open_regular

V2_ARRAY, V2_GROUP, V2_ATTRIBUTES = ".zarray", ".zgroup", ".zattrs"
V3 = "zarr.json"
MARKS = (V3, V2_GROUP, V2_ARRAY)
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, KeyError,
           OSError, ValueError, EOFError)  # fmt: skip
_MOST_COUNTED = 200_000
_MOST_ENTRIES = 2_000_000  # of a zip file


class Place(Protocol):
    """Reads parts of a store by name, such as ``"cube/c/0/0/0"``."""

    def read(
        self, name: str, *, most: int, start: int = 0, size: int | None = None
    ) -> bytes | None:
        """Return the bytes of a part, or some of them; ``None`` if there is none.

        Parameters
        ----------
        most : int
            Bytes that it may have.
        start : int
            First byte; counted from the end if negative.
        size : int, optional
            Number of bytes; all that follow if omitted.

        Raises
        ------
        CubeFormatError
            If it is larger, or damaged.
        """

    def inner(self, name: str) -> list[str]:
        """Return the names of the folders in a folder, without those of links."""

    def count(self, name: str) -> int:
        """Return how many parts are beneath a folder, besides its metadata."""

    def close(self) -> None:
        """Release the files."""


class FolderPlace:
    """A store in a folder. Links are not followed.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counts: dict[str, int] = {}

    def read(
        self, name: str, *, most: int, start: int = 0, size: int | None = None
    ) -> bytes | None:
        """Read a part; see `Place.read`."""
        path = self._path / name
        if self._is_link(name) or not path.is_file():
            return None
        try:
            with open_regular(path) as file:
                length = os.fstat(file.fileno()).st_size
                first = max(0, length + start) if start < 0 else start
                wanted = length - first if size is None else size
                if wanted > most:
                    raise _too_large(name, wanted)
                file.seek(first)
                return file.read(max(0, wanted))
        except FileAccessError:
            raise
        except OSError as error:
            raise FileAccessError(
                f"{path} cannot be read: {error.strerror or error}"
            ) from error

    def inner(self, name: str) -> list[str]:
        """Return the folders in a folder."""
        try:
            with os.scandir(self._path / name) as entries:
                return sorted(
                    entry.name
                    for entry in entries
                    if entry.is_dir(follow_symlinks=False)
                )
        except OSError:
            return []

    def count(self, name: str) -> int:
        """Count the files beneath a folder once; see `Place.count`."""
        if name in self._counts:
            return self._counts[name]
        total = 0
        for _, _, files in os.walk(self._path / name):
            total += sum(file not in _METADATA for file in files)
            if total > _MOST_COUNTED:
                break
        self._counts[name] = total
        return total

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def _is_link(self, name: str) -> bool:
        place = self._path
        for part in name.split("/"):
            place /= part
            if place.is_symlink():
                return True
        return False


class ZipPlace:
    """A store in a zip file, at its root or in its only folder.

    Parameters
    ----------
    path : Path

    Raises
    ------
    CubeFormatError
        If it is damaged, or holds no store.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._is_closed = False
        try:
            self._file = open_regular(path)
            self._zip = zipfile.ZipFile(self._file)
        except FileAccessError:
            raise
        except _FAULTS as error:
            raise CubeFormatError(
                f"{path.name} is a damaged zip file: {error}; copy it again"
            ) from error
        infos = self._zip.infolist()
        root = root_in([info.filename for info in infos])
        if root is None or len(infos) > _MOST_ENTRIES:
            self._file.close()
            raise CubeFormatError(f"{path.name} holds no Zarr store that can be read")
        self._infos = {
            info.filename.removeprefix(root): info
            for info in infos
            if info.filename.startswith(root) and not info.is_dir()
        }

    def read(
        self, name: str, *, most: int, start: int = 0, size: int | None = None
    ) -> bytes | None:
        """Read a part; see `Place.read`."""
        info = self._infos.get(name)
        if info is None:
            return None
        first = max(0, info.file_size + start) if start < 0 else start
        end = info.file_size if size is None else min(info.file_size, first + size)
        if end > most + first or info.file_size > max(most, _LARGEST_PART):
            raise _too_large(name, info.file_size)
        with self._lock:
            if self._is_closed:
                raise SourceClosedError(f"{self._path.name} has been closed")
            try:
                with self._zip.open(info) as part:
                    # What is packed tells its size; more is never unpacked.
                    return part.read(end)[first:]
            except _FAULTS as error:
                raise CubeFormatError(
                    f"{name} of {self._path.name} is damaged: {error}; copy it again"
                ) from error

    def inner(self, name: str) -> list[str]:
        """Return the folders in a folder."""
        prefix = f"{name}/" if name else ""
        return sorted(
            {
                key[len(prefix) :].partition("/")[0]
                for key in self._infos
                if key.startswith(prefix) and "/" in key[len(prefix) :]
            }
        )

    def count(self, name: str) -> int:
        """Count the members beneath a folder; see `Place.count`."""
        prefix = f"{name}/" if name else ""
        return sum(
            key.startswith(prefix) and key.rpartition("/")[2] not in _METADATA
            for key in self._infos
        )

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._is_closed = True
            self._zip.close()
            self._file.close()


_METADATA = (*MARKS, V2_ATTRIBUTES, ".zmetadata")
_LARGEST_PART = 2**30  # bytes of one member of a zip file


def is_store(folder: Path) -> bool:
    """Tell whether a folder is a store."""
    return any((folder / mark).is_file() for mark in MARKS)


def root_in(names: list[str]) -> str | None:
    """Return what the names of a zip file's store begin with; ``None`` if none is."""
    for name in names:
        folder, _, base = name.rpartition("/")
        if base in MARKS and "/" not in folder:
            root = f"{folder}/" if folder else ""
            if root == "" or not any(mark in names for mark in MARKS):
                return root
    return None


def parts(folder: Path) -> Iterator[Path]:
    """Give all files of a store in a folder, in order; links are left out."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = Path(place, file)
            if not path.is_symlink():
                yield path


def _too_large(name: str, size: int) -> CubeFormatError:
    return CubeFormatError(
        f"the part {name[:80]!r} of the store has {size} bytes, more than its chunk "
        "can need; the store is damaged: copy it again from its source"
    )
