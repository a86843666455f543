"""Marks of "no label", classes that count from 0, and other shapes of label rasters."""

import numpy as np
import pytest
import rasterio
from PIL import Image
from scipy.io import savemat

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.label_values import class_ids
from hsiviewer.io.labels import read_label_file, read_labels
from hsiviewer.io.reader import LabelRaster
from tests.builders import UTM33, make_cube

# Three classes in a scene of 6 x 7 pixels, the first row without labels.
TRUTH = np.repeat((np.arange(7) * 3 // 7 + 1)[None], 6, 0)
TRUTH[0] = 0
COUNTS = {1: 15, 2: 10, 3: 10}
LABELLED = TRUTH > 0


def read(values, **about):
    return class_ids(LabelRaster(np.asarray(values), **about), "l.tif", grid=(6, 7))


@pytest.mark.parametrize(
    ("values", "nodata"),
    [
        (np.where(LABELLED, TRUTH, -3.4028234663852886e38).astype("f4"), -3.4e38),
        (np.where(LABELLED, TRUTH, -3.4028234663852886e38).astype("f4"), None),
        (np.where(LABELLED, TRUTH, -9999).astype("i2"), None),
        (np.where(LABELLED, TRUTH, -100).astype("i2"), None),
        (np.where(LABELLED, TRUTH, 255).astype("u1"), None),
        (np.where(LABELLED, TRUTH, 65535).astype("u2"), None),
        (np.where(LABELLED, TRUTH - 1, -1).astype("i2"), None),
        (np.where(LABELLED, TRUTH - 1, 255).astype("u1"), None),
        (TRUTH[..., None] == [1, 2, 3], None),
        (np.moveaxis(TRUTH[..., None] == [1, 2, 3], 2, 0).astype("u1"), None),
        (np.array(["", "wood", "field", "lake"])[TRUTH], None),
        (TRUTH.reshape(-1), None),
        (TRUTH[..., None], None),
        (TRUTH.astype("f8"), None),
    ],
)
def test_every_way_to_write_the_same_labels(values, nodata):
    found = read(values, nodata=nodata)
    np.testing.assert_array_equal(found.values, TRUTH)


def test_what_was_assumed_is_told():
    told = read(np.where(LABELLED, TRUTH - 1, -1)).notices
    assert "-1 is taken for no label" in told[0]
    assert "counts its classes from 0" in told[1]
    assert "--map-ids -1=0,1=1,2=2" in told[1]
    both = read(np.where(LABELLED, TRUTH - 1, 255).astype("u1"), nodata=255)
    assert "0 is taken for no label, too" in both.notices[0]
    assert "--map-ids 0=1,1=2,2=3" in both.notices[0]
    assert not read(TRUTH).notices


def test_values_that_are_no_marks_stay_classes():
    grey = read(TRUTH.astype("u1") * 85)
    assert sorted(np.unique(grey.values)) == [0, 85, 170, 255]
    named = read(np.where(LABELLED, TRUTH, 255).astype("u1"), names={255: "cloud"})
    assert (named.values == 255).sum() == 7


def test_the_user_says_what_ids_mean():
    values = np.where(LABELLED, TRUTH - 1, 255).astype("u1")
    found = class_ids(
        LabelRaster(values, nodata=0, names={1: "field"}),
        "l.tif",
        id_map={0: 7, 255: 0},
    )
    assert {
        class_id: int((found.values == class_id).sum()) for class_id in (0, 1, 2, 7)
    } == {7: 15, 1: 10, 2: 10, 0: 7}
    assert found.names == {1: "field"}


@pytest.mark.parametrize(
    "values", [[[-1, -2, 3]], [[0.5, 1, 2]], [[70000, 80000, 1]], np.ones((2, 3, 4))]
)
def test_what_is_no_label_is_refused(values):
    with pytest.raises(LabelFormatError):
        class_ids(LabelRaster(np.asarray(values)), "l.tif")


@pytest.mark.parametrize("shape", [(1, 40), (40, 1)])
def test_scenes_of_one_line_keep_their_shape(tmp_path, shape):
    ids = np.arange(40).reshape(shape) % 3
    np.save(tmp_path / "l.npy", ids)
    found, _ = read_labels(tmp_path / "l.npy", make_cube(rows=shape[0], cols=shape[1]))
    np.testing.assert_array_equal(found.values, ids)
    assert read_labels(tmp_path / "l.npy", None)[0].shape == shape


def test_texts_name_their_classes(tmp_path):
    np.save(tmp_path / "l.npy", np.array(["", "wood", "field", "lake"])[TRUTH])
    found, scheme = read_labels(tmp_path / "l.npy", make_cube())
    assert found.counts == COUNTS
    assert [cover.name for cover in scheme] == ["wood", "field", "lake"]


def test_a_layer_for_each_class_of_matlab(tmp_path):
    savemat(tmp_path / "l.mat", {"gt": (TRUTH[..., None] == [1, 2, 3]).astype("u1")})
    assert read_labels(tmp_path / "l.mat", make_cube())[0].counts == COUNTS


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_colours_of_a_picture_are_classes(tmp_path, suffix):
    palette = np.array([[0, 0, 0], [0, 128, 0], [255, 215, 0], [0, 0, 255]], np.uint8)
    picture = palette[TRUTH]
    if suffix == ".tif":
        picture = np.dstack([picture, np.full(TRUTH.shape, 255, np.uint8)])
    Image.fromarray(picture).save(tmp_path / f"l{suffix}")
    found, scheme = read_labels(tmp_path / f"l{suffix}", make_cube())
    assert found.counts == COUNTS
    assert [cover.color for cover in scheme] == ["#008000", "#ffd700", "#0000ff"]


def test_a_layer_for_each_class_of_a_geotiff(tmp_path):
    layers = np.stack([class_id == TRUTH for class_id in (1, 2, 3)]).astype(np.uint8)
    write_geotiff(tmp_path / "l.tif", layers, georeference=UTM33)
    cube = make_cube(georeference=UTM33)
    assert read_labels(tmp_path / "l.tif", cube)[0].counts == COUNTS


def test_a_map_of_ids_follows_the_name_of_a_file(tmp_path):
    write_geotiff(tmp_path / "l.tif", TRUTH[None].astype("u1"), georeference=UTM33)
    cube = make_cube(georeference=UTM33)
    file = read_label_file(f"{tmp_path / 'l.tif'}:1=4,3=0", cube)
    assert file.labels.counts == {4: 15, 2: 10}
    assert file.scheme.ids == (2, 4)


@pytest.mark.parametrize("name", ["points.xlsx", "roi.xml", "regions.kml"])
def test_tables_are_refused_with_what_can_be_read(tmp_path, name):
    (tmp_path / name).write_text("x,y,class\n1,2,wood\n")
    with pytest.raises(LabelFormatError, match=r"GeoTIFF.*GeoPackage"):
        read_labels(tmp_path / name, make_cube())


def test_names_of_a_geotiff_move_with_its_ids(tmp_path):
    with rasterio.open(
        tmp_path / "l.tif", "w", driver="GTiff", count=1, height=6, width=7,
        dtype="uint8", crs=32633, transform=rasterio.Affine(*UTM33.transform),
    ) as dataset:  # fmt: skip
        dataset.write(TRUTH.astype("u1"), 1)
    (tmp_path / "l.tif.aux.xml").write_text(
        "<PAMDataset><PAMRasterBand band='1'><CategoryNames><Category/>"
        "<Category>wood</Category></CategoryNames></PAMRasterBand></PAMDataset>"
    )
    cube = make_cube(georeference=UTM33)
    _, scheme = read_labels(f"{tmp_path / 'l.tif'}:1=5", cube)
    assert scheme[5].name == "wood"
