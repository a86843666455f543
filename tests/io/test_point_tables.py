"""Labels from tables of points and from ENVI's texts of regions."""

import csv

import numpy as np
import pytest
from rasterio.warp import transform

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.labels import read_labels
from hsiviewer.io.points import PointTable, write_points
from hsiviewer.io.vector_labels import field_choice
from tests.builders import SHARED_DATA, UTM33, make_cube

PIXELS = {(0, 0): 1, (2, 5): 2, (5, 6): 1}  # row and column, class
NAMES = {1: "wood", 2: "lake"}
ROI = """; ENVI Output of ROIs (4.7) [Mon Aug 06 14:23:47 2018]
; Number of ROIs: 2
; File Dimension: 7 x 6
;
; ROI name: wood
; ROI rgb value: {255, 0, 0}
; ROI npts: 2
;
; ROI name: lake
; ROI rgb value: {0, 0, 255}
; ROI npts: 1
;   ID    X    Y     Map X
     1    1    1    360015
     2    7    6    360195

     1    6    3    360165
"""


def placed(row, col):
    return UTM33.map_xy(float(row), float(col))


def degrees(row, col):
    (lon,), (lat,) = transform(
        "EPSG:32633", "EPSG:4326", *([v] for v in placed(row, col))
    )
    return lon, lat


TABLES = {
    "x,y": (",", placed, UTM33),
    "Easting,Northing": (",", placed, UTM33),
    "Targets_UTMx,Targets_UTMy": (",", placed, UTM33),
    "POINT_X;POINT_Y": (";", placed, UTM33),
    "x\ty": ("\t", placed, UTM33),
    "lon,lat": (",", degrees, UTM33),
    "Longitude;Latitude": (";", degrees, UTM33),
    "col,row": (",", lambda row, col: (col, row), UTM33),
    "column,row": (",", lambda row, col: (col, row), GeoReference()),
}


@pytest.mark.parametrize("columns", TABLES)
@pytest.mark.parametrize("field", ["class", "class_id"])
def test_points_are_labels_of_their_pixels(tmp_path, columns, field):
    delimiter, coordinates, place = TABLES[columns]
    path = tmp_path / "points.csv"
    lines = [delimiter.join([columns, field, "note"])]
    for (row, col), number in PIXELS.items():
        cells = [f"{value:.9f}" for value in coordinates(row, col)]
        if delimiter == ";":  # as spreadsheets of many countries write them
            cells = [cell.replace(".", ",") for cell in cells]
        name = NAMES[number] if field == "class" else str(number)
        lines.append(delimiter.join([*cells, name, '"a ""note"""']))
    path.write_text("\n".join([*lines, delimiter * 3, ""]))
    labels, scheme = read_labels(path, make_cube(georeference=place))
    ids = {cover.name: cover.id for cover in scheme}
    for pixel, number in PIXELS.items():
        expected = ids[NAMES[number]] if field == "class" else number
        assert labels.values[pixel] == expected
    assert np.count_nonzero(labels.values) == len(PIXELS)


@pytest.mark.parametrize("place", [UTM33, GeoReference()], ids=["utm", "no place"])
def test_suggested_pixels_that_are_filled_in_are_labels(tmp_path, place):
    pixels = np.array(list(PIXELS))
    table = PointTable(pixels[:, 0], pixels[:, 1], {"reason": ["=a", "b", ""]})
    write_points(tmp_path / "points.csv", table, place)
    with (tmp_path / "points.csv").open(newline="") as file:
        names, *lines = csv.reader(file)
    with (tmp_path / "filled.csv").open("w", newline="") as file:
        classes = [[number] for number in PIXELS.values()]
        lines = [line + more for line, more in zip(lines, classes, strict=True)]
        csv.writer(file).writerows([[*names, "class_id"], *lines])
    labels, _ = read_labels(tmp_path / "filled.csv", make_cube(georeference=place))
    assert {pixel: labels.values[pixel] for pixel in PIXELS} == PIXELS


@pytest.mark.parametrize("suffix", [".txt", ".roi"])
@pytest.mark.parametrize("place", [UTM33, GeoReference()], ids=["utm", "no place"])
def test_regions_of_envi_are_labels(tmp_path, suffix, place):
    path = tmp_path / f"regions{suffix}"
    path.write_text(ROI)
    labels, scheme = read_labels(path, make_cube(georeference=place))
    assert {pixel: labels.values[pixel] for pixel in PIXELS} == PIXELS
    assert [cover.name for cover in scheme] == ["wood", "lake"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has the columns none"),
        ("a,b,class\n1,2,3\n", "has the columns a, b, class; name those with"),
        ("x,y,class\n1,two,3\n", "line 2: '1 and two' are no coordinates"),
        ("x,y,class\n1\n", "line 2: '1 and ' are no coordinates"),
        ("x,y,note\n360015,5809985,a\n", "no field"),
        ("x,y,class\n15,52,1\n", "lies outside.*Name the columns lon and lat"),
        ("x,y,class\n,,1\n", "lists no point"),
        (ROI.replace("npts: 2", "npts: 3"), "names 2 regions of 4 pixels and lists 3"),
        (
            ROI.replace("     1    6    3", "     1    6    x"),
            "is no pixel of a region",
        ),
        ('x,y,class\n1,2,"' + "a" * 200_000, "is no table"),
        ("x,y,class\nnan,inf,1\n", "points"),
    ],
)
def test_tables_that_are_none_are_refused_with_a_remedy(tmp_path, text, sentence):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(LabelFormatError, match=sentence):
        read_labels(path, make_cube(georeference=UTM33))


def test_the_real_targets_of_muufl_have_a_field_to_choose():
    path = SHARED_DATA / "muufl_gulfport_crops" / "MUUFL_Gulfport_GroundTruth.csv"
    if not path.exists():
        pytest.skip("the targets of MUUFL are not at hand")
    fields = {field.name for field in field_choice(path).fields}
    assert "targets_type" in fields
