"""Pixels as points: vector files to fill in, and tables."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.csv_text import csv_line
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.atomic import replacing, write_text
from hsiviewer.io.companions import vector_files
from hsiviewer.io.vector_labels import DRIVERS
from hsiviewer.io.vector_layers import ID_FIELDS
from hsiviewer.io.vector_writer import map_points, write_features

POINT_SUFFIXES = (".csv", *DRIVERS)
_SHAPEFILE_NAME = 10  # letters
Column = Sequence[int] | Sequence[float] | Sequence[str]


@dataclass(frozen=True, eq=False)
class PointTable:
    """Pixels, and what is known of each.

    Parameters
    ----------
    rows, cols : ndarray of int, shape (n,)
        Counted from 0.
    columns : mapping of str to sequence
        Further columns, of whole numbers, fractions or texts; NaN is no value. Of
        their names, shapefiles hold ten letters.
    """

    rows: npt.NDArray[np.intp]
    cols: npt.NDArray[np.intp]
    columns: Mapping[str, Column]

    @property
    def all_columns(self) -> dict[str, Column]:
        """Row and column, then the further ones."""
        return {"row": self.rows.tolist(), "col": self.cols.tolist(), **self.columns}


def point_files(path: Path) -> list[Path]:
    """Return what is written with points: no style, which would need classes."""
    is_table = path.suffix.lower() not in DRIVERS
    return [path] if is_table else vector_files(path)[:-1]


def write_points(path: Path, table: PointTable, georeference: GeoReference) -> None:
    """Write pixels as a table, or as points to fill in classes.

    Points have an empty field ``class_id``: filled in with any GIS, the file can be
    read as labels.

    Parameters
    ----------
    path : Path
        Suffix .csv, .gpkg, .geojson, .json or .shp. Tables have map coordinates of the
        pixels' centres where they are known; GeoJSON is in WGS 84.

    Raises
    ------
    ExportError
        If the file cannot be written, or the suffix is of no such format.
    """
    suffix = path.suffix.lower()
    if suffix not in POINT_SUFFIXES:
        raise ExportError(
            f"points are written as {', '.join(POINT_SUFFIXES)}, not as {path.name!r}"
        )
    if suffix == ".csv":
        write_text(path, _table_text(table, georeference))
        return
    import shapely

    centres = np.stack([table.cols + 0.5, table.rows + 0.5], axis=1)
    places = map_points(centres, georeference, to_wgs84=DRIVERS[suffix] == "GeoJSON")
    count = len(table.rows)
    fields: dict[str, npt.NDArray[Any]] = {ID_FIELDS[0]: np.zeros(count, np.int32)}
    masks = {ID_FIELDS[0]: np.ones(count, bool)}
    for name, column in table.all_columns.items():
        fields[name] = _field(column)
        is_number = fields[name].dtype.kind == "f"
        masks[name] = np.isnan(fields[name]) if is_number else np.zeros(count, bool)
    longest = _SHAPEFILE_NAME if suffix == ".shp" else None
    with replacing(*point_files(path)) as partial:
        write_features(
            path,
            partial[0],
            geometry=shapely.to_wkb(shapely.points(places)),
            geometry_type="Point",
            georeference=georeference,
            fields=np.array([name[:longest] for name in fields], object),
            field_data=list(fields.values()),
            field_mask=list(masks.values()),
        )


def _field(column: Column) -> npt.NDArray[Any]:
    values: npt.NDArray[Any] = np.array(column)
    return values.astype(object) if values.dtype.kind == "U" else values


def _is_missing(cell: object) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def _table_text(table: PointTable, georeference: GeoReference) -> str:
    columns = dict(table.all_columns)
    if georeference.has_transform or georeference.has_crs:
        rows, cols = (axis.astype(np.float64) for axis in (table.rows, table.cols))
        xs, ys = georeference.map_xy(rows, cols)
        columns |= {"x": xs.tolist(), "y": ys.tolist()}
    lines = (
        csv_line("" if _is_missing(cell) else cell for cell in cells)
        for cells in zip(*columns.values(), strict=True)
    )
    return "".join([csv_line(columns), *lines])
