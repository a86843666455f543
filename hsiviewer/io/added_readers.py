"""Readers from extensions, wrapped so that their faults become sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, ExtensionError, HsiViewerError
from hsiviewer.core.extensions import call, load_extensions, warn
from hsiviewer.io.reader import Reader


def added_readers(taken: Iterable[str]) -> tuple[Reader, ...]:
    """Return the readers that extensions add.

    Parameters
    ----------
    taken : iterable of str
        Labels of other readers, which an extension may not use.
    """
    labels = set(taken)

    def check(reader: Reader) -> None:
        if reader.label in labels:
            raise ExtensionError(f"there is a reader {reader.label!r} already")
        if not isinstance(reader.patterns, tuple) or not reader.patterns:
            raise ExtensionError(f"the reader {reader.label!r} names no file patterns")
        labels.add(reader.label)

    readers = load_extensions("hsiviewer.readers", Reader, check)
    return tuple(_guarded(reader) for reader in readers)


def _guarded(reader: Reader) -> Reader:
    guard = _Guard(reader)
    return replace(reader, identify=guard.identify, open=guard.open)


@dataclass
class _Guard:
    """Calls a reader from an extension on behalf of the program."""

    reader: Reader
    has_warned: bool = False

    @property
    def _name(self) -> str:
        return f"the reader {self.reader.label!r} of an extension"

    def identify(self, path: Path, head: bytes) -> bool:
        """Tell whether the reader knows a file; it does not if it fails."""
        try:
            return bool(call(self._name, self.reader.identify, path, head))
        except HsiViewerError as error:
            if not self.has_warned:
                warn(f"{error}; it is not asked about {path.name}")
            self.has_warned = True
            return False

    def open(self, path: Path, variable: str) -> HsiCube:
        """Open a file with the reader; every failure becomes a sentence."""
        try:
            cube = call(self._name, self.reader.open, path, variable)
        except ExtensionError as error:
            raise CubeFormatError(f"{path.name} cannot be read: {error}") from error
        if not isinstance(cube, HsiCube):
            raise CubeFormatError(
                f"{path.name} cannot be read: {self._name} returns "
                f"{type(cube).__name__}, not HsiCube"
            )
        # Workers open the scene again by its path, so the cube has to know it.
        if cube.path == Path():
            cube = replace(cube, path=path, variable=variable)
        return cube if cube.driver else replace(cube, driver=self.reader.label)
