import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core.errors import ConfigurationError, CubeFormatError, FileAccessError
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.tasks.run_folders import remove_stale_runs

TRANSFORM = (30.0, 0.0, 300000.0, 0.0, -30.0, 5800000.0)


def values(kind=np.float32):
    rows, cols, bands = np.indices((4, 6, 3))
    return (100 * bands + 10 * rows + cols).astype(kind)


def test_a_file_opens_with_what_it_says(files, capsys):
    with hsiviewer.open(files.scene) as scene:
        assert scene.shape == (24, 30, 12)
        assert scene.wavelengths_nm[0] == 450.0
        with pytest.raises(ValueError, match="read-only"):
            scene.wavelengths_nm[0] = 5
        assert scene.nodata == -9999
        assert "33N" in scene.crs
        array = scene.to_array()
        assert array.shape == (24, 30, 12)
        assert array.dtype == np.float32
        assert np.isnan(array[0, 0]).all()
        assert np.array_equal(scene.spectrum(3, 4), array[3, 4])
        assert run(["info", str(files.scene), "--json"]) == 0
        assert scene.info() == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "axes",
    ["rows, cols, bands", "bands, rows, cols", "rows cols bands", "cols,bands,rows"],
)
@pytest.mark.parametrize(
    "kind",
    ["uint8", "int8", "int16", "uint16", "float16", "float32", "float64", "bool"],
)
def test_arrays_come_back_as_they_went_in(axes, kind):
    wanted = values(kind)
    order = [
        ["rows", "cols", "bands"].index(name) for name in axes.replace(",", " ").split()
    ]
    scene = hsiviewer.open(wanted.transpose(order), axes=axes)
    assert scene.shape == (4, 6, 3)
    assert np.array_equal(scene.to_array(), wanted.astype(np.float32))
    assert np.array_equal(
        scene.to_array(axes), wanted.astype(np.float32).transpose(order)
    )


@pytest.mark.parametrize(
    "transform",
    [
        TRANSFORM,
        (20.0, 5.0, 1.0, 5.0, -20.0, 2.0),
        (30.0, 0.0, 300000.0, 0.0, 30.0, 5800000.0),
    ],
)
def test_what_is_said_about_an_array_is_kept(transform):
    scene = hsiviewer.open(
        values(),
        wavelengths_nm=[450, 550, 650],
        bad_bands=[1],
        crs="EPSG:32633",
        transform=transform,
        nodata=11.0,
    )
    assert scene.wavelengths_nm.tolist() == [450, 550, 650]
    assert scene.bad_bands == (1,)
    known = open_cube(scene.cube.reference)
    assert known.bands == scene.cube.bands, "workers know it too"
    assert known.georeference == scene.cube.georeference
    assert scene.transform == transform
    assert scene.info()["crs"] == "EPSG:32633"
    assert np.isnan(scene.to_array()[1, 1, 0])
    assert np.isnan(scene.to_array()).sum() == 1


@pytest.mark.parametrize(
    ("scale", "is_reflectance"), [(None, False), (1, True), (np.int64(10000), True)]
)
def test_the_scale_of_an_array_says_that_it_is_reflectance(scale, is_reflectance):
    scene = hsiviewer.open(values("int16"), scale=scale)
    wanted = values("int16") / np.float32(scale or 1)
    assert np.array_equal(scene.to_array(), wanted)
    assert open_cube(scene.cube.reference).is_reflectance == is_reflectance


@pytest.mark.parametrize(
    ("given", "bad"),
    [
        ([False, True, False], (1,)),
        (np.array([False, False, False]), ()),
        (np.arange(3) == 2, (2,)),
        ([2, 0], (0, 2)),
    ],
)
def test_bad_bands_are_indices_or_a_mask(given, bad):
    assert hsiviewer.open(values(), bad_bands=given).bad_bands == bad


def test_a_mask_of_noughts_and_ones_is_not_taken_for_indices():
    with pytest.raises(ConfigurationError, match="an index occurs twice"):
        hsiviewer.open(values(), bad_bands=[1, 0, 0])


def test_a_scene_without_a_place_is_made_again_from_what_it_says():
    first = hsiviewer.open(values())
    again = hsiviewer.open(values(), crs=first.crs, transform=first.transform)
    assert again.crs == first.crs == ""


def test_a_masked_array_has_no_value_where_it_is_masked():
    masked = np.ma.masked_equal(values("int16"), 111)
    found = hsiviewer.open(masked).to_array()
    assert np.isnan(found[1, 1, 1])
    assert np.isnan(found).sum() == 1


def test_workers_read_the_same_values_from_a_file_that_goes_with_the_scene():
    array = values()
    scene = hsiviewer.open(array, wavelengths_nm=[450, 550, 650])
    array[:] = 0
    path = scene.cube.path
    again = open_cube(scene.cube.reference)
    assert np.array_equal(again.read(), values().transpose(2, 0, 1))
    assert again.bands == scene.cube.bands
    del scene, again
    gc.collect()
    assert not path.parent.exists()


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="no telling which programs have ended"
)
def test_the_file_of_a_program_that_was_killed_is_swept():
    code = (
        "import os, numpy, hsiviewer\n"
        "scene = hsiviewer.open(numpy.ones((2, 3, 4)))\n"
        "print(scene.cube.path, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    left = Path(done.stdout.strip())
    assert left.is_file()
    mine = hsiviewer.open(values())
    remove_stale_runs()
    assert not left.parent.exists()
    assert mine.cube.path.is_file()


def test_a_scene_shows_itself_in_notebooks(files):
    picture = hsiviewer.open(files.scene)._repr_png_()
    assert picture.startswith(b"\x89PNG")
    assert hsiviewer.open(files.scene).picture(bands=[0]) != picture
    scene = hsiviewer.open(files.scene)
    assert scene.picture(3) == scene.picture(np.array([3])) == scene.picture([3])
    for bands in ([0, 12, 3], 12, [0, 1], [0.5], "red"):
        with pytest.raises(ConfigurationError, match="one or three of the bands 0"):
            scene.picture(bands)


@pytest.mark.parametrize(
    ("array", "said", "sentence"),
    [
        (values()[0], {}, r"shape \(6, 3\)"),
        (values()[:0], {}, r"shape \(0, 6, 3\)"),
        (values().astype(complex), {}, "complex128"),
        (np.array([[["a"]]]), {}, "real numbers"),
        (values(), {"axes": "rows, bands"}, "bands, rows, cols"),
        (values(), {"wavelengths_nm": [450, 550]}, "2 wavelengths for 3 bands"),
        (values(), {"wavelengths_nm": [450, 550, -1]}, "positive"),
        (values(), {"wavelengths_nm": [0.45, 0.55, 0.65]}, "multiply micrometres"),
        (values(), {"wavelengths_nm": [120, 550, 2500]}, "run from 120 to 2500"),
        (values(), {"wavelengths_nm": [400, 550, 500000]}, "200 and 300000"),
        (values(), {"wavelengths_nm": [0.4, 120, 200]}, "multiply micrometres"),
        (values(), {"wavelengths_nm": ["blue", "green", "red"]}, "in nanometres"),
        (values(), {"bad_bands": [3]}, "the bands 0 to 2"),
        (values(), {"bad_bands": [0.5]}, "counted from 0"),
        (values(), {"bad_bands": [0, 1, 2]}, "leave some"),
        (values(), {"bad_bands": [True] * 3}, "leave some"),
        (values(), {"bad_bands": [True, False]}, "for each of 3 bands"),
        (values(), {"bad_bands": np.eye(3, dtype=bool)}, "for each of 3 bands"),
        (values(), {"bad_bands": 1}, "counted from 0"),
        (values(), {"axes": ("rows", "cols", "bands")}, "bands, rows, cols"),
        (values(), {"transform": [0] * 6}, "on one line"),
        (values(), {"transform": "abcdef"}, "six numbers"),
        (values(), {"nodata": "none"}, "one number"),
        (values(), {"scale": 0}, "positive number"),
        (values(), {"scale": "reflectance"}, "positive number"),
        (values(), {"nodata": [0, 1]}, "one number"),
        ([[[1, 2], [3]]], {}, "differ in length"),
        (values(), {"crs": "EPSG:123456"}, "EPSG:123456"),
        (values(), {"crs": "nowhere"}, "nowhere"),
        (values(), {"transform": (1, 2)}, "six numbers"),
    ],
)
def test_arrays_that_are_no_scene_are_refused_with_a_sentence(array, said, sentence):
    with pytest.raises((ConfigurationError, CubeFormatError), match=sentence):
        hsiviewer.open(array, **said)


def test_a_file_that_does_not_name_its_axes_is_told_them(tmp_path):
    array = np.random.default_rng(0).random((20, 30, 40), np.float32)
    np.save(tmp_path / "a.npy", array)
    for axes, order in (
        ("bands, rows, cols", (1, 2, 0)),
        ("rows, cols, bands", (0, 1, 2)),
        ("cols rows bands", (1, 0, 2)),
    ):
        scene = hsiviewer.open(tmp_path / "a.npy", axes=axes)
        assert np.array_equal(scene.to_array(), array.transpose(order))
        again = open_cube(scene.cube.reference)
        assert np.array_equal(again.read(), scene.cube.read()), "workers know it too"
    with pytest.raises(ConfigurationError, match="bands, rows, cols"):
        hsiviewer.open(tmp_path / "a.npy", axes="rows, cols")


def test_a_file_speaks_for_itself(files):
    with pytest.raises(ConfigurationError, match=r"scene\.hdr already defines"):
        hsiviewer.open(files.scene, nodata=0)
    with pytest.raises(ConfigurationError, match=r"scene\.hdr already defines"):
        hsiviewer.open(files.scene, axes="bands, rows, cols")
    assert hsiviewer.open(files.scene, axes="rows, cols, bands").shape == (24, 30, 12)
    with pytest.raises(ConfigurationError, match=r"scene\.img already defines"):
        hsiviewer.open(hsiviewer.open(files.scene), axes="bands, rows, cols")
    with pytest.raises(FileAccessError, match="no file"):
        hsiviewer.open("missing.tif")
    with pytest.raises(ConfigurationError, match="rows run from 0 to 23"):
        hsiviewer.open(files.scene).spectrum(24, 0)
