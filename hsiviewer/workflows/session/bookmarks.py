"""Places of a scene that were kept under a name."""

import logging
from hashlib import blake2b
from pathlib import Path

import msgspec
from psygnal import Signal

from hsiviewer.core import paths
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ExportError
from hsiviewer.io.atomic import replacing

_log = logging.getLogger(__name__)


class Bookmark(msgspec.Struct, frozen=True):
    """A place: its middle in pixel corners, and widget points per pixel."""

    name: str
    row: float
    col: float
    scale: float


class Bookmarks:
    """The places of a scene, kept in the user's data folder.

    Parameters
    ----------
    cube : HsiCube, optional
        The scene; without one, nothing is kept.
    places : tuple of Bookmark
        As `read_bookmarks` gives them.

    Attributes
    ----------
    changed
        There are others now.
    """

    changed = Signal()

    def __init__(
        self, cube: HsiCube | None = None, places: tuple[Bookmark, ...] = ()
    ) -> None:
        self._cube = cube
        self.places = places

    def add(self, place: Bookmark) -> None:
        """Keep a place; one of the same name is replaced.

        Raises
        ------
        ExportError
            If the file cannot be written.
        """
        others = [kept for kept in self.places if kept.name != place.name]
        self._save((*others, place))

    def remove(self, name: str) -> None:
        """Forget a place; `ExportError` as in `add`."""
        self._save(tuple(place for place in self.places if place.name != name))

    def _save(self, places: tuple[Bookmark, ...]) -> None:
        if self._cube is None:
            return
        file = _file(self._cube)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file) as (partial,):
                partial.write_bytes(msgspec.json.encode(places))
        except OSError as error:
            raise ExportError(
                f"the bookmark could not be written to {file}: {error}"
            ) from error
        self.places = places
        self.changed.emit()


def read_bookmarks(cube: HsiCube) -> tuple[Bookmark, ...]:
    """Return the places of a scene that were kept; none if they cannot be read."""
    file = _file(cube)
    try:
        if file.is_file():
            return msgspec.json.decode(file.read_bytes(), type=tuple[Bookmark, ...])
    except (OSError, msgspec.MsgspecError) as error:
        # Places are a convenience; a scene opens without them.
        _log.warning("%s cannot be read: %s", file, error)
    return ()


def _file(cube: HsiCube) -> Path:
    known = blake2b(str(cube.reference).encode(), digest_size=8).hexdigest()
    return paths.user_data() / "bookmarks" / f"{cube.path.stem}-{known}.json"
