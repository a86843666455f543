"""Attributes of HDF5 objects, as numbers and texts of a limited size."""

from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from hsiviewer.io.limits import MOST_HEADER_ITEMS

FloatArray = npt.NDArray[np.float64]

_LARGEST = 8 * 2**20  # bytes; the largest of a real product have some ten thousand
_MOST = 10_000


class Attributes:
    """What is said about a group or a dataset.

    Names are looked up without regard to their case. What is too large, of a strange
    type or damaged counts as not said.

    Parameters
    ----------
    thing : h5py.Group or h5py.Dataset
    """

    def __init__(self, thing: Any) -> None:
        self._thing = thing
        names = list(thing.attrs.keys())[:_MOST]
        self._names = {name.lower(): name for name in reversed(names)}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def value(self, *names: str) -> Any:
        """Return the first attribute of these names that there is, else ``None``.

        Returns
        -------
        ndarray, str, list of str or None
        """
        for name in names:
            stored = self._names.get(name.lower())
            if stored is not None:
                found = self._read(stored)
                if found is not None:
                    return found
        return None

    def text(self, *names: str) -> str:
        """Return the first attribute as text; empty if there is none."""
        found = self.value(*names)
        if isinstance(found, list):
            return found[0] if len(found) == 1 else ""
        if isinstance(found, np.ndarray):
            return f"{found.flat[0]:g}" if found.size == 1 else ""
        return (found or "").strip()

    def numbers(self, *names: str) -> FloatArray | None:
        """Return the first attribute as a flat list of numbers."""
        found = self.value(*names)
        if isinstance(found, str):
            found = found.strip("{}[]() ").replace(",", " ").split()
        if found is None or len(found) == 0:
            return None
        try:
            return np.ravel(np.asarray(found, np.float64))
        except (TypeError, ValueError):
            return None

    def number(self, *names: str) -> float | None:
        """Return the first attribute if it is one number."""
        found = self.numbers(*names)
        return None if found is None or found.size != 1 else float(found[0])

    def _read(self, name: str) -> Any:
        try:
            attribute = h5py.h5a.open(self._thing.id, name.encode())
            if attribute.get_storage_size() > _LARGEST or (
                np.prod(attribute.shape, dtype=float) > MOST_HEADER_ITEMS
            ):
                return None
            return plain(self._thing.attrs[name])
        except (OSError, RuntimeError, ValueError, TypeError, KeyError, MemoryError):
            return None


def plain(value: Any) -> Any:
    """Return numbers as an array, and texts of any encoding as str or a list of str."""
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, str):
        return value
    values = np.asarray(value)
    if values.dtype.kind in "SO" and all(
        isinstance(part, bytes | str) for part in values.flat
    ):
        texts = [_decoded(part) for part in values.flat]
        return texts[0] if values.ndim == 0 else texts
    if values.dtype.kind not in "biuf":
        return None
    return np.atleast_1d(values)


def _decoded(text: bytes | str) -> str:
    if isinstance(text, str):
        return text.rstrip("\0")
    try:
        return text.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")
