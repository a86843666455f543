"""Maps keep hostile names, and a failure leaves what was there before."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest
import rasterio

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.probabilities import ClassProbabilities, as_bytes
from hsiviewer.io.gdal_environment import placeless_allowed
from hsiviewer.io.labels import read_labels
from hsiviewer.io.maps import (
    write_class_map,
    write_confidence,
    write_probabilities,
)
from hsiviewer.io.styles import read_pam_names
from tests.builders import UTM33


def make_result(name="tree", class_id=1, georeference=UTM33, fill=None):
    class_map = np.zeros((70, 80), np.uint16)
    class_map[3:60, 5:] = class_id if fill is None else fill
    confidence = np.where(class_map > 0, 0.5, np.nan).astype(np.float32)
    scheme = ClassScheme((LandCoverClass(class_id, name, "#0A0b0C"),))
    return ClassificationResult(class_map, confidence, scheme, georeference, {})


def state(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


@pytest.mark.parametrize(
    "name", ['<&">', "a]]>b", "漢字 🌲 µ", "  blanks  ", "two\nlines", "tab\there", "'"]
)
def test_names_survive_in_both_files(tmp_path, name):
    write_class_map(tmp_path / "map.tif", make_result(name))
    assert read_pam_names(tmp_path / "map.tif") == {1: name}
    entry = ET.parse(tmp_path / "map.qml").find(".//paletteEntry")
    assert entry.get("label") == name
    assert entry.get("color").lower() == "#0a0b0c"


@pytest.mark.parametrize("name", ["", "bell\x07", "return\rhere", "half \ud83c"])
def test_names_that_xml_cannot_hold_do_not_stop_the_map(tmp_path, name):
    write_class_map(tmp_path / "map.tif", make_result(name))
    for beside in ("map.tif.aux.xml", "map.qml"):
        ET.parse(tmp_path / beside)
    with rasterio.open(tmp_path / "map.tif") as dataset:
        assert dataset.read(1)[3, 5] == 1


@pytest.mark.parametrize(
    "transform",
    [
        (1 / 3, 0.0, 360000.1, 0.0, -1 / 7, 5810000.7),
        (4.0, 3.0, 3e5, 3.0, -4.0, 5e6),
        (30.0, 0.0, 360000.0, 0.0, 30.0, 5e6),
    ],
)
def test_every_transform_is_kept_to_the_last_bit(tmp_path, transform):
    place = GeoReference(UTM33.crs_wkt, transform)
    write_class_map(tmp_path / "map.tif", make_result(georeference=place))
    with rasterio.open(tmp_path / "map.tif") as dataset:
        assert tuple(dataset.transform)[:6] == transform


def test_a_scene_without_place_and_with_large_ids_gets_a_map(tmp_path):
    write_class_map(tmp_path / "m.tif", make_result("x", 40000, GeoReference()))
    with placeless_allowed(), rasterio.open(tmp_path / "m.tif") as dataset:
        assert dataset.dtypes == ("uint16",)
        assert dataset.crs is None
        assert dataset.colormap(1)[40000] == (10, 11, 12, 255)
        assert dataset.read(1).max() == 40000
    assert read_pam_names(tmp_path / "m.tif") == {40000: "x"}


def test_a_class_that_the_scheme_lacks_is_written_too(tmp_path):
    write_class_map(tmp_path / "m.tif", make_result(fill=300))
    with rasterio.open(tmp_path / "m.tif") as dataset:
        assert dataset.read(1).max() == 300


def test_a_map_of_no_class_at_all_is_written(tmp_path):
    empty = make_result(fill=0)
    write_class_map(tmp_path / "m.tif", empty)
    write_confidence(tmp_path / "c.tif", empty)
    with rasterio.open(tmp_path / "c.tif") as dataset:
        assert np.isnan(dataset.read(1)).all()


def test_a_style_that_cannot_be_replaced_leaves_the_old_map(tmp_path):
    write_class_map(tmp_path / "map.tif", make_result("old"))
    (tmp_path / "map.qml").unlink()
    (tmp_path / "map.qml").mkdir()
    before = state(tmp_path)
    with pytest.raises(ExportError, match=r"map\.qml could not be written"):
        write_class_map(tmp_path / "map.tif", make_result("new", 2))
    assert state(tmp_path) == before


@pytest.mark.parametrize("write", [write_class_map, write_confidence])
@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(28, "No space left")]
)
def test_a_full_or_locked_disk_leaves_the_old_file(tmp_path, monkeypatch, write, error):
    path = tmp_path / "map.tif"
    write(path, make_result())
    before = state(tmp_path)

    def refuse(_path):
        raise error

    monkeypatch.setattr("hsiviewer.core.atomic._sync", refuse)
    with pytest.raises(ExportError, match=rf"(?i)map\.tif could not.*{error.strerror}"):
        write(path, make_result("new", 2))
    assert state(tmp_path) == before


def test_a_confidence_that_reads_back_differently_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("hsiviewer.io.maps.np.array_equal", lambda *_, **__: False)
    with pytest.raises(ExportError, match=r"c\.tif reads back with other values"):
        write_confidence(tmp_path / "c.tif", make_result())
    assert state(tmp_path) == {}


def test_a_map_can_be_read_as_labels_again(tmp_path):
    result = make_result("Wald", 14)
    write_class_map(tmp_path / "map.tif", result)
    labels, scheme = read_labels(tmp_path / "map.tif", None)
    np.testing.assert_array_equal(labels.values, result.class_map)
    assert scheme == ClassScheme((LandCoverClass(14, "Wald", "#0a0b0c"),))


def test_probabilities_are_a_raster_with_a_band_for_each_class(tmp_path):
    shares = np.random.default_rng(0).dirichlet([1, 2], (600, 80)).transpose(2, 0, 1)
    shares[:, 5, 6] = 0
    scheme = ClassScheme(
        (LandCoverClass(4, "tree", "#00ff00"), LandCoverClass(9, "water", "#0000ff"))
    )
    result = ClassificationResult(
        np.ones((600, 80), np.uint16), np.ones((600, 80), np.float32), scheme, UTM33,
        probabilities=ClassProbabilities((4, 9), as_bytes(shares)),
    )  # fmt: skip
    write_probabilities(tmp_path / "shares.tif", result)
    with rasterio.open(tmp_path / "shares.tif") as dataset:
        found = dataset.read()
        assert dataset.descriptions == ("tree", "water")
        assert dataset.tags(2)["class_id"] == "9"
        assert dataset.crs.to_epsg() == 32633
        assert np.isnan(dataset.nodata)
    assert np.isnan(found[:, 5, 6]).all()
    found[:, 5, 6] = 0
    np.testing.assert_allclose(found, shares, atol=1 / 255)


def test_a_run_without_probabilities_says_so(tmp_path):
    with pytest.raises(ExportError, match="this run kept no probabilities; train"):
        write_probabilities(tmp_path / "shares.tif", make_result())
    assert state(tmp_path) == {}
