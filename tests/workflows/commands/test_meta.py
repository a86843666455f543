"""Commands that take what a user says about a scene."""

import json

import numpy as np
import pytest

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core.errors import ConfigurationError, SceneMetadataError
from hsiviewer.io.registry import open_auxiliary, open_cube
from tests.builders import UTM33, make_cube
from tests.in_process import run_jobs_here
from tests.workflows.commands.test_benchmark import write_set


def test_info_shows_and_saves_what_is_set(bare, tmp_path, capsys):
    meta = tmp_path / "scene.hsimeta.toml"
    command = ["info", str(bare), "--json", "--save-meta", str(meta)]
    for change in ("wavelengths=450 to 1000", "crs=EPSG:32633", "nodata=-9999"):
        command += ["--set", change]
    assert run(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["wavelength_nm"][-1] == 1000
    assert (told["crs"], told["nodata"]) == ("EPSG:32633", -9999)
    assert set(told["set"]) == {"wavelengths", "wavelength_unit", "crs", "nodata"}
    again = ["info", str(bare), "--meta", str(meta), "--set", "nodata=none"]
    assert run(again) == 0
    text = capsys.readouterr().out
    assert "450.0 to 1000.0 nm" in text
    assert "nodata       none declared" in text
    assert "set          wavelengths" in text
    assert run(command) == 1, "a file of the user's is not replaced"
    assert "--overwrite" in capsys.readouterr().err
    assert run([*command, "--overwrite"]) == 0


@pytest.mark.parametrize("change", ["wavelengths=1,2", "colour=red", "crs=Mars"])
def test_info_refuses_what_cannot_be(bare, change, tmp_path, capsys):
    meta = tmp_path / "m.toml"
    command = ["info", str(bare), "--set", change, "--save-meta", str(meta)]
    assert run(command) == 1
    assert not meta.exists()
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_scene_learns_and_predicts_as_its_meta_says(
    files, bare, tmp_path, capsys, monkeypatch
):
    run_jobs_here(monkeypatch)
    meta = tmp_path / "scene.hsimeta.toml"
    meta.write_text(
        'axes = "rows, cols, bands"\nwavelengths = "450 to 1000"\n'
        "nodata = -9999\nscale = 10000\n"
        'bad_bands = "1"\ncrs = "EPSG:32633"\n'
        "corner = [360000, 5810000]\npixel_size = 30\n"
    )
    model, out = tmp_path / "model", tmp_path / "map.tif"
    status = run(
        f"classify {bare} --labels {files.labels} --method spectral-angle "
        f"--meta {meta} --out {out} --save-model {model}".split()
    )
    assert status == 0, capsys.readouterr().err
    record = json.loads((model / "model.json").read_text())
    assert record["bands"]["used"] == list(range(1, 12))
    assert record["bands"]["wavelength_nm"][-1] == 1000
    assert record["bands"]["is_scaled"]
    again = tmp_path / "again.tif"
    predict = f"predict {bare} --model {model} --out {again}".split()
    assert run(predict) == 1, "without the file, the values are no reflectance"
    assert run([*predict, "--meta", str(meta)]) == 0
    maps = [open_cube(path) for path in (out, again)]
    first, second = (cube.source.read() for cube in maps)
    assert np.array_equal(first, second)
    assert first[0, 0, 0] == 0
    assert {cube.georeference.crs_name for cube in maps} == {"EPSG:32633"}


def test_scripts_say_it_as_a_dict_or_a_file(files, bare, tmp_path):
    meta = tmp_path / "m.toml"
    meta.write_text("nodata = -9999\nbad_bands = [1, 2]\n")
    scene = hsiviewer.open(bare, meta=meta)
    assert scene.nodata == -9999
    assert scene.bad_bands == (0, 1)
    said = {"wavelengths": "450 to 1000", "axes": "rows, cols, bands"}
    assert hsiviewer.open(bare, meta=said).wavelengths_nm[0] == 450
    array = np.load(bare)
    assert hsiviewer.open(array, meta=said).wavelengths_nm[-1] == 1000
    with pytest.raises(SceneMetadataError, match="meta: "):
        hsiviewer.open(bare, meta={"nodata": "x"})
    with pytest.raises(ConfigurationError, match="meta cannot be int"):
        hsiviewer.open(bare, meta=5)
    with pytest.raises(ConfigurationError, match="already defines"):
        hsiviewer.open(scene, meta=meta)


@pytest.fixture
def berries(tmp_path):
    """Eight objects of two kinds, in arrays that say nothing, and their table."""
    chance = np.random.default_rng(0)
    lines = ["file;label"]
    for number in range(8):
        values = chance.normal(1 + number % 2, 0.05, (9, 8, 6)).astype(np.float32)
        np.save(tmp_path / f"berry{number}.npy", values)
        lines.append(f"berry{number}.npy;{('good', 'defective')[number % 2]}")
    (tmp_path / "labels.csv").write_text("\n".join(lines))
    return tmp_path


@pytest.mark.parametrize("wavelengths", ["400 to 900", "400, 500"])
@pytest.mark.parametrize("command", ["objects", "benchmark"])
def test_objects_are_as_their_meta_says(
    berries, capsys, monkeypatch, command, wavelengths
):
    run_jobs_here(monkeypatch)
    meta = berries / "all.hsimeta.toml"
    meta.write_text(f'axes = "rows, cols, bands"\nwavelengths = "{wavelengths}"\n')
    arguments = ["--method", "svm", "--meta", str(meta)]
    if command == "objects":
        table, out = berries / "labels.csv", berries / "out.csv"
        arguments += ["--labels", str(table), "--out", str(out)]
        status = run(["objects", str(berries), *arguments])
    else:
        arguments += ["--data", str(berries), "--seeds", "0"]
        status = run(["benchmark", "blueberries", *arguments])
    told = capsys.readouterr()
    if "to" in wavelengths:
        assert status == 0, told.err
    else:
        assert status == 1
        assert "2 wavelengths" in told.err


def test_a_benchmark_scene_is_as_its_meta_says(tmp_path, capsys, monkeypatch):
    run_jobs_here(monkeypatch)
    write_set(tmp_path, "indian-pines")
    meta = tmp_path / "scene.hsimeta.toml"
    arguments = ["--method", "spectral-angle", "--seeds", "0", "--meta", str(meta)]
    for text, status in (('bad_bands = "1"', 0), ('bad_bands = "9999"', 1)):
        meta.write_text(text)
        command = ["benchmark", "indian-pines", "--data", str(tmp_path), *arguments]
        assert run(command) == status
    assert "9999" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["height.hsimeta.toml", "height.npy.hsimeta.toml"])
def test_an_auxiliary_raster_is_what_the_file_beside_it_says(tmp_path, name):
    cube = make_cube(georeference=UTM33)
    heights = np.arange(12.0).reshape(3, 4)
    heights[0, 0] = -1
    np.save(tmp_path / "height.npy", heights)
    (tmp_path / name).write_text(
        'crs = "EPSG:32633"\ncorner = [360000, 5810000]\npixel_size = 60\nnodata = -1\n'
    )
    raster = open_auxiliary(tmp_path / "height.npy", cube)
    assert raster.grid_shape == cube.grid_shape
    found = raster.read()[0]
    assert np.isnan(found[0, 0])
    assert found[5, 6] == 10.75  # a quarter of a pixel left of the last one
    assert any(name in notice for notice in raster.notices)
    (tmp_path / name).write_text("nodata = [1]\n")
    with pytest.raises(SceneMetadataError, match=name):
        open_auxiliary(tmp_path / "height.npy", cube)
