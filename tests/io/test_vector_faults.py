"""Vector labels with faults, ordinary and hostile: read, or refused in a sentence."""

import contextlib
import json
import os
import sqlite3
import struct

import numpy as np
import pytest
import rasterio
import shapely
from pyogrio import raw

from hsiviewer.core.errors import FileAccessError, HsiViewerError, LabelFormatError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.io import geojson, geopackage, vector_layers, vector_placing
from hsiviewer.io.crs import names_files
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.styles import read_pam_names
from hsiviewer.io.vector_labels import read_vector_labels
from tests.builders import UTM33, make_cube, make_values
from tests.io.hostile import bound_system, nested_collection
from tests.io.test_vector_labels import SCHEME, SUFFIXES, some_labels

CUBE = make_cube(georeference=UTM33)


def point(row, col):
    x, y = UTM33.map_xy(row, col)
    return {"type": "Point", "coordinates": [x, y]}


def square(row, col, size=1):
    """Return the corners of a square of pixels."""
    corners = shapely.get_coordinates(shapely.box(col, row, col + size, row + size))
    return [list(UTM33.map_xy(y - 0.5, x - 0.5)) for x, y in corners]


def features(*pairs):
    """Return GeoJSON of geometries and properties."""
    found = [
        {"type": "Feature", "geometry": geometry, "properties": properties}
        for geometry, properties in pairs
    ]
    return {"type": "FeatureCollection", "features": found}


def write_json(folder, document, name="l.geojson", **members):
    path = folder / name
    text = document if isinstance(document, str) else json.dumps(document | members)
    path.write_text(text, encoding="utf-8")
    return path


def write_layer(path, geometries, *, driver="GPKG", crs="EPSG:32633", **columns):
    raw.write(
        path,
        geometry=shapely.to_wkb(np.array(geometries, object)),
        field_data=[np.array(each) for each in columns.values()],
        fields=np.array(list(columns), object),
        geometry_type="Unknown" if driver == "GPKG" else "Point",
        driver=driver,
        crs=crs,
        **({"spatial_index": False} if driver == "GPKG" else {}),
    )
    return path


def geopackage_of(tmp_path, *statements, name="l.gpkg"):
    """Write a point of class 3 at row 1, column 2, and change the database."""
    x, y = UTM33.map_xy(1, 2)
    path = write_layer(tmp_path / name, [shapely.Point(x, y)], class_id=[3])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


# Coordinate systems


def test_metres_without_a_system_are_the_scenes_if_they_lie_in_it(tmp_path):
    path = write_json(tmp_path, features((point(1, 2), {"class_id": 3})))
    assert read_labels(path, CUBE)[0].values[1, 2] == 3


def test_metres_of_another_place_are_told(tmp_path):
    far = {"type": "Point", "coordinates": [5e5, 4e6]}
    path = write_json(tmp_path, features((far, {"class_id": 3})))
    with pytest.raises(LabelFormatError, match="500000, 4000000, which are no degrees"):
        read_labels(path, CUBE)


def test_metres_that_are_said_to_be_degrees_are_told(tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:4326"}}
    path = write_json(tmp_path, features((point(1, 2), {"class_id": 3})), crs=crs)
    with pytest.raises(LabelFormatError, match="no degrees"):
        read_labels(path, CUBE)


@pytest.mark.parametrize(
    "name",
    [
        "EPSG:32633",
        "urn:ogc:def:crs:EPSG::32633",
        "urn:ogc:def:crs:EPSG:6.9:32633",
        "http://www.opengis.net/def/crs/EPSG/0/32633",
    ],
)
def test_named_systems_are_understood(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    path = write_json(tmp_path, features((point(1, 2), {"class_id": 3})), crs=crs)
    assert read_labels(path, CUBE)[0].values[1, 2] == 3


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84"]
)
def test_longitude_and_latitude_have_many_names(tmp_path, name):
    write_labels(tmp_path / "l.geojson", some_labels(), SCHEME, UTM33)
    document = json.loads((tmp_path / "l.geojson").read_text())
    document["crs"] = {"type": "name", "properties": {"name": name}}
    found, _ = read_labels(write_json(tmp_path, document), CUBE)
    np.testing.assert_array_equal(found.values, some_labels().values)


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "http://localhost/x"}},
        {"type": "name", "properties": {"name": "EPSG:999999"}},
        {"type": "name", "properties": {"name": "/etc/passwd"}},
        {"type": "name", "properties": []},
        {"type": ["x"]},
        7,
    ],
)
def test_unknown_systems_are_refused(tmp_path, crs):
    path = write_json(tmp_path, features((point(1, 2), {"class_id": 3})), crs=crs)
    with pytest.raises(LabelFormatError, match="coordinate system"):
        read_labels(path, CUBE)


@pytest.mark.parametrize(
    "text", ["", "\0\0", "PROJCS[", "http://localhost/x", "GEOGCS[" * 9000]
)
def test_a_damaged_prj_is_named(tmp_path, text):
    write_labels(tmp_path / "l.shp", some_labels(), SCHEME, UTM33)
    (tmp_path / "l.prj").write_text(text)
    with pytest.raises(LabelFormatError, match=r"l\.prj"):
        read_labels(tmp_path / "l.shp", CUBE)


def test_a_layer_without_a_system_outside_the_scene_says_so(tmp_path):
    write_labels(tmp_path / "l.shp", some_labels(), SCHEME, UTM33)
    (tmp_path / "l.prj").unlink()
    assert read_labels(tmp_path / "l.shp", CUBE)[0].total == 8
    other = make_cube(rows=2, cols=2, georeference=UTM33)
    other_place = UTM33.__class__(UTM33.crs_wkt, (1.0, 0.0, 0.0, 0.0, -1.0, 0.0))
    other = make_cube(georeference=other_place)
    with pytest.raises(LabelFormatError, match="does not tell its coordinate system"):
        read_labels(tmp_path / "l.shp", other)


@pytest.mark.parametrize(
    ("wkt", "is_bad"),
    [
        (UTM33.crs_wkt, False),
        (rasterio.crs.CRS.from_epsg(3857).to_wkt(), False),
        (rasterio.crs.CRS.from_epsg(31467).to_wkt(), False),
        (bound_system("/tmp/x"), True),
        ('X["PROJ4","+proj=utm +nadgrids=@null"]', False),
        ('EXTENSION["PROJ4","+proj=utm +nadgrids=@null,/etc/x"]', True),
        ('EXTENSION["PROJ4","+proj=utm +nadgrids=""/etc/x"""]', True),
        ('EXTENSION["PROJ4","+init=http://x:y"]', True),
        ('PARAMETERFILE["grid","\\\\host\\x.gsb"]', True),
        ('PARAMETERFILE["grid","ntv2.gsb"]', False),
    ],
)
def test_grids_in_files_are_seen(wkt, is_bad):
    assert names_files(wkt) == is_bad


def test_corners_beyond_a_projection_do_not_hide_the_others():
    parts = np.array([shapely.box(n, 0, n + 1, 1) for n in range(5)], object)

    def move(corners):
        # As PROJ does: one corner without a place, and none is transformed.
        is_bad = (corners[:, 0] > 3.5).any() and (corners[:, 0] < 4.5).any()
        return corners * np.nan if is_bad else corners + 1

    moved = vector_placing._moved(parts, move)
    expected = [shapely.box(n + 1, 1, n + 2, 2) for n in range(3)]
    assert moved.tolist() == [*expected, None, None]


# Tables


def test_attribute_tables_and_styles_of_qgis_are_left_out(tmp_path):
    path = geopackage_of(
        tmp_path,
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_name TEXT)",
        "CREATE TABLE notes (fid INTEGER PRIMARY KEY, note TEXT)",
        "INSERT INTO notes VALUES (1, 'x')",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('layer_styles', 'attributes', 'a'), ('notes', 'attributes', 'b')",
    )
    assert read_labels(path, CUBE)[0].counts == {3: 1}


def test_layers_without_classes_are_left_out(tmp_path):
    path = geopackage_of(
        tmp_path,
        "CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom POINT, width REAL)",
        "INSERT INTO roads SELECT fid, geom, 3.5 FROM l",
        "INSERT INTO gpkg_geometry_columns VALUES ('roads','geom','POINT',32633,0,0)",
    )
    assert read_labels(path, CUBE)[0].counts == {3: 1}


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (["DELETE FROM gpkg_geometry_columns"], "no layer"),
        (["DROP TABLE gpkg_geometry_columns"], "not a GeoPackage"),
        (["DROP TABLE l"], "no layer"),
        (["DELETE FROM l"], "no features"),
        (["UPDATE l SET class_id = NULL"], "no class ids or names in class_id"),
        (["UPDATE l SET class_id = 'x'"], "no class ids or names in class_id"),
        (["UPDATE l SET class_id = 9e99"], "within"),
        (["UPDATE l SET class_id = x'00'"], "no class ids or names in class_id"),
        (["UPDATE l SET geom = 'x'"], "damaged"),
        (["UPDATE l SET geom = x'4750'"], "damaged"),
        (["UPDATE l SET geom = substr(geom, 1, 20)"], "damaged"),
        (["UPDATE gpkg_geometry_columns SET srs_id = 77"], "number 77"),
    ],
)
def test_faults_of_a_geopackage_are_told(tmp_path, statements, message):
    path = geopackage_of(tmp_path, *statements)
    with pytest.raises(LabelFormatError, match=message):
        read_labels(path, CUBE)


def test_a_query_is_never_run(tmp_path):
    path = geopackage_of(
        tmp_path,
        "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
        "FROM n) SELECT i AS fid, geom, class_id FROM n, l",
        "UPDATE gpkg_geometry_columns SET table_name = 'v'",
    )
    with pytest.raises(LabelFormatError, match="no layer"):
        read_labels(path, CUBE)


def test_changes_in_a_log_of_another_program_are_seen(tmp_path):
    path = geopackage_of(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE l SET class_id = 4")
        writer.commit()
        assert read_labels(path, CUBE)[0].counts == {4: 1}


def test_ids_may_be_missing(tmp_path):
    document = features(
        (point(0, 0), {"class_id": 1}),
        (point(1, 1), {"class_id": None}),
        (point(2, 2), {}),
        (point(3, 3), {"class_id": 2.0}),
        (None, {"class_id": 2}),
    )
    found, scheme = read_labels(write_json(tmp_path, document), CUBE)
    assert found.counts == {1: 1, 2: 1}
    assert scheme.ids == (1, 2)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["a", 7, None, True, [1]], ["a", "7", "True", "[1]"]),
        (["\0x", "\ud800", "b"], ["\ufffdx", "\ufffd", "b"]),
        (["  ", "a" * 5000], ["  ", "a" * 5000]),
    ],
)
def test_names_may_be_anything(tmp_path, values, names):
    pairs = [(point(0, col), {"name": value}) for col, value in enumerate(values)]
    _, scheme = read_labels(write_json(tmp_path, features(*pairs)), CUBE)
    assert [each.name for each in scheme] == names


@pytest.mark.parametrize(
    ("declared", "encoding"), [("1251", "cp1251"), ("UTF-8", "utf-8"), (None, "latin1")]
)
def test_texts_of_a_shapefile_have_an_encoding(tmp_path, declared, encoding):
    name = "\u0432\u043e\u0434\u0430" if encoding != "latin1" else "Gr\u00fcn"
    path = write_layer(
        tmp_path / "l.shp",
        [shapely.Point(UTM33.map_xy(1, 2))],
        driver="ESRI Shapefile",
        name=np.array(["@" * 8], object),
    )
    (tmp_path / "l.cpg").unlink()
    if declared:
        (tmp_path / "l.cpg").write_text(declared)
    table = tmp_path / "l.dbf"
    table.write_bytes(
        table.read_bytes().replace(b"@" * 8, name.encode(encoding).ljust(8))
    )
    assert [each.name for each in read_labels(path, CUBE)[1]] == [name]


# Geometries


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_holes_and_islands_are_kept(tmp_path, suffix):
    cube = make_cube(rows=12, cols=14, georeference=UTM33)
    values = np.zeros((12, 14), np.uint16)
    values[1:10, 1:10] = 2
    values[3:8, 3:8] = 0
    values[5, 5] = values[11, 12:] = 2
    labels = LabelMap(values)
    write_labels(tmp_path / f"l{suffix}", labels, SCHEME, UTM33)
    found, _ = read_labels(tmp_path / f"l{suffix}", cube)
    np.testing.assert_array_equal(found.values, labels.values)


def test_every_kind_of_geojson_is_read(tmp_path):
    collection = {
        "type": "GeometryCollection",
        "geometries": [point(0, 0), {"type": "GeometryCollection", "geometries": []}],
    }
    high = point(1, 0)
    high["coordinates"].append(77.0)
    line = [point(2, 0)["coordinates"], point(2, 3)["coordinates"]]
    document = features(
        (collection, {"class_id": 1}),
        (high, {"class_id": 1}),
        ({"type": "LineString", "coordinates": line}, {"class_id": 1}),
        ({"type": "MultiLineString", "coordinates": [line, []]}, {"class_id": 1}),
        ({"type": "Polygon", "coordinates": [square(4, 4)]}, {"class_id": 1}),
        ({"type": "MultiPolygon", "coordinates": [[square(5, 5)]]}, {"class_id": 1}),
        ({"type": "Polygon", "coordinates": []}, {"class_id": 1}),
        ({"type": "Polygon", "coordinates": [[*line, line[0]]]}, {"class_id": 1}),
        ({"type": "MultiPoint", "coordinates": []}, {"class_id": 1}),
        ({"type": "Point", "coordinates": []}, {"class_id": 1}),
    )
    found, _ = read_labels(write_json(tmp_path, document), CUBE)
    assert np.argwhere(found.values).tolist() == [
        [0, 0], [1, 0], [2, 0], [2, 1], [2, 2], [2, 3], [4, 4], [5, 5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "geometry",
    [
        7,
        {},
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": [[1, 2]]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": {"x": 1}},
        {"type": "Point", "coordinates": [10**400, 1]},
        {"type": "Point", "coordinates": [float("nan"), 1]},
        {"type": "Point", "coordinates": [float("inf"), 1]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1], [2, 2], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, None], [1, 1], [2, 2], [0, 0]]]},
        {"type": "Polygon", "coordinates": [1, 2, 3]},
        {"type": "GeometryCollection", "geometries": 3},
        {"type": ["Point"], "coordinates": [1, 2]},
    ],
)
def test_impossible_geometries_are_told(tmp_path, geometry):
    document = features((point(0, 0), {"class_id": 1}), (geometry, {"class_id": 2}))
    with pytest.raises(LabelFormatError, match=r"l\.geojson"):
        read_labels(write_json(tmp_path, document), CUBE)


@pytest.mark.parametrize("far", [1e7, 1e12, 1e300])
def test_lines_and_areas_may_reach_far_beyond_the_scene(tmp_path, far):
    x, y = UTM33.map_xy(2, 0)
    line = [[x - far, y], [x + far, y]]
    document = features(
        ({"type": "LineString", "coordinates": line}, {"class_id": 2}),
        ({"type": "Point", "coordinates": [x, y - 60]}, {"class_id": 3}),
    )
    found, _ = read_labels(write_json(tmp_path, document, crs=None), CUBE)
    assert (found.values[2] == 2).all()
    assert found.values[4, 0] == 3


def test_what_lies_just_outside_is_left_out_silently(tmp_path):
    document = features(
        (point(1, 1), {"class_id": 1}),
        (point(-3, 1), {"class_id": 1}),
        ({"type": "Polygon", "coordinates": [square(7, 7)]}, {"class_id": 1}),
    )
    found, _ = read_labels(write_json(tmp_path, document), make_cube(
        rows=60, cols=70, georeference=UTM33
    ))  # fmt: skip
    assert found.counts == {1: 2}
    assert read_labels(tmp_path / "l.geojson", CUBE)[0].counts == {1: 1}


def circle(row, col, radius):
    """Return a curved polygon, as QGIS writes circles."""
    x, y = UTM33.map_xy(row - 0.5, col - 0.5)
    size = 30.0 * radius
    corners = [
        (x - size, y),
        (x, y + size),
        (x + size, y),
        (x, y - size),
        (x - size, y),
    ]
    arcs = struct.pack("<BII", 1, 8, len(corners))
    arcs += b"".join(struct.pack("<2d", *corner) for corner in corners)
    return struct.pack("<BII", 1, 10, 1) + arcs


def surface(*parts):
    """Return a surface of curved polygons."""
    return struct.pack("<BII", 1, 12, len(parts)) + b"".join(parts)


def as_geopackage(geometry):
    return "x'" + (b"GP\0\1" + struct.pack("<i", 32633) + geometry).hex() + "'"


def test_curves_become_lines(tmp_path):
    rows, cols = np.mgrid[:6, :7] + 0.5
    inside = (rows - 3) ** 2 + (cols - 3) ** 2 < 4
    for geometry in (circle(3, 3, 2), surface(circle(3, 3, 2))):
        path = geopackage_of(tmp_path, f"UPDATE l SET geom = {as_geopackage(geometry)}")
        np.testing.assert_array_equal(read_labels(path, CUBE)[0].values > 0, inside)
        path.unlink()


@pytest.mark.parametrize(
    "geometry",
    [
        nested_collection(200_000),
        struct.pack("<BII", 1, 4, 1) * 200_000,
        struct.pack("<BII", 1, 6, 2**32 - 1),
        struct.pack("<BII", 1, 3, 1) + struct.pack("<I", 2**31),
        struct.pack("<BI", 1, 99),
        b"\x05",
        b"",
    ],
)
def test_bombs_in_a_geopackage_are_told(tmp_path, geometry):
    path = geopackage_of(tmp_path, f"UPDATE l SET geom = {as_geopackage(geometry)}")
    with pytest.raises(LabelFormatError, match="damaged"):
        read_labels(path, CUBE)


# Files


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "{]",
        '{"type": "Topology"}',
        '{"type": "FeatureCollection"',
        '{"type": "FeatureCollection", "features": [',
        '{"type": "FeatureCollection", "features": [7]}',
        '{"type": "FeatureCollection", "features": 7}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": [{}],',
        '{"features": [{}]}',
        '{"a": ' + "[" * 100_000,
        '{"a": ' + '{"a":' * 100_000,
        '{"type": "FeatureCollection", "features": [' + "[" * 100_000,
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_geojson_is_told(tmp_path, text):
    with pytest.raises(LabelFormatError, match=r"l\.geojson"):
        read_labels(write_json(tmp_path, text), CUBE)


def test_geojson_of_another_encoding_is_told(tmp_path):
    path = tmp_path / "l.geojson"
    path.write_bytes('{"type": "Gr\u00fcn"}'.encode("latin1"))
    with pytest.raises(LabelFormatError, match="save it as UTF-8"):
        read_labels(path, CUBE)


@pytest.mark.skipif(
    os.name == "nt", reason="Windows has no pipes with names in folders"
)
@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf", ".prj", ".cpg", ".geojson"])
def test_pipes_are_refused(tmp_path, suffix):
    write_labels(tmp_path / "l.shp", some_labels(), SCHEME, UTM33)
    path = tmp_path / f"l{suffix}"
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    named = path if suffix == ".geojson" else tmp_path / "l.shp"
    with pytest.raises(FileAccessError, match="pipe"):
        read_labels(named, CUBE)


@pytest.mark.skipif(
    os.name == "nt", reason="Windows has no pipes with names in folders"
)
@pytest.mark.parametrize("name", ["l.tif.aux.xml", "l.tif.ovr", "l.tfw", "x_rpc.txt"])
def test_a_raster_is_read_beside_pipes(tmp_path, name):
    write_geotiff(tmp_path / "l.tif", make_values(bands=1), georeference=UTM33)
    os.mkfifo(tmp_path / name)
    assert read_labels(tmp_path / "l.tif", CUBE)[0].total == 41


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="nonsense"?><PAMDataset/>',
        '<?xml version="1.0" encoding="base64"?><PAMDataset/>',
        "<a>" * 200_000,
        "",
        "\0",
    ],
)
def test_a_damaged_style_is_left_out(tmp_path, text):
    write_geotiff(tmp_path / "l.tif", make_values(bands=1), georeference=UTM33)
    (tmp_path / "l.tif.aux.xml").write_text(text)
    assert read_pam_names(tmp_path / "l.tif") == {}
    assert read_labels(tmp_path / "l.tif", CUBE)[0].total == 41


# Budgets


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_too_many_features_are_refused(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr(vector_layers, "_LARGEST_COUNT", 2)
    monkeypatch.setattr(geojson, "BATCH", 2)
    write_labels(tmp_path / f"l{suffix}", some_labels(), SCHEME, UTM33)
    with pytest.raises(LabelFormatError, match="only those in the scene"):
        read_labels(tmp_path / f"l{suffix}", CUBE)


def test_large_geojson_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "_LARGEST_FILE", 100)
    path = write_json(tmp_path, features((point(0, 0), {"class_id": 1})))
    with pytest.raises(LabelFormatError, match="save it as GeoPackage"):
        read_labels(path, CUBE)


def test_geojson_of_nothing_but_lists_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(geojson, "_LARGEST_OBJECTS", 10_000)
    path = write_json(tmp_path, '{"type": [' + "[]," * 1000 + "[]]}")
    with pytest.raises(LabelFormatError, match="too many lists"):
        read_labels(path, CUBE)


def test_a_slow_geopackage_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(geopackage, "_SECONDS", -1.0)
    monkeypatch.setattr(geopackage, "_STEPS", 1)
    with pytest.raises(LabelFormatError, match="takes more than"):
        read_labels(geopackage_of(tmp_path), CUBE)


def test_areas_of_endless_detail_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(vector_placing, "_MOST_STEPS", 10)
    write_labels(tmp_path / "l.gpkg", some_labels(), SCHEME, UTM33)
    with pytest.raises(LabelFormatError, match="simplify"):
        read_labels(tmp_path / "l.gpkg", CUBE)


def test_work_in_small_steps_gives_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(vector_placing, "BATCH", 1)
    monkeypatch.setattr(vector_placing, "_STEPS_AT_ONCE", 10)
    monkeypatch.setattr(geopackage, "BATCH", 1)
    write_labels(tmp_path / "l.gpkg", some_labels(), SCHEME, UTM33)
    found, _ = read_labels(tmp_path / "l.gpkg", CUBE)
    np.testing.assert_array_equal(found.values, some_labels().values)


class Impatient(SilentProgress):
    """Cancels at the n-th question."""

    def __init__(self, patience):
        self.patience = patience

    def checkpoint(self):
        self.patience -= 1
        if self.patience < 0:
            raise CancelledError


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("patience", [0, 1])
def test_reading_can_be_cancelled(tmp_path, suffix, patience, monkeypatch):
    monkeypatch.setattr(geojson, "BATCH", 1)
    write_labels(tmp_path / f"l{suffix}", some_labels(), SCHEME, UTM33)
    with pytest.raises(CancelledError):
        read_vector_labels(tmp_path / f"l{suffix}", CUBE, Impatient(patience))
    with pytest.raises(CancelledError):
        read_labels(tmp_path / f"l{suffix}", CUBE, progress=Impatient(patience))


@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf"])
def test_no_cut_shapefile_is_a_traceback(tmp_path, suffix):
    write_labels(tmp_path / "l.shp", some_labels(), SCHEME, UTM33)
    data = (tmp_path / f"l{suffix}").read_bytes()
    for length in range(4, len(data), 7):
        (tmp_path / f"l{suffix}").write_bytes(data[:length])
        with contextlib.suppress(HsiViewerError):
            read_labels(tmp_path / "l.shp", CUBE)
