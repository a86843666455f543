"""Places of a scene that were kept under a name."""

import logging
from hashlib import blake2b
from pathlib import Path

import msgspec
from psygnal import Signal

from hsiviewer.core import paths
from hsiviewer.core.document import Document
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
    """The places of the open scene, kept in the user's data folder.

    Attributes
    ----------
    changed
        There are others now.
    """

    changed = Signal()

    def __init__(self, document: Document) -> None:
        self._document = document
        self.places: tuple[Bookmark, ...] = ()
        document.cube_changed.connect(self._load)

    def add(self, place: Bookmark) -> None:
        """Keep a place; one of the same name is replaced.

        Raises
        ------
        ExportError
            If the file cannot be written.
        """
        others = [each for each in self.places if each.name != place.name]
        self._save((*others, place))

    def remove(self, name: str) -> None:
        """Forget a place; `ExportError` as in `add`."""
        self._save(tuple(each for each in self.places if each.name != name))

    def _save(self, places: tuple[Bookmark, ...]) -> None:
        file = self._file()
        if file is None:
            return
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

    def _load(self) -> None:
        self.places = ()
        file = self._file()
        if file is not None and file.is_file():
            try:
                self.places = msgspec.json.decode(
                    file.read_bytes(), type=tuple[Bookmark, ...]
                )
            except (OSError, msgspec.MsgspecError) as error:
                # Places are a convenience; a scene opens without them.
                _log.warning("%s cannot be read: %s", file, error)
        self.changed.emit()

    def _file(self) -> Path | None:
        cube = self._document.cube
        if cube is None:
            return None
        known = blake2b(str(cube.reference).encode(), digest_size=8).hexdigest()
        return paths.user_data() / "bookmarks" / f"{cube.path.stem}-{known}.json"
