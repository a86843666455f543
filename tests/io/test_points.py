"""Points without classes: written, filled in elsewhere, and read as labels."""

import csv
import json

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import ExportError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.labels import read_labels
from hsiviewer.io.points import PointTable, point_files, write_points
from tests.builders import UTM33

ROWS, COLS = np.array([2, 0, 7]), np.array([5, 9, 0])
TABLE = PointTable(
    ROWS,
    COLS,
    {
        "margin": [0.25, float("nan"), 0.5],
        "reason": ["doubtful", "=diverse", ""],
        "second_class": [3, 0, 4],
    },
)


def scene(place):
    values = np.ones((2, 9, 11), np.float32)
    return HsiCube(ArraySource(values), BandAxis(2), georeference=place)


def filled(path):
    """Fill in the classes of all points but the last, as people do in a GIS."""
    import pyogrio.raw

    meta, _, geometry, columns = pyogrio.raw.read(path)
    fields = [str(name) for name in meta["fields"]]
    ids = np.array([4, 9, 0], np.int32)
    pyogrio.raw.write(
        path.with_name(f"filled{path.suffix}"),
        geometry=geometry,
        field_data=[ids],
        fields=["class_id"],
        field_mask=[np.array([False, False, True])],
        geometry_type="Point",
        crs=meta["crs"],
        driver={".gpkg": "GPKG", ".shp": "ESRI Shapefile"}.get(path.suffix, "GeoJSON"),
    )
    return fields, columns, path.with_name(f"filled{path.suffix}")


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("place", [UTM33, GeoReference()], ids=["utm", "no place"])
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
def test_points_that_are_filled_in_are_labels_of_their_pixels(tmp_path, suffix, place):
    path = tmp_path / f"points{suffix}"
    write_points(path, TABLE, place)
    assert set(tmp_path.iterdir()) <= set(point_files(path))
    with pytest.raises(LabelFormatError, match="fill in"):
        read_labels(path, scene(place))
    fields, columns, with_classes = filled(path)
    longest = 10 if suffix == ".shp" else None
    names = ["class_id", "row", "col", "margin", "reason", "second_class"]
    assert fields == [name[:longest] for name in names]
    assert columns[fields.index("row")].tolist() == ROWS.tolist()
    assert columns[fields.index("margin")][0] == 0.25
    assert np.isnan(columns[fields.index("margin")][1].astype(float))
    found = read_labels(with_classes, scene(place))[0].values
    expected = np.zeros((9, 11), np.uint16)
    expected[2, 5], expected[0, 9] = 4, 9
    assert np.array_equal(found, expected)


def test_geojson_is_in_wgs84(tmp_path):
    path = tmp_path / "points.geojson"
    write_points(path, TABLE, UTM33)
    first = json.loads(path.read_text())["features"][0]
    longitude, latitude = first["geometry"]["coordinates"]
    assert abs(longitude) < 180
    assert abs(latitude) < 90
    assert first["properties"]["class_id"] is None


@pytest.mark.parametrize("place", [UTM33, GeoReference()], ids=["utm", "no place"])
def test_tables_have_coordinates_where_they_are_known(tmp_path, place):
    path = tmp_path / "points.csv"
    write_points(path, TABLE, place)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert [(int(row["row"]), int(row["col"])) for row in rows] == [
        (2, 5), (0, 9), (7, 0)
    ]  # fmt: skip
    assert [row["margin"] for row in rows] == ["0.25", "", "0.5"]
    assert rows[1]["reason"] == "'=diverse", "no spreadsheet runs it"
    if place is UTM33:
        x, y = place.map_xy(2.0, 5.0)
        assert (float(rows[0]["x"]), float(rows[0]["y"])) == (x, y)
    else:
        assert "x" not in rows[0]


def test_other_formats_are_refused(tmp_path):
    with pytest.raises(ExportError, match=r"points are written as \.csv, \.gpkg"):
        write_points(tmp_path / "points.tif", TABLE, UTM33)
