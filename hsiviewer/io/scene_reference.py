"""How a project names its rasters, so that it finds them again when both move."""

import hashlib
import itertools
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    DifferentSceneError,
    FileAccessError,
    SceneMissingError,
)
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.zarr_store.places import is_store, parts

_log = logging.getLogger(__name__)

_BLOCK = 1 << 16
_BLOCKS = 32  # two megabytes are read of a scene of any size
_MOST_PARTS = 100_000  # files of a store
_LONGEST_SHOWN = 300


@dataclass(frozen=True)
class SceneIdentity:
    """What makes a raster the same scene, wherever it lies and whatever it is called.

    Parameters
    ----------
    digest : str
        Of samples of the content; see `content_digest`. Empty where the file could
        not be read.
    variable : str
        Name inside the file, where it holds several.
    rows, cols : int
        Size of its grid.
    place : str
        Path, where nothing is known of the content.
    """

    digest: str = ""
    variable: str = ""
    rows: int = 0
    cols: int = 0
    place: str = ""

    @classmethod
    def of(cls, cube: HsiCube) -> "SceneIdentity":
        """Return what an open raster is known by; reads samples of its file."""
        try:
            digest, place = content_digest(cube.path), ""
        except FileAccessError as error:
            # Whoever keeps the labels tells of it.
            _log.warning("%s has no digest: %s", cube.name, error)
            digest, place = "", str(cube.path.resolve())
        return cls(digest, cube.variable, *cube.grid_shape, place)


@dataclass(frozen=True)
class SceneReference:
    """A raster as a project remembers it.

    Parameters
    ----------
    relative : str
        Path from the project's folder, with forward slashes; empty where
        there is none, as between two drives.
    absolute : str
        Path when the project was last saved.
    variable : str
        Name inside the file, where it holds several.
    size : int
        Bytes of the file.
    digest : str
        Of samples of the content; see `content_digest`.
    rows, cols : int
        Size of its grid.
    """

    relative: str
    absolute: str
    variable: str
    size: int
    digest: str
    rows: int
    cols: int

    @classmethod
    def of(cls, cube: HsiCube, project: Path) -> "SceneReference":
        """Describe an open raster for a project's file; see `of_file`."""
        return cls.of_file(cube.path, cube.variable, cube.grid_shape, project)

    @classmethod
    def of_file(
        cls, path: Path, variable: str, shape: tuple[int, int], project: Path
    ) -> "SceneReference":
        """Describe a raster file of `shape` rows and columns for a project's file.

        Raises
        ------
        FileAccessError
            If the raster's file cannot be read.
        """
        path = path.resolve()
        rows, cols = shape
        return cls(
            relative=_relative(path, project.resolve().parent),
            absolute=str(path),
            variable=variable,
            size=_size(path),
            digest=content_digest(path),
            rows=rows,
            cols=cols,
        )

    @property
    def name(self) -> str:
        """File name of the raster."""
        return Path(self.absolute.replace("\\", "/")).name

    @property
    def reference(self) -> str:
        """What it was opened by where it lay, as `hsiviewer.io.registry` takes it."""
        return ":".join(part for part in (self.absolute, self.variable) if part)

    def is_same_scene(self, other: "SceneReference") -> bool:
        """Tell whether labels of one are labels of the other, wherever they lie."""
        return self.identity == other.identity

    @property
    def identity(self) -> SceneIdentity:
        """What it is known by."""
        return SceneIdentity(self.digest, self.variable, self.rows, self.cols)

    def seen_from(self, project: Path) -> "SceneReference":
        """Return the same raster for a project's file that lies elsewhere."""
        path = Path(self.absolute)
        return SceneReference(
            _relative(path, project.resolve().parent),
            self.absolute,
            self.variable,
            self.size,
            self.digest,
            self.rows,
            self.cols,
        )

    def locate(self, project: Path) -> str:
        """Return where the raster is now, as `hsiviewer.io.registry` takes it.

        It is looked for where it lay relative to the project, then where it
        lay on the disk, then beside the project.

        Raises
        ------
        SceneMissingError
            If it is in none of these places.
        DifferentSceneError
            If a file of its name is, with another content.
        """
        folder = project.resolve().parent
        candidates = [Path(self.absolute), folder / self.name]
        if self.relative:
            candidates.insert(0, folder / self.relative)
        files = [place for place in candidates if _is_scene(place)]
        for file in files:
            if self._is_at(file):
                return self._named(file)
        if files:
            raise DifferentSceneError(
                f"{files[0]} has changed since {project.name} was made on it",
                scene=self._named(files[0]),
            )
        raise SceneMissingError(
            f"{_shortened(self.name)}, the scene of {project.name}, is no longer at "
            f"{_shortened(self.absolute)} nor beside the project; say where it is now"
        )

    def _named(self, file: Path) -> str:
        found = file.resolve()
        return f"{found}:{self.variable}" if self.variable else str(found)

    def _is_at(self, path: Path) -> bool:
        try:
            return _size(path) == self.size and content_digest(path) == self.digest
        except OSError:
            return False


def content_digest(path: Path) -> str:
    """Return a digest of a file's size and of samples spread over its content.

    Of a folder, which a Zarr store is, some of its files are read.

    All of a small file is read, and 2 MB of a large one, which takes
    milliseconds: cubes have gigabytes, and two that differ differ all over.

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        if path.is_dir():
            _add_folder(digest, path)
        else:
            _add_file(digest, path, _BLOCKS)
    except FileAccessError:
        raise
    except OSError as error:
        raise FileAccessError(
            f"{path.name} cannot be read: {error.strerror or error}"
        ) from error
    return digest.hexdigest()


def _add_file(digest: "hashlib._Hash", path: Path, blocks: int) -> None:
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        digest.update(str(size).encode())
        last = max(0, size - _BLOCK)
        for number in range(blocks):
            file.seek(last * number // max(1, blocks - 1))
            digest.update(file.read(_BLOCK))


def _add_folder(digest: "hashlib._Hash", folder: Path) -> None:
    """Add the names of a store's files, and the content of some spread over them."""
    files = list(itertools.islice(parts(folder), _MOST_PARTS))
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode("utf-8", "replace"))
    step = max(1, len(files) // _BLOCKS)
    for file in files[::step][: 2 * _BLOCKS]:
        _add_file(digest, file, 1)


def _is_scene(path: Path) -> bool:
    """Tell whether there is a file or a store; none has a name that is impossible."""
    try:
        return path.is_file() or is_store(path)
    except (OSError, ValueError):
        return False


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _size(path: Path) -> int:
    try:
        # That of a folder is its file system's own.
        return 0 if path.is_dir() else path.stat().st_size
    except OSError as error:
        raise FileAccessError(
            f"{path.name} cannot be read: {error.strerror or error}"
        ) from error


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return ""
