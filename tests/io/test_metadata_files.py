"""Properties of a scene in a file, and the scene that opens with them."""

from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.errors import HsiViewerError, SceneMetadataError
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.described_scenes import described, open_described
from hsiviewer.io.metadata_files import (
    changed_values,
    metadata_of,
    read_metadata,
    sidecar_of,
)
from hsiviewer.io.metadata_text import format_metadata, write_metadata
from hsiviewer.io.sensors import find_sensor, sensors, sensors_of
from tests.builders import make_cube, make_values

EVERYTHING = SceneMetadata(
    axes=("rows", "cols", "bands"),
    wavelengths_nm=(400.5, 500.0, 600.25),
    fwhm_nm=(5.0, 6.0, 7.0),
    bad_bands=(0, 2),
    nodata=-1.0,
    scale=10000.0,
    offset=0.5,
    quantity="radiance",
    unit='W/m2/sr/"um"',
    crs="EPSG:32633",
    transform=(30.0, 0.0, 300000.0, 0.0, -30.0, 5800000.0),
    default_bands=(2, 1, 0),
)


@pytest.mark.parametrize(
    "said",
    [
        SceneMetadata(),
        EVERYTHING,
        SceneMetadata(range_nm=(400.0, 2500.0), nodata="none", bad_bands=()),
        SceneMetadata(sensor="emit", fwhm_nm=(7.5,), default_bands=(4,)),
        SceneMetadata(wavelengths_nm=(3000.0, 4000.0)),
    ],
)
def test_a_file_comes_back_as_it_was_written(tmp_path, said):
    path = tmp_path / "scene.hsimeta.toml"
    write_metadata(path, said)
    assert read_metadata(path) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"wavelengths": "0.4, 0.5 0.6"}, {"wavelengths_nm": (400, 500, 600)}),
        ({"wavelengths": [20000, 10000], "wavelength_unit": "cm-1"},
         {"wavelengths_nm": (500, 1000)}),
        ({"wavelengths": "0.4 to 2.5"}, {"range_nm": (400, 2500)}),
        ({"fwhm": "0.01", "wavelength_unit": "um"}, {"fwhm_nm": (10,)}),
        ({"axes": "Rows, cols,bands"}, {"axes": ("rows", "cols", "bands")}),
        ({"bad_bands": [1, 3]}, {"bad_bands": (0, 2)}),
        ({"bad_bands": "none"}, {"bad_bands": ()}),
        ({"nodata": "0"}, {"nodata": 0.0}),
        ({"nodata": "None"}, {"nodata": "none"}),
        ({"scale": 100}, {"scale": 100.0}),
        ({"offset": "-2"}, {"offset": -2.0}),
        ({"quantity": "Counts", "unit": "DN"}, {"quantity": "counts", "unit": "DN"}),
        ({"crs": 32633}, {"crs": "EPSG:32633"}),
        ({"corner": "10, 20", "pixel_size": 5}, {"transform": (5, 0, 10, 0, -5, 20)}),
        ({"transform": [1, 0, 2, 0, -1, 3]}, {"transform": (1, 0, 2, 0, -1, 3)}),
        ({"default_bands": "3 2 1"}, {"default_bands": (2, 1, 0)}),
        ({"default_bands": 2}, {"default_bands": (1,)}),
    ],
)  # fmt: skip
def test_each_key_says_its_field(values, said):
    assert metadata_of(values, where="--set") == SceneMetadata(**said)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"colour": "red"}, "'colour' is unknown"),
        ({"wavelengths": "a, b"}, "a list of numbers has 'a'"),
        ({"wavelengths": ""}, "has no number"),
        ({"wavelengths": [400], "sensor": "emit"}, "two ways"),
        ({"wavelength_unit": "parsec", "fwhm": 1}, "no unit of wavelengths"),
        ({"wavelength_unit": "nm"}, "give one of them"),
        ({"fwhm": 1, "wavelength_unit": "cm-1"}, "nm or um"),
        ({"corner": [1, 2]}, "belong together"),
        ({"corner": [1, 2], "pixel_size": -1}, "upper left corner"),
        ({"transform": [1, 2]}, "six numbers"),
        ({"scale": True}, "number is needed"),
        ({"unit": 5}, "not a text"),
        ({"axes": "a,b"}, "once each"),
        ({"scale": 16**9000}, "too many digits"),
        ({"bad_bands": [16**9000]}, "too many digits"),
        ({"crs": 16**9000}, "too many digits"),
        ({"wavelengths": [float("inf"), 400]}, "no light"),
        ({"wavelengths": [["deep"]]}, "number is needed"),
        ({"bad_bands": {"a": 1}}, "not a text"),
        ({"nodata": float("-inf")}, "always mean"),
        ({"unit": "\ud800"}, "single line"),
    ],
)
def test_a_wrong_value_is_refused_by_name(values, sentence):
    with pytest.raises(SceneMetadataError, match=sentence) as told:
        metadata_of(values, where="scene.toml")
    assert str(told.value).startswith("scene.toml: ")


def test_changes_win_over_the_file_and_replace_what_they_contradict(tmp_path):
    listed = tmp_path / "bands.txt"
    listed.write_text("400\n500\n600\n")
    values = {"sensor": "emit", "nodata": 0, "corner": [0, 0], "pixel_size": 1}
    changes = [
        ("wavelengths", f"@{listed}"),
        ("nodata", "-1"),
        ("transform", "1 0 5 0 -1 6"),
    ]
    said = metadata_of(changed_values(values, changes), where="--set")
    assert said.wavelengths_nm == (400, 500, 600)
    assert (said.sensor, said.nodata) == ("", -1)
    assert said.transform == (1, 0, 5, 0, -1, 6)


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    path = tmp_path / "scene.hsimeta.toml"
    path.write_text("wavelengths = [1,")
    with pytest.raises(SceneMetadataError, match="not a TOML file"):
        read_metadata(path)


def test_a_scene_opens_with_all_that_is_said(tmp_path):
    values = make_values(bands=3, rows=4, cols=5)
    np.save(tmp_path / "scene.npy", values.transpose(1, 2, 0))
    cube = open_described(tmp_path / "scene.npy", EVERYTHING)
    assert cube.shape == (3, 4, 5)
    assert cube.bands.wavelength_nm.tolist() == [400.5, 500, 600.25]
    assert cube.bands.fwhm_nm.tolist() == [5, 6, 7]
    assert cube.bands.good_bands.tolist() == [1]
    assert cube.georeference.crs_name == "EPSG:32633"
    assert cube.georeference.transform == EVERYTHING.transform
    assert cube.default_bands == (2, 1, 0)
    assert (cube.quantity, cube.unit) == ("radiance", 'W/m2/sr/"um"')
    assert not cube.is_reflectance
    assert np.allclose(cube.read(), values / 10000 + 0.5)
    assert cube.metadata == EVERYTHING
    cube.close()


def test_axes_that_are_said_win_and_the_reference_keeps_them(tmp_path):
    np.save(tmp_path / "scene.npy", np.zeros((3, 4, 5)))
    said = SceneMetadata(axes=("cols", "bands", "rows"))
    cube = open_described(tmp_path / "scene.npy", said)
    assert cube.shape == (4, 5, 3)
    again = open_described(cube.reference, cube.metadata)
    assert again.shape == cube.shape


def test_axes_of_a_file_that_names_them_are_refused():
    from hsiviewer.io.described_scenes import in_order

    with pytest.raises(SceneMetadataError, match="states the order"):
        in_order(make_cube(), SceneMetadata(axes=("rows", "cols", "bands")))


@pytest.mark.parametrize(
    ("said", "fields", "is_reflectance"),
    [
        ({"scale": 100.0}, {"scale": 100.0}, True),
        ({"scale": 100.0, "quantity": "radiance"}, {"quantity": "radiance"}, False),
        ({"quantity": "reflectance"}, {"scale": 1.0}, True),
        ({"scale": 10.0, "offset": 1.0}, {"scale": 1.0}, True),
        ({"nodata": "none"}, {"nodata": None}, False),
        ({"nodata": 12.0}, {"nodata": 12.0}, False),
    ],
)
def test_values_are_read_as_said(said, fields, is_reflectance):
    cube = described(make_cube(nodata=-9.0), SceneMetadata(**said))
    for name, value in fields.items():
        assert getattr(cube, name) == value
    assert cube.is_reflectance == is_reflectance


def test_nodata_stays_nodata_with_an_offset():
    cube = described(make_cube(), SceneMetadata(nodata=0.0, offset=1.0))
    assert np.isnan(cube.read()[0, 0, 0])
    assert cube.read()[0, 0, 1] == 2.0


@pytest.mark.parametrize(
    "said", [{"crs": "EPSG:1"}, {"sensor": "emit"}, {"default_bands": (9,)}]
)
def test_what_does_not_fit_the_scene_is_refused(said):
    with pytest.raises(HsiViewerError, match=r"coordinate system|bands"):
        described(make_cube(), SceneMetadata(**said))


def test_every_sensor_is_plausible_and_named_once():
    known = sensors()
    assert len({sensor.id for sensor in known}) == len(known)
    for sensor in known:
        assert sensor.source
        assert sensor.name
        assert 340 < sensor.wavelength_nm.min() < sensor.wavelength_nm.max() < 2600
        if sensor.fwhm_nm is not None:
            assert sensor.fwhm_nm.size == sensor.count
    families = ("aviris", "aviris-ng", "enmap", "prisma", "desis", "emit", "hyperion",
                "rosis", "hydice", "casi", "hyspex", "specim-iq", "headwall",
                "sentinel-2")  # fmt: skip
    for family in families:
        assert any(sensor.id.startswith(family) for sensor in known), family


@pytest.mark.parametrize(
    ("sensor_id", "count", "first", "last"),
    [
        ("aviris-1992-200", 200, 400.02, 2489.09),
        ("aviris-classic-204", 204, 365.9, 2486.3),
        ("emit-244", 244, 381.006, 2492.924),
        ("hyperion-198", 198, 426.82, 2395.5),
        ("rosis-103", 103, 430.0, 860.0),
        ("hydice-162", 162, 440.2, 2369.4),
        ("casi-houston-2013", 144, 380.0, 1050.0),
        ("samson", 156, 401.0, 889.0),
        ("hyspex-vnir-1600", 160, 400.0, 988.0),
        ("headwall-270", 270, 400.0, 1000.0),
        ("sentinel-2-10", 10, 492.7, 2202.4),
    ],
)
def test_sensors_have_their_published_bands(sensor_id, count, first, last):
    sensor = find_sensor(sensor_id, count=count)
    assert sensor in sensors_of(count)
    assert sensor.wavelength_nm[0] == pytest.approx(first, abs=0.1)
    assert sensor.wavelength_nm[-1] == pytest.approx(last, abs=0.1)


@pytest.mark.parametrize(
    ("sensor_id", "count", "step_nm"),
    [
        ("hyspex-vnir-1800", 186, 3.26),
        ("hyspex-vnir-1600", 160, 3.7),
        ("hyspex-swir-384", 288, 5.45),
        ("hyspex-swir-320", 256, 6.0),
        ("hydice", 210, 10.0),
    ],
)
def test_ranges_agree_with_the_published_spacing(sensor_id, count, step_nm):
    steps = np.diff(find_sensor(sensor_id, count=count).wavelength_nm)
    np.testing.assert_allclose(steps, step_nm, rtol=0.025)


def test_a_sensor_with_other_bands_is_refused_with_those_that_fit():
    with pytest.raises(SceneMetadataError, match=r"the scene has 103.*rosis-103"):
        find_sensor("emit", count=103)
    with pytest.raises(SceneMetadataError, match="no known sensor has 7 bands"):
        find_sensor("emit", count=7)
    with pytest.raises(SceneMetadataError, match="there is no sensor 'nonsense'"):
        find_sensor("nonsense", count=7)


def test_the_text_is_plain_toml():
    lines = format_metadata(EVERYTHING).splitlines()
    assert lines[0].startswith("# ")
    assert 'bad_bands = "1, 3"' in lines
    assert "default_bands = [3, 2, 1]" in lines


@pytest.mark.parametrize("path", ["", ".", "/"])
def test_a_folder_has_no_properties_beside_it(path):
    assert sidecar_of(Path(path)) is None
