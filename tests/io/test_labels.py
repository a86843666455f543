"""Labels of every origin: what is accepted, and what is refused with a sentence."""

import numpy as np
import pytest
import rasterio

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import CubeFormatError, ExportError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import read_labels, write_labels
from tests.builders import SHARED_DATA, UTM33, make_cube, make_values

IDS = np.array([[0, 1, 10, 14, 0, 1, 1]] * 6)


@pytest.mark.parametrize("suffix", [".tif", ".hdr", ".img", ".mat", ".npy"])
def test_ids_above_255_survive(tmp_path, suffix):
    labels = LabelMap(IDS * 4000)
    scheme = ClassScheme.from_ids(labels.counts)
    write_labels(tmp_path / f"l{suffix}", labels, scheme, GeoReference())
    found, names = read_labels(tmp_path / f"l{suffix}", make_cube())
    np.testing.assert_array_equal(found.values, IDS * 4000)
    assert names.ids == (4000, 40000, 56000)


def test_whole_numbers_stored_as_floats_are_ids(tmp_path):
    values = IDS.astype(np.float32)
    values[0] = np.nan
    np.save(tmp_path / "l.npy", values)
    found, scheme = read_labels(tmp_path / "l.npy", make_cube())
    assert scheme.ids == (1, 10, 14)
    assert not found.values[0].any()


def test_the_nodata_value_of_a_raster_is_no_label(tmp_path):
    values = np.where(IDS == 0, -9999, IDS).astype(np.int16)
    write_geotiff(tmp_path / "l.tif", values[None], georeference=UTM33, nodata=-9999)
    found, _ = read_labels(tmp_path / "l.tif", make_cube(georeference=UTM33))
    np.testing.assert_array_equal(found.values, IDS)


@pytest.mark.parametrize("suffix", [".tif", ".hdr"])
def test_a_cube_is_not_taken_for_labels(tmp_path, suffix):
    path = tmp_path / f"cube{suffix}"
    if suffix == ".tif":
        write_geotiff(path, make_values(), georeference=UTM33)
    else:
        write_envi(path, make_values(), bands=BandAxis(5), georeference=UTM33)
    with pytest.raises(LabelFormatError, match="5 bands"):
        read_labels(path, make_cube())


def test_damaged_label_rasters_are_refused(tmp_path):
    path = tmp_path / "labels.tif"
    ids = np.random.default_rng(0).integers(0, 9, (64, 64))
    write_labels(path, LabelMap(ids), ClassScheme.from_ids(range(9)), UTM33)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(CubeFormatError, match=r"labels\.tif"):
        read_labels(path, None)


def test_labels_elsewhere_are_refused(tmp_path):
    far = GeoReference(UTM33.crs_wkt, (30.0, 0, 9e5, 0, -30.0, 1e6))
    scheme = ClassScheme.from_ids((1, 10, 14))
    write_labels(tmp_path / "far.tif", LabelMap(IDS), scheme, far)
    with pytest.raises(LabelFormatError, match=r"far\.tif lies outside"):
        read_labels(tmp_path / "far.tif", make_cube(georeference=UTM33))


def test_labels_of_another_size_need_coordinates_on_both_sides(tmp_path):
    scheme = ClassScheme.from_ids((1, 10, 14))
    write_labels(tmp_path / "l.tif", LabelMap(IDS[:3]), scheme, UTM33)
    with pytest.raises(LabelFormatError, match="no coordinate system"):
        read_labels(tmp_path / "l.tif", make_cube())
    moved, _ = read_labels(tmp_path / "l.tif", make_cube(georeference=UTM33))
    np.testing.assert_array_equal(moved.values[:3], IDS[:3])
    assert not moved.values[3:].any()


def test_an_unknown_suffix_and_a_missing_folder_are_refused(tmp_path):
    for name in ("l.xyz", "nowhere/l.npy", "nowhere/l.hdr", "nowhere/l.mat"):
        with pytest.raises(ExportError, match=r"l\."):
            write_labels(tmp_path / name, LabelMap(IDS), ClassScheme(), UTM33)


def test_ids_without_a_class_keep_their_pixels(tmp_path):
    write_labels(tmp_path / "l.tif", LabelMap(IDS), ClassScheme.from_ids([1]), UTM33)
    with rasterio.open(tmp_path / "l.tif") as dataset:
        np.testing.assert_array_equal(dataset.read(1), IDS)
    assert read_labels(tmp_path / "l.tif", None)[1].ids == (1, 10, 14)


@pytest.mark.parametrize(
    ("name", "shape", "count", "total"),
    [
        ("salinas_a/SalinasA_gt.mat", (83, 86), 6, 5348),
        ("gt_only/Indian_pines_gt.mat", (145, 145), 16, 10249),
        ("gt_only/PaviaU_gt.mat", (610, 340), 9, 42776),
        ("gt_only/Salinas_gt.mat", (512, 217), 16, 54129),
        ("gt_only/KSC_gt.mat", (512, 614), 13, 5211),
        ("houston2013_gt_spectra/Houston_gt.mat", (349, 1905), 15, 15029),
        (
            "enmap_potsdam/derived_enmap_potsdam_labels_160x192.tif",
            (192, 160),
            6,
            5672,
        ),
    ],
)
def test_published_ground_truths_have_their_published_counts(name, shape, count, total):
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"real labels {path} are not at hand")
    labels, scheme = read_labels(path, None)
    assert (labels.shape, len(labels.counts), labels.total) == (shape, count, total)
    assert set(labels.counts) <= set(scheme.ids)
