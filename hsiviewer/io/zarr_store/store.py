"""A store as candidates and layouts see it, as they see an HDF5 file."""

import base64
import binascii
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import CubeFormatError, SourceClosedError
from hsiviewer.core.foreign_files import LARGEST_TEXT
from hsiviewer.io.hdf5.attributes import Attributes
from hsiviewer.io.hdf5.datasets import Stored
from hsiviewer.io.limits import MOST_HEADER_ITEMS, MOST_VARIABLES
from hsiviewer.io.zarr_store.arrays import ZarrArray
from hsiviewer.io.zarr_store.metadata import array_v2, array_v3, parsed
from hsiviewer.io.zarr_store.places import (
    V2_ARRAY,
    V2_ATTRIBUTES,
    V2_GROUP,
    V3,
    FolderPlace,
    Place,
    ZipPlace,
)
from hsiviewer.io.zarr_store.specs import ArraySpec

_DEEPEST = 32
_MOST_PARTS = 20_000_000


class ZarrStore:
    """An open store; safe to use from several threads.

    Parameters
    ----------
    path : Path
        A folder or a zip file.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    CubeFormatError
        If it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.links: set[str] = set()
        self._lock = threading.RLock()
        self._users = 1
        self._is_closed = False
        self._found: dict[str, list[str]] = {}
        self._place: Place = FolderPlace(path) if path.is_dir() else ZipPlace(path)
        self._groups: dict[str, Mapping[str, Any]] = {}
        self._specs: dict[str, ArraySpec] = {}
        self._arrays: dict[str, ZarrArray] = {}
        try:
            self._walk("", 0)
        except BaseException:
            self._place.close()
            raise

    @property
    def name(self) -> str:
        """Name of the folder or file, for sentences."""
        return self.path.name

    @cached_property
    def stored(self) -> Mapping[str, Stored]:
        """All arrays of numbers by name."""
        return {
            name: Stored(name, spec.shape, spec.dtype)
            for name, spec in self._specs.items()
        }

    def __contains__(self, name: str) -> bool:
        return name in self._specs or name in self._groups

    def attributes(self, name: str = "") -> Attributes:
        """Return what is said about a group or an array."""
        spec = self._specs.get(name)
        said = self._groups.get(name, {}) if spec is None else spec.attributes
        return JsonAttributes(said, None if spec is None else spec.dtype)

    def small(self, name: str) -> npt.NDArray[Any] | None:
        """Return all numbers of a small array; ``None`` if there is none."""
        spec = self._specs.get(name)
        if spec is None or math.prod(spec.shape) > MOST_HEADER_ITEMS:
            return None
        return self.dataset(name)[tuple(slice(0, size) for size in spec.shape)]

    def numbers(self, name: str, count: int) -> npt.NDArray[np.float64] | None:
        """Return an array of `count` numbers as a flat list; ``None`` of any other."""
        spec = self._specs.get(name)
        if spec is None or math.prod(spec.shape) != count:
            return None
        values = self.small(name)
        return None if values is None else np.ravel(values).astype(np.float64)

    def once(self, key: str, find: Callable[[], list[str]]) -> list[str]:
        """Return names that are looked up once, as many arrays ask for them."""
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]

    def plain_offset(self, name: str) -> int | None:  # noqa: ARG002 - one of a kind
        """Return nothing: each chunk is a file of its own."""
        return None

    def dataset(self, name: str) -> ZarrArray:
        """Return an array whose values can be read.

        Raises
        ------
        CubeFormatError
            If they are packed strangely, or were never written.
        """
        spec = self._specs[name]
        what = f"{name or 'the array'} of {self.name}"
        if spec.problem:
            raise CubeFormatError(spec.problem)
        if math.prod(spec.shape) == 0:
            raise CubeFormatError(f"{what} has the shape {spec.shape} and no value")
        if self._parts_expected(spec) > _MOST_PARTS:
            raise CubeFormatError(
                f"{what} is made of {self._parts_expected(spec)} parts, too many to be "
                "read; store it with larger chunks"
            )
        if spec.shape and self._place.count(name) == 0:
            raise CubeFormatError(
                f"{what} was never written: it has a shape and no values; make the "
                "store again"
            )
        with self._lock:
            if name not in self._arrays:
                self._arrays[name] = ZarrArray(self._place, name, spec, what)
            return self._arrays[name]

    def scales(self, name: str) -> list[str]:
        """Return the names of an array's axes; those of arrays lead to numbers."""
        group = name.rpartition("/")[0]
        names = []
        for dimension in self._specs[name].dimensions:
            beside = f"{group}/{dimension}".strip("/")
            names.append(beside if dimension and beside in self._specs else dimension)
        return names or [""] * len(self._specs[name].shape)

    def gaps(self, name: str) -> str:
        """Return a sentence on parts of an array that were never written, or none."""
        expected = self._parts_expected(self._specs[name])
        written = self._place.count(name)
        if written >= expected:
            return ""
        return (
            f"{name or 'the array'} of {self.name} has {written} of {expected} parts; "
            "the others were never written and are shown as its fill value"
        )

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Refuse to read from a store that was closed.

        Raises
        ------
        SourceClosedError
            If it was.
        """
        if self._is_closed:
            raise SourceClosedError(f"{self.name} has been closed")
        yield

    def share(self) -> "ZarrStore":
        """Return the store for another user, who closes it as well."""
        with self._lock:
            self._users += 1
        return self

    def close(self) -> None:
        """Release the store once all of its users have done so."""
        with self._lock:
            self._users -= 1
            if self._users == 0:
                self._release()

    def _release(self) -> None:
        self._is_closed = True
        self._arrays = {}
        self._place.close()

    def __enter__(self) -> "ZarrStore":
        """Close the store at the end of the block."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Release the store; after an error, nobody will use it any more."""
        if kind is not None and not self._is_closed:
            self._release()
        else:
            self.close()

    def _parts_expected(self, spec: ArraySpec) -> int:
        grid = spec.chunks if spec.sharding is None else [
            size * count
            for size, count in zip(spec.chunks, spec.sharding.grid, strict=True)
        ]  # fmt: skip
        return math.prod(
            -(-size // part) for size, part in zip(spec.shape, grid, strict=True)
        )

    def _walk(self, name: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise CubeFormatError(
                f"{self.name} nests its groups more than {_DEEPEST} deep, as no "
                "product does; save the cube in a store of its own"
            )
        if not self._note(name):
            return
        for inner in self._place.inner(name):
            self._walk(f"{name}/{inner}" if name else inner, depth + 1)

    def _note(self, name: str) -> bool:
        """Note what a folder of the store is; tell whether it is a group."""
        if len(self._specs) + len(self._groups) > MOST_VARIABLES:
            raise CubeFormatError(
                f"{self.name} holds more than {MOST_VARIABLES} arrays; save the cube "
                "in a store of its own"
            )
        what = f"{name or 'the array'} of {self.name}"
        said = self._document(name, V3)
        if said is not None:
            if said.get("node_type") == "group":
                self._groups[name] = _object(said.get("attributes"))
                return True
            self._keep(name, array_v3(said, what))
            return False
        attributes = self._document(name, V2_ATTRIBUTES) or {}
        said = self._document(name, V2_ARRAY)
        if said is not None:
            self._keep(name, array_v2(said, attributes, what))
            return False
        if self._document(name, V2_GROUP) is None:
            return False
        self._groups[name] = attributes
        return True

    def _keep(self, name: str, spec: ArraySpec | None) -> None:
        if spec is not None:
            self._specs[name] = spec

    def _document(self, name: str, base: str) -> dict[str, Any] | None:
        place = f"{name}/{base}" if name else base
        content = self._place.read(place, most=LARGEST_TEXT)
        return None if content is None else parsed(content, f"{place} of {self.name}")


class JsonAttributes(Attributes):
    """What a store says about a group or an array.

    Parameters
    ----------
    said : mapping
        As JSON has it.
    dtype : dtype, optional
        Of the array: fill values of format 3 are its bytes.
    """

    def __init__(
        self, said: Mapping[str, Any], dtype: np.dtype[np.generic] | None = None
    ) -> None:
        super().__init__(SimpleNamespace(attrs=dict(said)))
        self._said = said
        self._dtype = dtype

    def _read(self, name: str) -> Any:
        value = self._said[name]
        if isinstance(value, str):
            return self._fill(value) if name == "_FillValue" else value
        listed = value if isinstance(value, list) else [value]
        if len(listed) > MOST_HEADER_ITEMS:
            return None
        if listed and all(isinstance(part, str) for part in listed):
            return listed
        if all(isinstance(part, int | float) for part in listed):
            try:
                return np.atleast_1d(np.asarray(listed, np.float64))
            except (OverflowError, ValueError):
                return None
        return None

    def _fill(self, text: str) -> Any:
        """Return a fill value that xarray has written as bytes in base 64."""
        if self._dtype is None:
            return text
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return text
        if len(content) not in (self._dtype.itemsize, 8):
            return text
        kind = self._dtype if len(content) == self._dtype.itemsize else np.dtype("f8")
        return np.frombuffer(content, kind.newbyteorder("<")).astype(np.float64)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
