"""Points, lines and areas built many at once from lists of corners."""

from collections.abc import Callable, Iterable, Sequence, Sized
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.io.vector_layers import joined

Floats = npt.NDArray[np.float64]
Path = Sized  # of corners, in whatever form the format has them


class Parts:
    """Geometries in the making.

    Parameters
    ----------
    corners : callable
        Turns paths into an array of x and y, one row a corner; raises
        `ValueError`, `TypeError`, `KeyError` or `OverflowError` if it cannot.
    """

    def __init__(self, corners: Callable[[Sequence[Path]], Floats]) -> None:
        self._corners = corners
        self._clear()

    def _clear(self) -> None:
        self._points: list[Path] = []
        self._lines: list[Path] = []
        self._areas: list[Sequence[Path]] = []
        self._owners: tuple[list[int], list[int], list[int]] = ([], [], [])

    def add_points(self, points: Path, owner: int) -> None:
        """Take points of a feature."""
        if len(points):
            self._points.append(points)
            self._owners[0].extend([owner] * len(points))

    def add_line(self, line: Path, owner: int) -> None:
        """Take a line of a feature; one corner makes none."""
        if len(line) > 1:
            self._lines.append(line)
            self._owners[1].append(owner)

    def add_area(self, rings: Iterable[Path], owner: int) -> None:
        """Take rings of a feature; pixels in an odd number of them are inside.

        A ring ends where it begins; one of three corners or fewer is a line.
        """
        kept = [ring for ring in rings if len(ring) > 3]
        if kept:
            self._areas.append(kept)
            self._owners[2].append(owner)

    @property
    def first_owner(self) -> int:
        """The first feature of which there is something."""
        return min((owners[0] for owners in self._owners if owners), default=0)

    def taken(self) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
        """Return the parts in the order of their features, and forget them.

        Returns
        -------
        parts : ndarray of shapely geometries
        owners : ndarray of int
            Feature of each part.

        Raises
        ------
        ValueError
            If GEOS makes nothing of the corners, as where they are no numbers.
        """
        from shapely.errors import ShapelyError

        owners = joined((np.array(owner, np.intp) for owner in self._owners), np.intp)
        try:
            built = joined(
                [self._built_points(), self._built_lines(), self._built_areas()]
            )
        except ShapelyError as error:
            raise ValueError("corners make no line or area") from error
        order = np.argsort(owners, kind="stable")
        self._clear()
        return built[order], owners[order]

    def _built_points(self) -> npt.NDArray[Any]:
        import shapely

        return np.asarray(shapely.points(self._corners(self._points)), object)

    def _built_lines(self) -> npt.NDArray[Any]:
        import shapely

        corners = self._corners(self._lines)
        lines = shapely.linestrings(corners, indices=_numbers(self._lines))
        return np.asarray(lines, object)

    def _built_areas(self) -> npt.NDArray[Any]:
        import shapely

        rings = list(chain.from_iterable(self._areas))
        built = shapely.linearrings(self._corners(rings), indices=_numbers(rings))
        areas = shapely.polygons(built, indices=_numbers(self._areas))
        return np.asarray(areas, object)


def _numbers(lists: Sequence[Sized]) -> npt.NDArray[np.intp]:
    """Return the number of the list that each element is in."""
    return np.repeat(np.arange(len(lists)), [len(entries) for entries in lists])
