"""What a format of scenes consists of; extensions make one of these."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.georeference import GeoReference


class Variable(NamedTuple):
    """An array in a file that holds several.

    Parameters
    ----------
    name : str
        What follows the colon in a reference; empty for all that a product holds.
    shape : tuple of int
        As the file counts its axes.
    kind : str
        Type of its numbers.
    """

    name: str
    shape: tuple[int, ...]
    kind: str


@dataclass(frozen=True, eq=False)
class LabelRaster:
    """Class ids as a file holds them, with what it knows of the classes.

    Parameters
    ----------
    values : ndarray, shape (rows, cols)
        Ids of any type; axes of a single place may be left.
    georeference : GeoReference
        Where they lie.
    nodata : float, optional
        Value that means "no label", besides 0.
    names, colors : mapping
        Of classes by id.
    """

    values: npt.NDArray[Any]
    georeference: GeoReference = field(default_factory=GeoReference)
    nodata: float | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    colors: Mapping[int, str] = field(default_factory=dict)


def no_variables(_path: Path) -> Sequence[Variable]:
    """Return nothing: the files of most formats hold a single raster."""
    return ()


@dataclass(frozen=True)
class Reader:
    """One format that scenes come in.

    Parameters
    ----------
    label : str
        For the file dialog.
    patterns : tuple of str
        For the file dialog; empty for files that nobody chooses.
    identify : callable
        ``(path, first bytes) -> bool``.
    open : callable
        ``(path, variable) -> HsiCube``.
    variables : callable
        ``(path) -> sequence of Variable``, of files that hold several arrays.
    read_labels : callable, optional
        ``(path, variable) -> LabelRaster``, where a file knows more of its classes than
        the only band of a scene does.
    open_plane : callable, optional
        ``(path, variable) -> HsiCube``, where `open` refuses arrays without bands that
        do for an auxiliary raster.
    """

    label: str
    patterns: tuple[str, ...]
    identify: Callable[[Path, bytes], bool]
    open: Callable[[Path, str], HsiCube]
    variables: Callable[[Path], Sequence[Variable]] = no_variables
    read_labels: Callable[[Path, str], LabelRaster] | None = None
    open_plane: Callable[[Path, str], HsiCube] | None = None

    def open_auxiliary(self, path: Path, variable: str) -> HsiCube:
        """Open a file as an auxiliary raster; errors as those of `open`."""
        return (self.open_plane or self.open)(path, variable)

    def label_raster(self, path: Path, variable: str) -> LabelRaster:
        """Read a file as class ids.

        Raises
        ------
        FileAccessError, CubeFormatError
            If it cannot be read.
        LabelFormatError
            If it has several bands.
        """
        if self.read_labels is not None:
            return self.read_labels(path, variable)
        cube = self.open(path, variable)
        require_one_band(path, cube.shape[0])
        values = cube.source.read([0])[0]
        cube.close()
        return LabelRaster(values, cube.georeference, cube.nodata)


def begins_with(*magic: bytes) -> Callable[[Path, bytes], bool]:
    """Return what identifies files by their first bytes."""

    def identify(_path: Path, head: bytes) -> bool:
        return head.startswith(magic)

    return identify


def require_one_band(path: Path, count: int) -> None:
    """Check that a file can hold labels.

    Raises
    ------
    LabelFormatError
        If it has not one band.
    """
    if count != 1:
        raise LabelFormatError(
            f"{path.name} has {count} bands; labels are one band of class ids"
        )
