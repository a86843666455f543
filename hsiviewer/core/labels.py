"""The labels that a user has given to pixels."""

import contextlib
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import psutil

from hsiviewer.core.errors import LabelFormatError

if TYPE_CHECKING:
    from collections.abc import Mapping


LabelArray = npt.NDArray[np.uint16]


class LabelMap:
    """One class id per pixel, 0 where the user has not said anything.

    Counts are kept while labels change, so that asking for them is free even
    on scenes of a hundred million pixels.

    Parameters
    ----------
    values : ndarray of int, shape (rows, cols)
        Class ids; copied. `empty` makes a map without touching memory.

    Raises
    ------
    LabelFormatError
        If an id is negative or above 65 535.
    """

    def __init__(self, values: npt.NDArray[np.integer]) -> None:
        if values.ndim != 2:
            raise LabelFormatError(
                f"labels need rows and columns, not shape {values.shape}"
            )
        if values.size and (values.min() < 0 or values.max() > 65535):
            raise LabelFormatError(
                f"labels run from {values.min()} to {values.max()}; "
                "class ids lie within 0..65535"
            )
        self._values = values.astype(np.uint16)
        ids, counts = np.unique(self._values, return_counts=True)
        self._counts = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        self._counts.pop(0, None)

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> "LabelMap":
        """Make a map without labels; its memory is touched only by painting.

        Raises
        ------
        LabelFormatError
            If labels for so many pixels would not fit into the memory of this
            computer.
        """
        made = cls.__new__(cls)
        made._values = _zeros(shape)  # noqa: SLF001 - own class
        made._counts = {}  # noqa: SLF001 - own class
        return made

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, cols = self._values.shape
        return rows, cols

    @property
    def values(self) -> LabelArray:
        """Read-only view of the class ids, shape (rows, cols)."""
        view = self._values.view()
        view.flags.writeable = False
        return view

    @property
    def counts(self) -> "Mapping[int, int]":
        """Number of labelled pixels per class id, without zeros."""
        return self._counts

    @property
    def total(self) -> int:
        """Number of labelled pixels."""
        return sum(self._counts.values())

    def at(self, indices: npt.NDArray[np.intp]) -> LabelArray:
        """Return the class ids at flat row-major indices."""
        return self._values.reshape(-1)[indices]

    def pixels_of(
        self, class_id: int
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return rows and columns of a class's labels in row-major order."""
        rows, cols = np.nonzero(self._values == class_id)
        return rows, cols

    def snapshot(self) -> LabelArray:
        """Return a copy that later edits leave alone."""
        return self._values.copy()

    def put(self, indices: npt.NDArray[np.intp], class_ids: LabelArray) -> None:
        """Set labels at distinct flat indices; only edits call this."""
        flat = self._values.reshape(-1)
        for values, sign in ((flat[indices], -1), (class_ids, 1)):
            ids, counts = np.unique(values, return_counts=True)
            for each, count in zip(ids.tolist(), counts.tolist(), strict=True):
                if each:
                    self._counts[each] = self._counts.get(each, 0) + sign * count
        flat[indices] = class_ids
        self._counts = {each: n for each, n in self._counts.items() if n}


def _zeros(shape: tuple[int, int]) -> LabelArray:
    size = shape[0] * shape[1] * np.dtype(np.uint16).itemsize
    # An operating system that promises memory it does not have ends the process
    # only when the memory is touched.
    memory = psutil.virtual_memory().total
    if size <= memory:
        with contextlib.suppress(MemoryError, ValueError):
            return np.zeros(shape, np.uint16)
    raise LabelFormatError(
        f"a scene of {shape[0]:,} x {shape[1]:,} pixels needs {size / 2**30:,.1f} GB "
        f"for its labels, and this computer has {memory / 2**30:,.1f} GB of memory; "
        "open a part of the scene"
    )
