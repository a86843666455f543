"""Polygons of a layer as zones on the grid of a scene."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.io.vector_labels import read_layers
from hsiviewer.io.vector_placing import burn

_MOST_ZONES = 65_535


@dataclass(frozen=True, eq=False)
class Zones:
    """Zones of a scene.

    Parameters
    ----------
    ids : ndarray of uint16, shape (rows, cols)
        Number of the zone of each pixel, from 1; 0 outside. Where zones overlap, the
        later one has the pixel.
    fields : dict of str to list
        What the layer says of each zone.
    """

    ids: npt.NDArray[np.uint16]
    fields: dict[str, list[Any]]

    @property
    def count(self) -> int:
        """Number of zones, those without a pixel, too."""
        return len(next(iter(self.fields.values()), []))


def read_zones(path: Path, cube: HsiCube, progress: Progress | None = None) -> Zones:
    """Read the polygons of a vector file as zones of a scene.

    Raises
    ------
    FileAccessError, LabelFormatError
        If the file cannot be read, has no feature in the scene, or too many.
    """
    progress = progress or SilentProgress()
    layers = read_layers(path, progress, None)
    total = sum(layer.n_features for layer in layers)
    if not 0 < total <= _MOST_ZONES:
        raise LabelFormatError(
            f"{path.name} has {total} features; zones may be 1 to {_MOST_ZONES}: save "
            "those that you need to a new file"
        )
    ids = np.zeros(cube.grid_shape, np.uint16)
    fields: dict[str, list[Any]] = {"zone": []}
    done = 0
    for layer in layers:
        numbers = np.arange(1, layer.n_features + 1, dtype=np.int64) + done
        burn(ids, layer, numbers, cube, file=path.name, progress=progress)
        for name, column in layer.fields.items():
            known = fields.setdefault(_own(name, fields), [""] * done)
            known += [_cell(value) for value in column.tolist()]
        done += layer.n_features
        fields["zone"] += numbers.tolist()
        for column_of in fields.values():
            column_of += [""] * (done - len(column_of))
    if not ids.any():
        raise LabelFormatError(
            f"{path.name} lies outside {cube.name}; no feature of it is in the scene"
        )
    return Zones(ids, fields)


def _own(name: str, fields: dict[str, list[Any]]) -> str:
    return f"{name}_" if name == "zone" and "zone" in fields else name


def _cell(value: Any) -> Any:
    """Return a value for a table; nothing for what is missing."""
    return "" if value is None or value != value else value
