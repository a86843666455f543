"""Commands that take what a user says about a scene."""

import json

import numpy as np
import pytest

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core.errors import ConfigurationError, SceneMetadataError
from hsiviewer.io.registry import open_cube
from tests.in_process import run_jobs_here


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
