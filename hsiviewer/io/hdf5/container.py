"""What candidates and layouts need of a file or a folder of named arrays."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from hsiviewer.io.hdf5.attributes import Attributes
from hsiviewer.io.hdf5.datasets import Stored


class ArrayContainer(Protocol):
    """Named arrays with attributes; `hsiviewer.io.hdf5.file.Hdf5File` is one."""

    path: Path
    links: set[str]

    @property
    def name(self) -> str:
        """File name, for sentences."""

    @property
    def stored(self) -> Mapping[str, Stored]:
        """All arrays of numbers by name."""

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a group or array."""

    def attributes(self, name: str = "") -> Attributes:
        """Return what is said about a group or an array."""

    def small(self, name: str) -> npt.NDArray[Any] | None:
        """Return all numbers of a small array; ``None`` if there is none."""

    def numbers(self, name: str, count: int) -> npt.NDArray[np.float64] | None:
        """Return an array of `count` numbers as a flat list; ``None`` of any other."""

    def once(self, key: str, find: Callable[[], list[str]]) -> list[str]:
        """Return names that are looked up once."""

    def dataset(self, name: str) -> Any:
        """Return an array whose values can be read."""

    def plain_offset(self, name: str) -> int | None:
        """Return where an array's numbers lie in one piece of the file, if they do."""

    def scales(self, name: str) -> list[str]:
        """Return the names of an array's axes."""

    def gaps(self, name: str) -> str:
        """Return a sentence on parts that were never written, or none."""

    def reading(self) -> AbstractContextManager[None]:
        """Turn errors into sentences."""

    def share(self) -> "ArrayContainer":
        """Return the container for another user, who closes it as well."""

    def close(self) -> None:
        """Release the file once all of its users have done so."""
