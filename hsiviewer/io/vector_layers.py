"""What the readers of vector files have in common: layers, columns and budgets."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import LabelFormatError

ID_FIELDS = ("class_id", "classid", "class", "id", "label", "gt", "value")
NAME_FIELDS = ("class_name", "name", "class", "label")
COLOR_FIELDS = ("color", "colour")
DESCRIPTION_FIELDS = ("description", "descr", "descriptio")
# Of QGIS, its Semi-Automatic Classification Plugin, GRASS, ArcGIS and landcover maps;
# asked after those above.
OTHER_ID_FIELDS = (
    "mc_id", "macroclass", "classvalue", "class_value", "class_code", "gridcode", "dn",
    "code", "category", "landcover", "land_cover", "lulc", "lc", "type", "c_id",
)  # fmt: skip
OTHER_NAME_FIELDS = (
    "mc_info", "classname", "landcover", "land_cover", "lulc", "lc", "level_1",
    "feature", "category", "type", "species", "cover", "kind", "c_info",
)  # fmt: skip
USED_FIELDS = frozenset(
    (
        *(*ID_FIELDS, *NAME_FIELDS, *COLOR_FIELDS, *DESCRIPTION_FIELDS),
        *(*OTHER_ID_FIELDS, *OTHER_NAME_FIELDS),
    )
)

BATCH = 10_000  # features between two looks at whether to stop
_LARGEST_COUNT = 2_000_000
_LARGEST_BYTES = 2**30
_LISTED_FIELDS = 100
_LARGEST_INT = 2**63 - 1


class VectorLayer(NamedTuple):
    """One layer of a vector file.

    Parameters
    ----------
    parts : ndarray of shapely geometries
        Points, lines and polygons; those of one feature follow each other.
    owners : ndarray of int
        Feature of each part, counted from 0.
    n_features : int
        With those that have no part.
    fields : dict
        Columns of `USED_FIELDS`, and of those that were asked for, by their names in
        small letters.
    names : tuple of str
        All fields, for messages.
    crs : rasterio CRS, optional
        ``None`` where the file does not tell.
    is_crs_assumed : bool
        The format says longitude and latitude where the file does not.
    is_pixels : bool
        Whether x and y are columns and rows of the scene, the centre of the first
        pixel at 0, 0.
    """

    parts: npt.NDArray[Any]
    owners: npt.NDArray[np.intp]
    n_features: int
    fields: dict[str, npt.NDArray[Any]]
    names: tuple[str, ...]
    crs: Any
    is_crs_assumed: bool = False
    is_pixels: bool = False


def is_wanted(name: str, wanted: frozenset[str] | None) -> bool:
    """Tell whether the values of a field are read.

    Parameters
    ----------
    wanted : frozenset of str, optional
        Names in small letters, besides `USED_FIELDS`; ``None`` for all fields.
    """
    return wanted is None or name.lower() in USED_FIELDS or name.lower() in wanted


class Budget:
    """What one vector file may cost.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._count = 0
        self._bytes = 0

    def spend(self, count: int, size: int = 0) -> None:
        """Count features and the bytes of their geometries.

        Raises
        ------
        LabelFormatError
            If the file has more than can be labels of a scene.
        """
        self._count += count
        self._bytes += size
        if self._count > _LARGEST_COUNT:
            raise LabelFormatError(
                f"{self._file} has more than {_LARGEST_COUNT // 10**6} million "
                "features; save only those in the scene to a new file"
            )
        if self._bytes > _LARGEST_BYTES:
            raise LabelFormatError(
                f"{self._file} has more than {_LARGEST_BYTES // 2**20} MB of "
                "coordinates; save only the features in the scene to a new file, or "
                "simplify them"
            )


class Columns:
    """Values of the wanted fields, feature by feature; see `is_wanted`."""

    def __init__(self, wanted: frozenset[str] | None) -> None:
        self._wanted = wanted
        self._values: dict[str, list[Any]] = {}
        self._names: dict[str, None] = {}
        self.count = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, as far as a message would list them."""
        return tuple(self._names)

    def add(self, properties: dict[str, Any]) -> None:
        """Append one feature."""
        for name, value in properties.items():
            lower = name.lower()
            if len(self._names) < _LISTED_FIELDS:
                self._names[lower] = None
            if is_wanted(lower, self._wanted) and (
                lower in self._values or len(self._values) < _LISTED_FIELDS
            ):
                column = self._values.setdefault(lower, [])
                del column[self.count :]
                column += [None] * (self.count - len(column))
                column.append(value)
        self.count += 1

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return one array a field, with numbers where all values are numbers."""
        return {
            name: column_of([*values, *[None] * (self.count - len(values))])
            for name, values in self._values.items()
        }


def column_of(values: Sequence[Any]) -> npt.NDArray[Any]:
    """Return values as numbers if all are, missing ones as NaN, else as texts."""
    kinds = {type(value) for value in values}
    missing = type(None) in kinds
    kinds.discard(type(None))
    if kinds == {int} and all(
        value is None or abs(value) <= _LARGEST_INT for value in values
    ):
        return np.array(values, float if missing else np.int64)
    if kinds and kinds <= {int, float}:
        return np.array([_number(value) for value in values])
    if kinds == {bool} and not missing:
        return np.array(values, bool)
    texts = np.empty(len(values), object)
    texts[:] = [_text(value) for value in values]
    return texts


def _number(value: float | None) -> float:
    try:
        return np.nan if value is None else float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return np.inf


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def flattened(
    geometries: npt.NDArray[Any],
) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """Return the points, lines and polygons in geometries, and whose they are."""
    import shapely

    owners = np.arange(len(geometries))
    while (shapely.get_type_id(geometries) > _POLYGON).any():
        geometries, index = shapely.get_parts(geometries, return_index=True)
        owners = owners[index]
    is_there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    return geometries[is_there], owners[is_there]


_POLYGON = 3  # shapely's number; those of multiple geometries are larger


def joined(arrays: Iterable[npt.NDArray[Any]], kind: Any = object) -> npt.NDArray[Any]:
    """Return arrays one after the other, an empty one if there are none."""
    return np.concatenate([np.empty(0, kind), *arrays])
