import json
import subprocess
import sys

import numpy as np
import pytest

from hsiviewer import __version__
from hsiviewer.cli import run
from hsiviewer.core import paths
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from tests.learning.objects import make_object
from tests.learning.text_models import make_text_model
from tests.workflows.scenes import SCHEME, write_scene


@pytest.fixture
def files(tmp_path):
    return write_scene(tmp_path)


def test_info_tells_what_the_file_says(files, capsys):
    assert run(["info", str(files.scene), "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["bands"], info["rows"], info["cols"]) == (12, 24, 30)
    assert info["wavelength_nm"][0] == 450.0
    assert info["crs"] == "EPSG:32633"
    assert info["nodata"] == -9999
    assert run(["info", str(files.scene)]) == 0
    assert "450.0 to 1000.0 nm" in capsys.readouterr().out


def test_methods_lists_presets_and_parameters(capsys):
    assert run(["methods", "--json"]) == 0
    methods = {each["id"]: each for each in json.loads(capsys.readouterr().out)}
    assert "svm" in methods
    assert methods["svm"]["parameters"]
    assert run(["methods"]) == 0
    assert "--set" in capsys.readouterr().out


def test_classify_writes_a_map_with_names_and_a_report(files, tmp_path, capsys):
    out, report = tmp_path / "map.tif", tmp_path / "r.json"
    confidence = tmp_path / "confidence.tif"
    command = (
        f"classify {files.scene} --labels {files.labels} --classes {files.classes} "
        f"--method svm --out {out} --confidence {confidence} --device cpu "
        f"--reference {files.reference} --report {report}"
    )
    status = run(command.split())
    assert status == 0
    assert str(out) in capsys.readouterr().out
    class_map, scheme = read_labels(out, open_cube(files.scene))
    assert [(each.id, each.name, each.color) for each in scheme] == [
        (each.id, each.name, each.color) for each in SCHEME
    ]
    assert class_map.values[0, 0] == 0
    figures = json.loads(report.read_text())
    assert figures["overall_accuracy"] > 0.95
    assert figures["n_labels"] == 18
    assert figures["n_reference"] == 24 * 30 - 18
    assert figures["method"] == "svm"
    values = open_cube(confidence).read()[0]
    assert np.isnan(values[0, 0])
    assert np.nanmax(values) <= 1.0


def test_evaluate_prints_a_table_and_writes_all_runs(files, tmp_path, capsys):
    out = tmp_path / "runs.json"
    command = (
        f"evaluate {files.scene} --reference {files.reference} --method svm "
        f"--shots 2,4 --seeds 0-1 --json {out}"
    )
    status = run(command.split())
    assert status == 0
    assert "svm" in capsys.readouterr().out
    record = json.loads(out.read_text())
    assert [(each["shots"], each["seed"]) for each in record["runs"]] == [
        (2, 0),
        (2, 1),
        (4, 0),
        (4, 1),
    ]
    assert len(record["summary"]) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (["--method", "svn"], "svm"),
        (["--set", "foldz=3"], "folds"),
        (["--labels", "missing.tif"], "missing.tif"),
        (["--preset", "best"], "quick"),
        (["--report", "r.pdf"], ".json or .html"),
    ],
)
def test_wrong_input_ends_with_one_sentence_and_status_1(
    files, tmp_path, capsys, change, sentence
):
    arguments = {
        "--labels": str(files.labels),
        "--method": "svm",
        "--out": str(tmp_path / "map.tif"),
    }
    arguments |= dict(zip(change[::2], change[1::2], strict=True))
    flat = [part for pair in arguments.items() for part in pair]
    assert run(["classify", str(files.scene), *flat]) == 1
    message = capsys.readouterr().err
    assert sentence in message
    assert "Traceback" not in message
    assert message.startswith("hsiviewer: ")
    assert not (tmp_path / "map.tif").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["classify"],
        ["evaluate", "x", "--reference", "y", "--method", "svm", "--shots", "two"],
        ["info"],
        ["--what"],
    ],
)
def test_wrong_usage_ends_with_status_2(arguments, capsys):
    assert run(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_starting_the_command_line_imports_nothing_heavy():
    code = (
        "import sys, hsiviewer.__main__, hsiviewer.cli as cli;"
        "cli.run(['methods']);"
        "heavy = {'torch', 'transformers', 'sklearn', 'PySide6'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_a_model_is_pretrained_trained_and_applied(files, tmp_path, capsys):
    encoder, model = tmp_path / "encoder", tmp_path / "model"
    small = "--set pretrain_steps=3 --set steps=5 --set members=1 --set width=16"
    pretraining = (
        f"pretrain {files.scene} --method diffclip --save-model {encoder} {small} "
        "--device cpu"
    )
    assert run(pretraining.split()) == 0
    training = (
        f"classify {files.scene} --labels {files.labels} --classes {files.classes} "
        f"--method diffclip {small} --pretrained {encoder} --save-model {model} "
        f"--out {tmp_path / 'map.tif'} --device cpu"
    )
    assert run(training.split()) == 0
    capsys.readouterr()
    applying = (
        f"predict {files.scene} --model {model} --out {tmp_path / 'again.tif'} "
        f"--confidence {tmp_path / 'c.tif'} --reference {files.reference} --device cpu"
    )
    assert run(applying.split()) == 0
    assert "overall accuracy" in capsys.readouterr().out
    cube = open_cube(files.scene)
    first, scheme = read_labels(tmp_path / "map.tif", cube)
    second, again = read_labels(tmp_path / "again.tif", cube)
    left = list((paths.user_data() / "runs").glob("*/class_map.npy"))
    assert not left, "results are where they were wanted, and nowhere else"
    assert np.array_equal(first.values, second.values)
    assert list(scheme) == list(again)


def test_several_scenes_get_maps_in_a_folder(files, tmp_path, capsys):
    (tmp_path / "other").mkdir()
    other = write_scene(tmp_path / "other", rows=31)
    renamed = other.scene.with_name("second.hdr")
    other.scene.rename(renamed)
    other.scene.with_suffix(".img").rename(renamed.with_suffix(".img"))
    model = tmp_path / "model"
    training = (
        f"classify {files.scene} --labels {files.labels} --method svm --device cpu "
        f"--save-model {model} --out {tmp_path / 'map.tif'}"
    )
    assert run(training.split()) == 0
    command = f"predict {files.scene} {renamed} --model {model} --device cpu --out "
    assert run([*command.split(), str(tmp_path / "one.tif")]) == 1
    assert "need a folder" in capsys.readouterr().err
    assert run([*command.split(), str(tmp_path / "maps")]) == 0
    written = sorted(each.name for each in (tmp_path / "maps").glob("*.tif"))
    assert written == ["scene_map.tif", "second_map.tif"]


def test_objects_of_a_folder_are_classified_with_a_table(tmp_path, capsys):
    names = ("ripe", "unripe", "wormy")
    lines = ["file,label,set"]
    for number in range(12):
        kind = number % 3
        np.save(tmp_path / f"{number}.npy", make_object(kind, number))
        part = "train" if number < 9 else "test"
        lines.append(f"{number}.npy,{names[kind]},{part}")
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text("\n".join(lines))
    arguments = ["objects", str(tmp_path), "--labels", str(table), "--out", str(out)]
    quick = ["object_patch=10", "members=1", "steps=60", "filters=4", "width=32"]
    changes = [part for each in quick for part in ("--set", each)]
    assert run([*arguments, *changes, "--device", "cpu"]) == 0
    told = capsys.readouterr().out
    assert "overall accuracy 1.0000" in told
    assert "on 3 objects" in told
    rows = out.read_text().splitlines()
    assert rows[0].endswith("patches,vote ripe,vote unripe,vote wormy")
    assert len(rows) == 13
    assert run([*arguments, "--method", "diffclip"]) == 1
    assert "for whole objects choose one of" in capsys.readouterr().err
    table.write_text("file,label\n99.npy,ripe\n")
    assert run(arguments) == 1
    assert "99.npy, which is not in" in capsys.readouterr().err


def test_descriptions_by_a_language_model_are_asked_for_and_taken(
    files, tmp_path, capsys
):
    arguments = [
        "describe", str(files.scene), "--labels", str(files.labels),
        "--classes", str(files.classes),
    ]  # fmt: skip
    assert run([*arguments, "--instruction", "diffclip"]) == 0
    assert "- roof (Bright tiles, flat spectrum.)" in capsys.readouterr().out
    answer = tmp_path / "answer.txt"
    answer.write_text("## roof\nRed clay tiles.\n")
    assert run([*arguments, "--answer", str(answer)]) == 0
    told = capsys.readouterr().out
    assert 'description = "Red clay tiles."' in told
    assert 'description = "Green grass with a red edge."' in told
    answer.write_text("Sorry.")
    assert run([*arguments, "--answer", str(answer)]) == 1
    assert "describes none of the classes" in capsys.readouterr().err
    assert run([*arguments, "--instruction", "poem"]) == 1
    assert "choose one of s3fn, diffclip, several" in capsys.readouterr().err
    writer = make_text_model(tmp_path / "writer", "bert")
    assert run([*arguments, "--writer", str(writer)]) == 1
    assert "cannot write them" in capsys.readouterr().err


def test_values_of_a_parameter_are_swept(files, tmp_path, capsys):
    out = tmp_path / "out.json"
    arguments = [
        "evaluate", str(files.scene), "--reference", str(files.reference),
        "--method", "spectral-angle", "--shots", "3", "--seeds", "0-2",
    ]  # fmt: skip
    sweep = ["--sweep", "references=mean,labels"]
    assert run([*arguments, *sweep, "--json", str(out)]) == 0
    told = capsys.readouterr().out
    assert "spectral-angle references=labels" in told
    assert "of 3, p = " in told
    found = json.loads(out.read_text())
    assert len(found["runs"]) == 6
    assert found["paired_tests"][0]["seeds"] == 3
    assert set(found["summary"][0]["f1"]) == {"water", "meadow", "roof"}
    assert run([*arguments, "--sweep", "references=median"]) == 1
    assert "references cannot be 'median'" in capsys.readouterr().err


def test_methods_and_values_are_asked_about_the_same_pixels(files, tmp_path):
    out = tmp_path / "out.json"
    arguments = [
        "evaluate", str(files.scene), "--reference", str(files.reference),
        "--method", "curated-prompts", "--shots", "2", "--seeds", "0",
        "--split", "disjoint", "--sweep", "patch_size=1,3,5", "--json", str(out),
        "--text-encoder", "scratch",
    ]  # fmt: skip
    settings = ["steps=2", "members=1", "calibration_folds=0", "context=false"]
    quick = [word for setting in settings for word in ("--set", setting)]
    assert run([*arguments, *quick]) == 0
    runs = json.loads(out.read_text())["runs"]
    assert len({each["n_reference"] for each in runs}) == 1
    assert run([*arguments, "--seeds", "4-1"]) == 2


def test_classes_too_close_together_are_left_out(files, tmp_path, capsys):
    # Beside the three classes, one of a single pixel.
    reference, _ = read_labels(str(files.reference), None)
    values = reference.values.copy()
    values[0, 1] = 7
    truth, out = tmp_path / "truth.npy", tmp_path / "out.json"
    np.save(truth, values)
    for split in ("disjoint", "blocks"):
        arguments = [
            "evaluate", str(files.scene), "--reference", str(truth), "--overwrite",
            "--method", "spectral-angle", "--shots", "2", "--seeds", "0-1",
            "--split", split, "--json", str(out),
        ]  # fmt: skip
        assert run(arguments) == 0
        assert (
            "left out because all their pixels are too close together"
            in capsys.readouterr().out
        )
        for record in json.loads(out.read_text())["runs"]:
            assert record["split"] == split
            assert record["left_out"] == ["class 7"]
            assert 7 not in record["class_ids"]
            assert record["n_overlapping"] == 0
            told = [each for each in record["warnings"] if each.startswith("Left out")]
            assert len(told) == 1


def test_advice_is_given_from_measured_figures(capsys):
    assert run(["methods", "--for-labels", "5", "--for-classes", "40"]) == 0
    told = capsys.readouterr().out
    assert "labels a class" in told
    assert "You have 40 classes" in told
