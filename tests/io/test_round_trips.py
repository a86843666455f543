"""What is written reads back the same, in every format."""

import numpy as np
import pytest
import rasterio
import rasterio.shutil

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ClassSchemeError, ExportError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.class_files import read_classes, write_classes
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.maps import write_class_map, write_confidence
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.io.styles import read_pam_names
from tests.builders import UTM33, make_cube, make_values

SCHEME = ClassScheme(
    (
        LandCoverClass(1, 'water <&"> müd', "#0072b2", "dark"),
        LandCoverClass(10, "漢字", "#e69f00"),
        LandCoverClass(14, "tree", "#009e73"),
    )
)


def labels_like(scheme, shape=(6, 7)):
    values = np.zeros(shape, np.uint16)
    for position, each in enumerate(scheme):
        values[position, 1:4] = each.id
    return LabelMap(values)


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32", "float64"])
def test_envi_cubes_read_back_in_windows_steps_and_spectra(tmp_path, interleave, dtype):
    values = (make_values(5, 9, 11) % 250).astype(dtype)
    axis = BandAxis(
        5,
        np.array([450.0, 550.5, 650.25, 850.0, 1600.0]),
        np.full(5, 7.5),
        np.array([1, 1, 0, 1, 1], bool),
    )
    write_envi(
        tmp_path / "cube.hdr",
        values,
        bands=axis,
        georeference=UTM33,
        interleave=interleave,
        nodata=3,
        scale=100.0,
    )
    cube = open_cube(tmp_path / "cube.img")
    np.testing.assert_array_equal(cube.source.read(), values)
    window = PixelWindow(1, 2, 7, 8)
    part = values[[4, 0], 1:8:3, 2:10:3]
    np.testing.assert_array_equal(cube.source.read([4, 0], window, step=3), part)
    rows, cols = np.array([8, 0, 3]), np.array([10, 0, 7])
    spectra = cube.source.read_spectra(rows, cols)
    np.testing.assert_array_equal(spectra, values[:, rows, cols].T)
    assert cube.bands == axis
    assert (cube.nodata, cube.scale) == (3, 100.0)
    assert cube.georeference.transform == UTM33.transform
    assert cube.georeference.crs_name == "EPSG:32633"


def test_a_rotated_scene_keeps_its_place(tmp_path):
    turned = GeoReference(UTM33.crs_wkt, (4.0, 3.0, 3e5, 3.0, -4.0, 5e6))
    write_envi(
        tmp_path / "t.hdr", make_values(), bands=BandAxis(5), georeference=turned
    )
    found = open_cube(tmp_path / "t.hdr").georeference
    np.testing.assert_allclose(found.transform, turned.transform, rtol=1e-12)


def test_geotiff_cubes_read_decimated_and_by_spectra(tmp_path):
    values = make_values(4, 300, 40)
    path = tmp_path / "cube.tif"
    write_geotiff(path, values, georeference=UTM33, nodata=-1)
    with rasterio.open(path, "r+") as dataset:
        for band in range(4):
            dataset.update_tags(
                band + 1, wavelength=str(0.45 + band / 10), wavelength_units="µm",
                bbl=str(int(band != 2)),
            )  # fmt: skip
    cube = open_cube(path)
    window = PixelWindow(5, 3, 290, 30)
    expected = values[:, 5:295:7, 3:33:7]
    np.testing.assert_array_equal(cube.source.read(None, window, step=7), expected)
    rows, cols = np.array([299, 0, 299]), np.array([39, 5, 1])
    np.testing.assert_array_equal(
        cube.source.read_spectra(rows, cols), values[:, rows, cols].T
    )
    np.testing.assert_allclose(cube.bands.wavelength_nm, [450, 550, 650, 750])
    assert cube.bands.good_mask.tolist() == [True, True, False, True]
    assert cube.georeference.transform == UTM33.transform


@pytest.mark.parametrize("suffix", [".tif", ".hdr", ".mat", ".npy"])
def test_labels_round_trip_with_gaps_in_their_ids(tmp_path, suffix):
    labels, path = labels_like(SCHEME), tmp_path / f"labels{suffix}"
    place = UTM33 if suffix in (".tif", ".hdr") else GeoReference()
    write_labels(path, labels, SCHEME, place)
    found, scheme = read_labels(path, make_cube())
    np.testing.assert_array_equal(found.values, labels.values)
    assert scheme.ids == SCHEME.ids
    if suffix in (".tif", ".hdr"):
        assert [each.color for each in scheme] == [each.color for each in SCHEME]
        assert [each.name for each in scheme] == [each.name for each in SCHEME]


def test_large_ids_take_sixteen_bits(tmp_path):
    scheme = ClassScheme((LandCoverClass(300, "far", "#102030"),))
    write_labels(tmp_path / "l.tif", labels_like(scheme), scheme, UTM33)
    with rasterio.open(tmp_path / "l.tif") as dataset:
        assert dataset.dtypes == ("uint16",)
    assert read_labels(tmp_path / "l.tif", None)[1].ids == (300,)


def test_labels_of_another_grid_are_moved_by_map_coordinates(tmp_path):
    shifted = GeoReference(UTM33.crs_wkt, (30.0, 0, 360030.0, 0, -30.0, 5810000.0))
    write_labels(tmp_path / "l.tif", labels_like(SCHEME), SCHEME, shifted)
    found, _ = read_labels(tmp_path / "l.tif", make_cube(georeference=UTM33))
    np.testing.assert_array_equal(
        found.values[:, 1:], labels_like(SCHEME).values[:, :-1]
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (np.zeros((3, 3), np.uint8), "3 rows and 3 columns"),
        (np.full((6, 7), 1.5), "1.5"),
        (np.full((6, 7), -4), "-4"),
        (np.full((6, 7), 70000), "70000"),
    ],
)
def test_labels_that_cannot_be_are_refused(tmp_path, values, sentence):
    np.save(tmp_path / "l.npy", values)
    with pytest.raises(LabelFormatError, match=sentence):
        read_labels(tmp_path / "l.npy", make_cube())


def test_class_files_keep_every_character(tmp_path):
    odd = LandCoverClass(7, 'say "hi"\\', "#aabbcc", "line one\nline two\t# no comment")
    scheme = SCHEME.with_class(odd)
    write_classes(tmp_path / "c.toml", scheme)
    assert read_classes(tmp_path / "c.toml") == scheme


@pytest.mark.parametrize(
    "text",
    ["not toml [", "", "[[class]]\nname = 'x'", "[[class]]\nid = true",
     "[[class]]\nid = 1\ncolour = '#000000'", "[[class]]\nid = 1\nname = 5"],
)  # fmt: skip
def test_wrong_class_files_are_named(tmp_path, text):
    path = tmp_path / "classes.toml"
    path.write_text(text)
    with pytest.raises(ClassSchemeError, match=r"classes\.toml"):
        read_classes(path)


@pytest.fixture
def result():
    class_map = labels_like(SCHEME, (160, 200)).values.copy()
    class_map[40:] = 14
    confidence = np.where(class_map > 0, 0.75, np.nan).astype(np.float32)
    return ClassificationResult(
        class_map, confidence, SCHEME, UTM33, {"method": "svm", "seed": 4}
    )


def test_maps_carry_everything_that_gdal_and_qgis_look_for(tmp_path, result):
    path = tmp_path / "map.tif"
    write_class_map(path, result)
    with rasterio.open(path) as dataset:
        assert dataset.crs.to_epsg() == 32633
        assert tuple(dataset.transform)[:6] == UTM33.transform
        assert dataset.nodata == 0
        assert dataset.dtypes == ("uint8",)
        assert dataset.colormap(1)[14] == (0, 158, 115, 255)
        assert dataset.overviews(1)
        assert dataset.tags()["AREA_OR_POINT"] == "Area"
        assert dataset.tags()["HSIVIEWER_METHOD"] == "svm"
        np.testing.assert_array_equal(dataset.read(1), result.class_map)
    assert read_pam_names(path) == {each.id: each.name for each in SCHEME}
    style = (tmp_path / "map.qml").read_text(encoding="utf-8")
    assert 'value="10"' in style
    assert "漢字" in style
    assert "<&" not in style
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "map.qml", "map.tif", "map.tif.aux.xml",
    ]  # fmt: skip
    write_confidence(tmp_path / "c.tif", result)
    with rasterio.open(tmp_path / "c.tif") as dataset:
        assert np.isnan(dataset.nodata)
        np.testing.assert_array_equal(dataset.read(1), result.confidence)


def test_gdal_itself_reads_the_names_of_a_map(tmp_path, result):
    write_class_map(tmp_path / "map.tif", result)
    rasterio.shutil.copy(tmp_path / "map.tif", tmp_path / "copy.img", driver="ENVI")
    header = (tmp_path / "copy.hdr").read_text(encoding="utf-8")
    assert "class names" in header
    assert "tree" in header


def test_a_map_that_reads_back_differently_leaves_the_old_one(
    tmp_path, result, monkeypatch
):
    path = tmp_path / "map.tif"
    write_class_map(path, result)
    before = path.read_bytes()
    monkeypatch.setattr("hsiviewer.io.maps.read_pam_names", lambda _: {})
    with pytest.raises(ExportError, match=r"map\.tif reads back"):
        write_class_map(path, result)
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("name", ["map.png", "nowhere/map.tif"])
def test_maps_that_cannot_be_written_are_refused(tmp_path, result, name):
    with pytest.raises(ExportError):
        write_class_map(tmp_path / name, result)


def test_an_auxiliary_raster_of_half_the_resolution_is_resampled(tmp_path):
    coarse = GeoReference(UTM33.crs_wkt, (60.0, 0, 360000.0, 0, -60.0, 5810000.0))
    path = tmp_path / "dsm.tif"
    values = np.full((1, 4, 5), 12.5, np.float32)
    write_geotiff(path, values, georeference=coarse)
    raster = open_auxiliary(path, make_cube(georeference=UTM33))
    assert raster.grid_shape == (6, 7)
    assert np.nanmax(np.abs(raster.read() - 12.5)) < 1e-5
    assert "resampled" in raster.notices[-1]
