"""Readers from extensions, wrapped so that their faults become sentences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from pathlib import Path
from typing import Any, TypeVar

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, ExtensionError, HsiViewerError
from hsiviewer.core.extensions import call, load_extensions, warn
from hsiviewer.io.guarded_source import GuardedSource, is_numbers
from hsiviewer.io.reader import LabelRaster, Reader, Variable

_T = TypeVar("_T")


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
    return replace(
        reader,
        identify=guard.identify,
        open=guard.open,
        variables=guard.variables,
        read_labels=reader.read_labels and guard.read_labels,
        open_plane=reader.open_plane and guard.open_plane,
    )


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
        return self._opened(self.reader.open, path, variable)

    def open_plane(self, path: Path, variable: str) -> HsiCube:
        """Open a file as an auxiliary raster, in the same way."""
        assert self.reader.open_plane is not None
        return self._opened(self.reader.open_plane, path, variable)

    def variables(self, path: Path) -> Sequence[Variable]:
        """Return the arrays of a file, in the same way."""
        variables = self._called(list, self._variables, path)
        if not all(isinstance(variable, Variable) for variable in variables):
            raise CubeFormatError(
                f"{path.name} cannot be read: {self._name} lists what is no Variable"
            )
        return variables

    def read_labels(self, path: Path, variable: str) -> LabelRaster:
        """Read the class ids of a file, in the same way."""
        assert self.reader.read_labels is not None
        found = self._called(LabelRaster, self.reader.read_labels, path, variable)
        known = (*found.names, *found.colors)
        if not is_numbers(found.values) or not all(
            isinstance(key, Integral) for key in known
        ):
            raise CubeFormatError(
                f"{path.name} cannot be read: {self._name} returns no class ids"
            )
        return found

    def _variables(self, path: Path) -> list[Variable]:
        return list(self.reader.variables(path))

    def _called(self, kind: type[_T], function: Callable[..., _T], *values: Any) -> _T:
        """Call the extension, and see that it returns what it ought to."""
        file = values[0].name
        try:
            answer = call(self._name, function, *values)
        except ExtensionError as error:
            raise CubeFormatError(f"{file} cannot be read: {error}") from error
        if not isinstance(answer, kind):
            raise CubeFormatError(
                f"{file} cannot be read: {self._name} returns "
                f"{type(answer).__name__}, not {kind.__name__}"
            )
        return answer

    def _opened(
        self, function: Callable[[Path, str], HsiCube], path: Path, variable: str
    ) -> HsiCube:
        cube = self._called(HsiCube, function, path, variable)

        def guard(path: Path) -> GuardedSource:
            return GuardedSource(cube.source, reader=self._name, file=path.name)

        cube = replace(cube, source=self._called(GuardedSource, guard, path))
        # Workers open the scene again by its path, so the cube has to know it.
        if cube.path == Path():
            cube = replace(cube, path=path, variable=variable)
        return cube if cube.driver else replace(cube, driver=self.reader.label)
