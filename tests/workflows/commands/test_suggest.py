"""`hsiviewer suggest` from files to points, and the same from Python."""

import csv
import json

import numpy as np
import pytest

import hsiviewer
from hsiviewer.cli import run
from hsiviewer.core import paths
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from tests.builders import UTM33
from tests.in_process import run_jobs_here
from tests.workflows.scenes import SCHEME


@pytest.fixture(autouse=True)
def in_process(monkeypatch):
    run_jobs_here(monkeypatch)


def rows_of(path):
    return list(csv.DictReader(path.read_text().splitlines()))


def test_doubtful_pixels_are_written_with_the_names_of_their_classes(
    files, tmp_path, capsys
):
    out = tmp_path / "next.csv"
    command = (
        f"suggest {files.scene} --labels {files.labels} --count 4 --out {out} "
        f"--method discriminant --min-distance 2 --device cpu --seed 3"
    )
    assert run(command.split()) == 0
    printed = capsys.readouterr().out
    assert f"wrote {out}: 4 pixels" in printed
    assert " between " in printed
    rows = rows_of(out)
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4"]
    labels = read_labels(files.labels, None)[0].values
    for row in rows:
        assert labels[int(row["row"]), int(row["col"])] == 0
        names = {cover.id: cover.name for cover in SCHEME}
        assert row["best_name"] == names[int(row["best_class"])]
        assert row["second_name"] == names[int(row["second_class"])]
        assert row["x"]
    found = hsiviewer.suggest(
        files.scene,
        files.labels,
        count=4,
        method="discriminant",
        min_distance=2,
        seed=3,
        device="cpu",
    )
    assert [(pixel.row, pixel.col, pixel.margin) for pixel in found] == [
        (int(row["row"]), int(row["col"]), float(row["margin"])) for row in rows
    ]
    assert all(isinstance(pixel, hsiviewer.Suggestion) for pixel in found)
    assert not list((paths.user_data() / "runs").iterdir()), "no run is left"


def test_without_labels_and_with_a_mask_typical_pixels_are_written(
    files, tmp_path, capsys
):
    masked = np.zeros((24, 30), np.uint16)
    masked[:, 10:] = 1
    mask, out = tmp_path / "mask.tif", tmp_path / "first.geojson"
    write_labels(mask, LabelMap(masked), SCHEME, UTM33)
    command = f"suggest {files.scene} --count 3 --out {out} --mask {mask} --device cpu"
    assert run(command.split()) == 0
    assert "typical of the scene" in capsys.readouterr().out
    features = json.loads(out.read_text())["features"]
    assert len(features) == 3
    for feature in features:
        properties = feature["properties"]
        assert properties["col"] < 10
        assert properties["reason"] == "diverse"
        assert properties["margin"] is None
        assert properties["best_name"] in ("", None)


def test_a_trained_model_is_asked(files, tmp_path, capsys):
    model, out = tmp_path / "model", tmp_path / "next.gpkg"
    classify = (
        f"classify {files.scene} --labels {files.labels} --method spectral-angle "
        f"--out {tmp_path / 'map.tif'} --save-model {model} --device cpu"
    )
    assert run(classify.split()) == 0
    command = f"suggest {files.scene} --model {model} --count 2 --out {out}"
    assert run(command.split()) == 0
    assert "between" in capsys.readouterr().out
    assert out.exists()


def test_ids_of_labels_and_what_the_file_does_not_say_are_given(
    files, bare, tmp_path, capsys
):
    out, meta = tmp_path / "next.csv", tmp_path / "scene.hsimeta.toml"
    meta.write_text('wavelengths = "450 to 1000"\ncrs = "EPSG:32633"\n')
    command = (
        f"suggest {bare} --labels {files.labels} --count 2 --out {out} "
        f"--method discriminant --device cpu --map-label-ids 2=20,5=0 --meta {meta}"
    )
    assert run(command.split()) == 0
    assert not capsys.readouterr().err
    for row in rows_of(out):
        assert {row["best_class"], row["second_class"]} == {"9", "20"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("--out next.tif", ".csv or .gpkg"),
        ("--method svn", "svm"),
        ("--min-distance 900", "no pixel is left"),
        ("--model nothing", "holds no saved model"),
    ],
)
def test_what_cannot_be_suggested_is_told(
    files, tmp_path, monkeypatch, capsys, change, sentence
):
    monkeypatch.chdir(tmp_path)
    command = (
        f"suggest {files.scene} --labels {files.labels} --count 2 --out next.csv "
        f"--method spectral-angle {change}"
    )
    assert run(command.split()) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert not (tmp_path / "next.csv").exists()


def test_points_that_a_user_may_have_filled_in_are_not_replaced(
    files, tmp_path, capsys
):
    out = tmp_path / "next.csv"
    out.write_text("mine")
    command = f"suggest {files.scene} --count 1 --out {out}"
    assert run(command.split()) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert run([*command.split(), "--overwrite"]) == 0
    assert rows_of(out)


@pytest.mark.parametrize("wrong", ["--count 0", "--count x", "--min-distance -1"])
def test_wrong_numbers_are_wrong_usage(files, wrong, capsys):
    command = f"suggest {files.scene} --count 1 --out x.csv {wrong}"
    assert run(command.split()) == 2
    assert "usage" in capsys.readouterr().err


def test_ids_of_labels_that_are_not_given_are_refused(files, capsys):
    command = f"suggest {files.scene} --count 1 --out x.csv --map-label-ids 1=2"
    assert run(command.split()) == 1
    assert "--labels, which is not given" in capsys.readouterr().err
