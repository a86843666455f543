"""Labels as areas: what is written is read back pixel by pixel."""

import contextlib
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyogrio import raw
from rasterio.warp import transform

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import ExportError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from tests.builders import UTM33, make_cube

SUFFIXES = [".gpkg", ".geojson", ".shp"]
PLACES = {
    "utm": UTM33,
    "rotated": replace(UTM33, transform=(20.0, 9.0, 360000.0, 8.0, -21.0, 5810000.0)),
    "mercator": GeoReference(
        rasterio.crs.CRS.from_epsg(3857).to_wkt(),
        (3.7, 0.0, 1667923.1, 0.0, -3.7, 6895000.7),
        "EPSG:3857",
    ),
    "nowhere": GeoReference(),
}
SCHEME = ClassScheme(
    (
        LandCoverClass(2, "Wiese", "#11aa22", "grün, feucht; 草地"),
        LandCoverClass(7, "roof <&> 'tile'", "#cc0000"),
        LandCoverClass(40, "never seen", "#0000cc", "no label yet"),
    )
)


def some_labels(rows=6, cols=7):
    values = np.zeros((rows, cols), np.uint16)
    values[1:4, 1:3] = 2
    values[2, 1] = 7
    values[5, 6] = 7
    values[0, 6] = 300
    return LabelMap(values)


def write_points(path, cube, pixels, *, driver="GeoJSON", crs=4326, **columns):
    """Write points at pixel centres, as another program would."""
    xs, ys = zip(*(cube.georeference.map_xy(*pixel) for pixel in pixels), strict=True)
    source = rasterio.crs.CRS.from_wkt(cube.georeference.crs_wkt)
    xs, ys = transform(source, f"EPSG:{crs}", xs, ys)
    raw.write(
        path,
        geometry=shapely.to_wkb(shapely.points(xs, ys)),
        field_data=[np.array(each) for each in columns.values()],
        fields=np.array(list(columns), object),
        geometry_type="Point",
        driver=driver,
        crs=f"EPSG:{crs}",
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("place", PLACES)
def test_a_round_trip_is_exact(tmp_path, suffix, place):
    cube = make_cube(georeference=PLACES[place])
    path = tmp_path / f"labels{suffix}"
    write_labels(path, some_labels(), SCHEME, cube.georeference)
    found, scheme = read_labels(path, cube)
    np.testing.assert_array_equal(found.values, some_labels().values)
    assert scheme.ids == (2, 7, 40, 300)
    assert tuple(scheme)[:3] == tuple(SCHEME)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    values=arrays(np.uint16, (9, 11), elements=st.sampled_from([0, 0, 1, 2, 65535])),
    suffix=st.sampled_from(SUFFIXES),
)
def test_any_labels_survive(tmp_path, values, suffix):
    cube = make_cube(rows=9, cols=11, georeference=UTM33)
    labels = LabelMap(values)
    path = tmp_path / f"any{suffix}"
    write_labels(path, labels, ClassScheme.from_ids([1, 2, 65535]), UTM33)
    np.testing.assert_array_equal(read_labels(path, cube)[0].values, values)


def test_geojson_is_in_wgs84(tmp_path):
    write_labels(tmp_path / "l.geojson", some_labels(), SCHEME, UTM33)
    west, south, east, north = pyogrio.read_info(
        tmp_path / "l.geojson", force_total_bounds=True
    )["total_bounds"]
    assert 12 < west < east < 14
    assert 52 < south < north < 53


def test_a_style_goes_along(tmp_path):
    write_labels(tmp_path / "l.gpkg", some_labels(), SCHEME, UTM33)
    root = ElementTree.parse(tmp_path / "l.qml").getroot()
    labels = [each.get("label") for each in root.iter("category")]
    assert labels == ["Wiese", "roof <&> 'tile'", "never seen", "class 300"]
    colors = [
        each.get("value") for each in root.iter("Option") if each.get("name") == "color"
    ]
    assert colors[0].startswith("17,170,34")


def test_points_of_another_crs_label_the_pixels_that_hold_them(tmp_path):
    cube = make_cube(georeference=UTM33)
    write_points(tmp_path / "p.geojson", cube, [(0, 0), (5, 6)], class_id=[3, 4])
    found, scheme = read_labels(tmp_path / "p.geojson", cube)
    assert (found.values[0, 0], found.values[5, 6], found.total) == (3, 4, 2)
    assert scheme.ids == (3, 4)


def test_classes_told_by_name_only_get_ids_in_order(tmp_path):
    cube = make_cube(georeference=UTM33)
    names = np.array(["roof", "lawn", "roof"], object)
    write_points(tmp_path / "p.gpkg", cube, [(0, 0), (1, 1), (2, 2)],
                 driver="GPKG", crs=32633, Name=names)  # fmt: skip
    found, scheme = read_labels(tmp_path / "p.gpkg", cube)
    assert [each.name for each in scheme] == ["roof", "lawn"]
    assert [found.values[at, at] for at in range(3)] == [1, 2, 1]


def test_all_layers_of_a_geopackage_are_read(tmp_path):
    cube, path = make_cube(georeference=UTM33), tmp_path / "l.gpkg"
    for number, pixel in ((1, (0, 0)), (2, (3, 3))):
        x, y = UTM33.map_xy(*pixel)
        raw.write(
            path,
            geometry=shapely.to_wkb(shapely.points([x], [y])),
            field_data=[np.array([number])],
            fields=np.array(["class_id"], object),
            geometry_type="Point",
            driver="GPKG",
            crs="EPSG:32633",
            layer=f"layer {number}",
            append=path.exists(),
        )
    assert read_labels(path, cube)[0].counts == {1: 1, 2: 1}


def test_what_lies_outside_the_scene_is_told(tmp_path):
    cube = make_cube(georeference=UTM33)
    write_points(tmp_path / "p.geojson", cube, [(500, 500)], class_id=[3])
    with pytest.raises(LabelFormatError, match="lies outside"):
        read_labels(tmp_path / "p.geojson", cube)


def test_a_file_without_classes_names_its_fields(tmp_path):
    cube = make_cube(georeference=UTM33)
    write_points(tmp_path / "p.geojson", cube, [(0, 0)], height=[3.5], owner=["me"])
    with pytest.raises(LabelFormatError, match="height, owner"):
        read_labels(tmp_path / "p.geojson", cube)


@pytest.mark.parametrize("class_id", [0, -3, 70000])
def test_impossible_ids_are_refused(tmp_path, class_id):
    cube = make_cube(georeference=UTM33)
    write_points(tmp_path / "p.geojson", cube, [(0, 0)], class_id=[class_id])
    with pytest.raises(LabelFormatError, match=str(class_id)):
        read_labels(tmp_path / "p.geojson", cube)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_only_pretends_is_refused(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    path.write_text("<VRTDataset>/etc/passwd</VRTDataset>")
    with pytest.raises(LabelFormatError, match="does not begin like"):
        read_labels(path, make_cube())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_cut_files_are_refused_in_a_sentence(tmp_path, suffix, share):
    path = tmp_path / f"l{suffix}"
    write_labels(path, some_labels(), SCHEME, UTM33)
    data = path.read_bytes()
    path.write_bytes(data[: max(5, int(len(data) * share))])
    # Some formats can still be read in part; what is read is what was written.
    with contextlib.suppress(LabelFormatError):
        found, _ = read_labels(path, make_cube(georeference=UTM33))
        wrong = (found.values > 0) & (found.values != some_labels().values)
        assert not wrong.any()


def test_a_shapefile_refuses_texts_that_it_would_cut(tmp_path):
    scheme = ClassScheme((LandCoverClass(2, "x", "#000000", "long " * 60),))
    with pytest.raises(ExportError, match="GeoPackage"):
        write_labels(tmp_path / "l.shp", some_labels(), scheme, UTM33)
    assert list(tmp_path.iterdir()) == []


def test_areas_need_a_scene(tmp_path):
    write_labels(tmp_path / "l.gpkg", some_labels(), SCHEME, UTM33)
    with pytest.raises(LabelFormatError, match="open the scene"):
        read_labels(tmp_path / "l.gpkg", None)


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
@pytest.mark.parametrize("name", ["Wow!/l.gpkg", "a;b.gpkg", "http:/x/l.gpkg"])
def test_nothing_is_written_elsewhere(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(ExportError):
        write_labels(Path(name), some_labels(), SCHEME, UTM33)
        assert read_labels(name, make_cube(georeference=UTM33))[0].total == 8
    left = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert all(each.parent == (tmp_path / name).parent for each in left)


def test_a_geojson_layer_is_called_like_its_file(tmp_path):
    write_labels(tmp_path / "fields.geojson", some_labels(), SCHEME, UTM33)
    assert json.loads((tmp_path / "fields.geojson").read_text())["name"] == "fields"
