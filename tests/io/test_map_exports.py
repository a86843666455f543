"""Maps as COG, as polygons, and in zones of a layer."""

import struct

import numpy as np
import pytest
import rasterio

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError, LabelFormatError
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.zonal import ZoneValues, zonal_rows, zone_classes
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.map_cog import write_cog
from hsiviewer.io.map_polygons import write_map_polygons
from hsiviewer.io.maps import read_provenance
from hsiviewer.io.styles import read_pam_names
from hsiviewer.io.zones import read_zones
from tests.builders import UTM33, make_cube

SCHEME = ClassScheme(
    (
        LandCoverClass(2, "Wald & Wiese", "#00aa00"),
        LandCoverClass(7, "water", "#0000ff"),
    )
)


def make_map(shape=(1100, 1300)):
    class_map = np.full(shape, 2, np.uint16)
    class_map[shape[0] // 3 :, shape[1] // 2 :] = 7
    class_map[:4, :4] = 0
    confidence = np.ones(shape, np.float32)
    return ClassificationResult(class_map, confidence, SCHEME, UTM33, {"method": "svm"})


def directories(path):
    """Return offset and width of each image of a little-endian TIFF, in order."""
    data = path.read_bytes()
    assert data[:4] == b"II*\x00"
    (place,) = struct.unpack_from("<I", data, 4)
    found = []
    while place:
        (count,) = struct.unpack_from("<H", data, place)
        tags = {}
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(
                "<HHII", data, place + 2 + 12 * number
            )
            tags[tag] = value & 0xFFFF if kind == 3 else value
        found.append((place, tags))
        (place,) = struct.unpack_from("<I", data, place + 2 + 12 * count)
    return data, found


def test_a_cog_has_its_directories_first_and_its_overviews_in_order(tmp_path):
    path = tmp_path / "map.tif"
    result = make_map()
    write_cog(path, result)
    data, found = directories(path)
    assert b"LAYOUT=IFDS_BEFORE_DATA" in data[:400]
    widths = [tags[256] for _, tags in found]
    assert widths == sorted(widths, reverse=True)
    assert (widths[0], len(widths)) == (1300, 3)
    assert all(tags[322] == tags[323] == 512 for _, tags in found)  # tiles
    first_tile = min(
        struct.unpack_from("<I", data, tags[324])[0] for _, tags in found
        if tags[256] > 512
    )  # fmt: skip
    assert all(place < first_tile for place, _ in found)
    with rasterio.open(path) as dataset:
        assert np.array_equal(dataset.read(1), result.class_map)
        assert dataset.colormap(1)[7] == (0, 0, 255, 255)
        assert dataset.nodata == 0
        assert dataset.crs.to_epsg() == 32633
    assert read_pam_names(path)[2] == "Wald & Wiese"
    assert read_provenance(path) == {"method": "svm"}


def test_a_cog_is_valid_for_rio_cogeo(tmp_path):
    cogeo = pytest.importorskip("rio_cogeo", reason="rio-cogeo is not installed")
    write_cog(tmp_path / "map.tif", make_map())
    is_valid, errors, _ = cogeo.cog_validate(tmp_path / "map.tif", strict=True)
    assert is_valid, errors


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
def test_polygons_of_a_map_give_the_map_again(tmp_path, suffix):
    class_map = make_map((60, 70)).class_map
    class_map[50:52, 3:6] = 7
    path = tmp_path / f"areas{suffix}"
    count = write_map_polygons(path, class_map, SCHEME, UTM33, pixel_m2=900.0)
    assert count == 3
    cube = make_cube(values=np.zeros((2, 60, 70), np.float32), georeference=UTM33)
    labels, scheme = read_labels(path, cube)
    assert np.array_equal(labels.values, class_map)
    assert scheme[2].name == "Wald & Wiese"
    assert path.with_suffix(".qml").is_file()


def test_polygons_tell_their_area(tmp_path):
    import pyogrio.raw as raw

    class_map = make_map((60, 70)).class_map
    write_map_polygons(tmp_path / "a.gpkg", class_map, SCHEME, UTM33, pixel_m2=900.0)
    meta, _, _, columns = raw.read(tmp_path / "a.gpkg")
    found = dict(zip(meta["fields"], columns, strict=True))
    assert sorted(found["pixels"].tolist()) == [1400, 2784]
    assert sorted(found["hectares"].tolist()) == pytest.approx([126.0, 250.56])
    empty = np.zeros((4, 5), np.uint16)
    with pytest.raises(ExportError, match="no pixel of the map has a class"):
        write_map_polygons(tmp_path / "b.gpkg", empty, SCHEME, UTM33, pixel_m2=None)


@pytest.fixture
def zoned(tmp_path):
    """Write a layer of two zones over a scene of 40 rows and 50 columns."""
    values = np.random.default_rng(0).normal(5, 2, (3, 40, 50)).astype(np.float32)
    values[1, 0, 0] = np.nan
    cube = make_cube(values=values, georeference=UTM33)
    ids = np.zeros((40, 50), np.uint16)
    ids[:10, :20], ids[20:, 30:] = 1, 2
    names = ClassScheme(
        (LandCoverClass(1, "north", "#111111"), LandCoverClass(2, "south", "#222222"))
    )
    write_labels(tmp_path / "zones.gpkg", LabelMap(ids), names, UTM33)
    return tmp_path / "zones.gpkg", cube, ids, values


def test_zones_have_statistics_of_map_and_cube(zoned):
    path, cube, ids, values = zoned
    zones = read_zones(path, cube)
    assert np.array_equal(zones.ids, ids)
    assert zones.fields["name"] == ["north", "south"]
    class_map = np.where(np.arange(50) < 15, 2, 7)[None].repeat(40, axis=0)
    class_map[:, 40:] = 0
    classes = zone_classes(zones.ids, class_map, zones.count)
    np.testing.assert_allclose(classes.shares, [[0.75, 0.25], [0, 1]])
    assert classes.majority.tolist() == [2, 7]
    assert classes.unclassified.tolist() == [0, 200]
    gathered = ZoneValues(zones.count, 3)
    for top in range(0, 40, 7):
        gathered.add(zones.ids[top : top + 7], values[:, top : top + 7])
    for zone in (1, 2):
        inside = values[:, ids == zone]
        np.testing.assert_allclose(
            gathered.means[zone - 1], np.nanmean(inside, axis=1), rtol=1e-6
        )
        np.testing.assert_allclose(
            gathered.deviations[zone - 1], np.nanstd(inside, axis=1, ddof=1), rtol=1e-6
        )
    rows = list(
        zonal_rows(
            zones.fields, classes, {2: "wood", 7: "water"}, hectares=0.09,
            bands=("b1", "b2", "b3"), values=gathered,
        )
    )  # fmt: skip
    assert len({len(row) for row in rows}) == 1
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["name"], first["pixels"], first["majority"]) == ("north", 200, "wood")
    assert (first["share wood"], first["hectares"]) == ("0.75", "18.0000")


def test_a_layer_elsewhere_has_no_zones(zoned):
    path, _, _, _ = zoned
    transform = (30.0, 0.0, 9e5, 0.0, -30.0, 1e6)
    far = make_cube(
        values=np.zeros((1, 40, 50), np.float32),
        georeference=type(UTM33)(UTM33.crs_wkt, transform, UTM33.crs_name),
    )
    with pytest.raises(LabelFormatError, match="lies outside"):
        read_zones(path, far)
