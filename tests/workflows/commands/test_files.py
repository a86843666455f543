"""Commands from files to files: scenes described, models learned, objects sorted."""

import asyncio
import csv
import json
from contextlib import closing

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import ExportError, HsiViewerError, LabelFormatError
from hsiviewer.evaluation import metrics
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import METHODS
from hsiviewer.workflows.commands import self_test
from hsiviewer.workflows.commands.info import format_info, scene_info
from hsiviewer.workflows.commands.methods import format_methods, method_list
from hsiviewer.workflows.commands.objects import ObjectFiles, classify_object_files
from hsiviewer.workflows.commands.pretrain import PretrainFiles, pretrain_files
from hsiviewer.workflows.tasks.targets import MODEL_FILES
from tests.builders import make_cube, make_values
from tests.in_process import run_jobs_here
from tests.workflows.scenes import write_object

SVM = Recipe("svm", device="cpu")


def nothing(_job):
    """Follow nothing."""


def test_what_is_known_of_a_scene_is_told(files):
    with closing(open_cube(files.scene)) as cube:
        info = scene_info(cube)
    assert (info["rows"], info["cols"], info["bands"]) == (24, 30, 12)
    assert info["bad_bands"] == []
    assert json.loads(json.dumps(info, allow_nan=False)) == info
    lines = dict(line.split(None, 1) for line in format_info(info).splitlines())
    assert lines["size"] == "24 rows x 30 columns x 12 bands"
    assert lines["wavelengths"] == "450.0 to 1000.0 nm"
    assert lines["nodata"] == "-9999"
    assert lines["CRS"].startswith("EPSG:32633")


def test_what_a_scene_does_not_tell_is_said():
    good = np.ones(9, bool)
    good[[0, 1, 2, 6]] = False
    source = ArraySource(make_values(bands=9))
    cube = HsiCube(source, BandAxis(9, good=good), nodata=float("nan"))
    info = scene_info(cube)
    assert info["bad_bands"] == [1, 2, 3, 7], "they are counted from 1"
    assert info["nodata"] == "nan"
    text = format_info(info)
    assert "1-3, 7" in text
    assert "wavelengths  unknown" in text
    assert "none: the file does not say where it lies" in text
    plain = format_info(scene_info(make_cube()))
    assert "none marked" in plain
    assert "none declared" in plain


def test_all_methods_are_listed_with_their_parameters():
    methods = method_list()
    assert [method["id"] for method in methods] == list(METHODS)
    assert json.loads(json.dumps(methods)) == methods
    text = format_methods(methods)
    assert text.startswith(methods[0]["id"])
    for method in methods:
        for parameter in method["parameters"]:
            assert f"--set {parameter['name']}={parameter['type']}" in text


@pytest.fixture
def objects(tmp_path):
    """Write objects of two materials and a table of them."""
    folder = tmp_path / "objects"
    folder.mkdir()
    rows = [["file", "label", "set"]]
    for number, material in enumerate([2, 5, 2, 5, 2, 5, 2]):
        write_object(folder / f"{number}.hdr", material)
        name = {2: "water", 5: "meadow"}[material]
        if number == 6:
            rows.append([f"{number}.hdr", "", ""])
        else:
            rows.append([f"{number}.hdr", name, "test" if number > 3 else ""])
    table = tmp_path / "labels.csv"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return ObjectFiles(
        folder=folder, labels=table, out=tmp_path / "out.csv", recipe=SVM
    )


def test_objects_are_classified_into_a_table(objects, monkeypatch):
    run_jobs_here(monkeypatch)
    told = []
    asyncio.run(classify_object_files(objects, on_change=nothing, say=told.append))
    with objects.out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [f"{number}.hdr" for number in range(7)]
    found = [row["predicted"] for row in rows]
    assert found == ["water", "meadow"] * 3 + ["water"]
    (summary,) = told
    assert f"wrote {objects.out}" in summary
    assert "2 objects" in summary


def test_an_object_that_is_missing_is_named(objects):
    (objects.folder / "3.hdr").unlink()
    with pytest.raises(LabelFormatError, match=r"lists 3\.hdr, which is not in"):
        asyncio.run(classify_object_files(objects, on_change=nothing, say=print))
    assert not objects.out.exists()


def test_classes_of_a_table_have_to_be_in_the_class_file(objects, tmp_path):
    classes = tmp_path / "classes.toml"
    classes.write_text('[[class]]\nid = 1\nname = "water"\ncolor = "#0000ff"\n')
    request = ObjectFiles(
        folder=objects.folder, labels=objects.labels, out=objects.out, recipe=SVM,
        classes=classes,
    )  # fmt: skip
    with pytest.raises(LabelFormatError, match="the class file does not have meadow"):
        asyncio.run(classify_object_files(request, on_change=nothing, say=print))


def test_a_model_is_learned_without_labels(files, tmp_path, monkeypatch):
    run_jobs_here(monkeypatch)
    recipe = Recipe("diffclip", device="cpu", overrides={"pretrain_steps": 1})
    target, told = tmp_path / "model", []
    request = PretrainFiles(scene=str(files.scene), recipe=recipe, save_model=target)
    asyncio.run(pretrain_files(request, on_change=nothing, say=told.append))
    assert any(target.glob("*.safetensors"))
    assert told[0].startswith(f"wrote {target}")


def test_a_model_never_takes_the_place_of_other_files(files, tmp_path):
    mine = tmp_path / MODEL_FILES[0]
    mine.write_text("mine")
    request = PretrainFiles(
        scene=str(files.scene), recipe=Recipe("diffclip"), save_model=tmp_path
    )
    with pytest.raises(ExportError, match="it is no result of hsiviewer"):
        asyncio.run(pretrain_files(request, on_change=nothing, say=print))
    assert mine.read_text() == "mine"


def test_the_self_test_tells_each_step(monkeypatch):
    run_jobs_here(monkeypatch)
    monkeypatch.setattr(self_test, "_RECIPES", (SVM,))
    told = []
    asyncio.run(self_test.self_test(told.append))
    assert told[0].startswith("sample scene written: ")
    assert any(line.startswith("svm trained: overall accuracy 0.") for line in told)
    assert told[-2:] == ["map exported and read back: svm.tif", "self-test passed"]


def test_a_method_that_is_no_better_than_chance_fails_the_self_test(monkeypatch):
    run_jobs_here(monkeypatch)
    monkeypatch.setattr(self_test, "_RECIPES", (SVM,))

    def hopeless(truth, class_map):
        return metrics.assess(truth, np.where(class_map == 1, 2, 1).astype(np.uint16))

    monkeypatch.setattr(self_test, "assess", hopeless)
    with pytest.raises(HsiViewerError, match="hardly better than chance"):
        asyncio.run(self_test.self_test(lambda _line: None))
