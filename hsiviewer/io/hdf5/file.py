"""An HDF5 file of somebody else, of which nothing leads to another file."""

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import (
    CubeFormatError,
    FileAccessError,
    HsiViewerError,
    SourceClosedError,
)
from hsiviewer.core.foreign_files import require_regular
from hsiviewer.io.hdf5.attributes import Attributes, plain
from hsiviewer.io.hdf5.datasets import (
    FAULTS,
    Stored,
    axis_references,
    number_type,
    require_filters,
    require_values,
)
from hsiviewer.io.hdf5.first_opening import look_first
from hsiviewer.io.limits import MOST_HEADER_ITEMS, MOST_VARIABLES

_CACHE_BYTES = 64 * 2**20  # of unpacked chunks, per dataset
_CACHE_SLOTS = 12_007
_DEEPEST = 32
_LEFT_OUT = ("#refs#", "#subsystem#")  # what MATLAB keeps for itself


class Hdf5File:
    """An open file; safe to use from several threads.

    Only hard links are followed. Names are looked up among what was found by that, so
    that no path passes a link either.

    Parameters
    ----------
    path : Path

    Raises
    ------
    FileAccessError
        If the file cannot be opened.
    CubeFormatError
        If it is damaged; see `hsiviewer.io.hdf5.first_opening`.
    """

    def __init__(self, path: Path) -> None:
        require_regular(path)
        self.path = path
        self.look_first()
        self._lock = threading.RLock()
        self._is_closed = False
        self._users = 1
        self._found: dict[str, list[str]] = {}
        with self.reading():
            self._file = self.open_file()
        self._things: dict[str, Any] = {"": self._file}
        self.links: set[str] = set()
        try:
            with self.reading():
                self._walk(self._file, "", 0, set())
        except HsiViewerError:
            self.close()
            raise

    def look_first(self) -> None:
        """Let a child open the file first; see `hsiviewer.io.hdf5.first_opening`."""
        look_first(self.path)

    def open_file(self) -> Any:
        """Return h5py's file."""
        return _opened(self.path)

    @property
    def name(self) -> str:
        """File name, for sentences."""
        return self.path.name

    @cached_property
    def stored(self) -> Mapping[str, Stored]:
        """All datasets of numbers by name."""
        with self.reading():
            found = {}
            for name, thing in self._things.items():
                if isinstance(thing, h5py.Dataset) and thing.shape is not None:
                    dtype = number_type(thing)
                    if dtype is not None:
                        found[name] = Stored(name, tuple(thing.shape), dtype)
            return found

    def __contains__(self, name: str) -> bool:
        return name in self._things

    def groups(self, parent: str = "") -> list[str]:
        """Return the names of the groups in a group."""
        return [
            name
            for name, thing in self._things.items()
            if name and name.rpartition("/")[0] == parent
            and isinstance(thing, h5py.Group)
        ]  # fmt: skip

    def attributes(self, name: str = "") -> Attributes:
        """Return what is said about a group or a dataset; of nothing if it is not."""
        with self.reading():
            return Attributes(self._things.get(name, _NOTHING))

    def small(self, name: str) -> npt.NDArray[Any] | None:
        """Return all numbers of a small dataset; ``None`` if there is none."""
        stored = self.stored.get(name)
        if stored is None or math.prod(stored.shape) > MOST_HEADER_ITEMS:
            return None
        with self.reading():
            self.require_readable(name)
            return np.asarray(self._things[name][()])

    def numbers(self, name: str, count: int) -> npt.NDArray[np.float64] | None:
        """Return a dataset of `count` numbers as a flat list; ``None`` of any other."""
        stored = self.stored.get(name)
        if stored is None or math.prod(stored.shape) != count:
            return None
        values = self.small(name)
        return None if values is None else np.ravel(values).astype(np.float64)

    def text(self, name: str) -> str:
        """Return a dataset that is one text; empty if there is none."""
        thing = self._things.get(name)
        if not isinstance(thing, h5py.Dataset) or thing.size is None:
            return ""
        with self.reading():
            if thing.size > 1 or thing.dtype.itemsize > MOST_HEADER_ITEMS:
                return ""
            found = plain(thing[()])
            return found[0] if isinstance(found, list) else str(found or "")

    def once(self, key: str, find: Callable[[], list[str]]) -> list[str]:
        """Return names that are looked up once, as many datasets ask for them."""
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]

    def dataset(self, name: str) -> Any:
        """Return h5py's dataset, whose values can be read; see `require_readable`."""
        self.require_readable(name)
        return self._things[name]

    def scales(self, name: str) -> list[str]:
        """Return the names of a dataset's axes; empty ones where nothing is said.

        A name with a slash or of a dataset leads to the numbers along the axis.
        """
        with self.reading():
            dataset = self._things[name]
            count = len(dataset.shape)
            names = [""] * count
            labels = Attributes(dataset).value("DIMENSION_LABELS")
            if isinstance(labels, list) and len(labels) == count:
                names = labels
            for axis, reference in enumerate(axis_references(dataset)):
                try:
                    scale = self._file[reference]
                except FAULTS:
                    continue
                names[axis] = self._by_address.get(_address(scale), names[axis])
        return names

    def require_readable(self, name: str) -> None:
        """Refuse a dataset whose values are elsewhere, packed strangely, or a bomb.

        Raises
        ------
        CubeFormatError
            With the file, the dataset, the reason and the remedy.
        """
        with self.reading():
            dataset = self._things[name]
            what = f"{name} of {self.name}"
            if dataset.external or dataset.is_virtual:
                raise CubeFormatError(
                    f"{what} keeps its values in other files, which are not opened; "
                    "repack it into one file, as h5repack does"
                )
            require_filters(dataset, what)
            require_values(dataset, what)

    def plain_offset(self, name: str) -> int | None:
        """Return where the numbers of a dataset lie in one piece, as NumPy has them."""
        with self.reading():
            dataset = self._things[name]
            if dataset.chunks or dataset.dtype.kind == "b":
                return None
            stored = dataset.id.get_type()
            try:
                is_plain = bool(stored == h5py.h5t.py_create(dataset.dtype))
            except TypeError:
                return None
            offset = dataset.id.get_offset()
            size = math.prod(dataset.shape) * dataset.dtype.itemsize
            end = 0 if offset is None else offset + size
            if not is_plain or offset is None or self.path.stat().st_size < end:
                return None
            return int(offset)

    def gaps(self, name: str) -> str:
        """Return a sentence on parts of a dataset that were never written, or none."""
        with self.reading():
            dataset = self._things[name]
            if not dataset.chunks:
                return ""
            grid = [
                -(-size // chunk)
                for size, chunk in zip(dataset.shape, dataset.chunks, strict=True)
            ]
            expected, written = math.prod(grid), dataset.id.get_num_chunks()
        if written >= expected:
            return ""
        return (
            f"{name} of {self.name} has {written} of {expected} parts; the others were "
            "never written and are shown as its fill value"
        )

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn h5py's errors into sentences, one thread at a time.

        Raises
        ------
        SourceClosedError
            If the file has been closed.
        CubeFormatError
            If it is damaged.
        """
        with self._lock:
            if self._is_closed:
                raise SourceClosedError(f"{self.path.name} has been closed")
            try:
                yield
            except HsiViewerError:
                raise
            except MemoryError:
                raise
            except PermissionError as error:
                raise FileAccessError(
                    f"{self.path} cannot be read: {error.strerror or error}"
                ) from error
            except FAULTS as error:
                raise CubeFormatError(
                    f"{self.path.name} is damaged, or no HDF5 file: "
                    f"{_reason(error)}; copy it again from its source"
                ) from error

    def share(self) -> "Hdf5File":
        """Return the file for another user, who closes it as well."""
        with self._lock:
            self._users += 1
        return self

    def close(self) -> None:
        """Release the file once all of its users have done so."""
        with self._lock:
            self._users -= 1
            if self._users == 0:
                self._release()

    def _release(self) -> None:
        self._is_closed = True
        self._things = {}
        self._file.close()

    def __enter__(self) -> "Hdf5File":
        """Close the file at the end of the block."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Release the file; after an error, nobody will use it any more."""
        with self._lock:
            if kind is not None and not self._is_closed:
                self._release()
            else:
                self.close()

    @cached_property
    def _by_address(self) -> dict[int, str]:
        return {
            _address(thing): name
            for name, thing in self._things.items()
            if isinstance(thing, h5py.Dataset)
        }

    def _walk(self, group: Any, prefix: str, depth: int, seen: set[int]) -> None:
        if depth > _DEEPEST:
            raise CubeFormatError(
                f"{self.name} nests its groups more than {_DEEPEST} deep, as no "
                "product does; save the cube in a file of its own"
            )
        for name in group:
            if name in _LEFT_OUT:
                continue
            whole = prefix + name
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                self.links.add(whole)
                continue
            thing = group.get(name)
            if isinstance(thing, h5py.Group):
                address = _address(thing)
                if address in seen:
                    continue
                seen.add(address)
                self._things[whole] = thing
                self._walk(thing, f"{whole}/", depth + 1, seen)
            elif isinstance(thing, h5py.Dataset):
                self._things[whole] = thing
            if len(self._things) > MOST_VARIABLES:
                raise CubeFormatError(
                    f"{self.name} holds more than {MOST_VARIABLES} arrays; save the "
                    "cube in a file of its own"
                )


def _opened(path: Path) -> Any:
    """Open a file as h5py does by itself, as a script may have it open already.

    Where locks are not possible, as on some network drives, it is opened without.
    """
    cache = {
        "rdcc_nbytes": _CACHE_BYTES, "rdcc_nslots": _CACHE_SLOTS, "rdcc_w0": 1.0,
    }  # fmt: skip
    try:
        return h5py.File(path.absolute(), "r", **cache)
    except OSError:
        return h5py.File(path.absolute(), "r", locking=False, **cache)


class _Nothing:
    """Stands for a group that is not there."""

    attrs: Mapping[str, Any] = {}


_NOTHING = _Nothing()


def _address(thing: Any) -> int:
    return int(h5py.h5o.get_info(thing.id).addr)


def _reason(error: BaseException) -> str:
    return str(error).strip().rstrip(".")[:200] or type(error).__name__
