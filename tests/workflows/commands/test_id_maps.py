"""References with other ids than the labels: told, mapped, and never silently wrong."""

import json

import numpy as np
import pytest

from hsiviewer import cli
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from tests.builders import UTM33
from tests.in_process import run_jobs_here
from tests.workflows.scenes import SCHEME, write_scene

SWAPPED = {2: 5, 5: 9, 9: 2}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, caplog):
    """Return what runs `classify`: accuracy and what was told."""
    run_jobs_here(monkeypatch)
    files = write_scene(tmp_path)

    def classify(reference, *more):
        caplog.clear()
        status = cli.run(
            ["classify", str(files.scene), "--labels", str(files.labels), "--out",
             str(tmp_path / "map.tif"), "--reference", str(reference), "--report",
             str(tmp_path / "r.json"), "--method", "spectral-angle", *more]
        )  # fmt: skip
        assert status == 0
        told = caplog.text + capsys.readouterr().err
        return json.loads((tmp_path / "r.json").read_text())["overall_accuracy"], told

    classify.files = files
    return classify


def other_reference(run, ids, names=None):
    """Write the reference with other ids, and the names of the classes in `names`."""
    truth = read_labels(run.files.reference, None)[0].values
    table = np.zeros(10, np.uint16)
    for class_id, other in ids.items():
        table[class_id] = other
    labels = LabelMap(table[truth])
    scheme = ClassScheme(
        tuple(
            LandCoverClass(other, names[class_id], "#000000")
            for class_id, other in ids.items()
        )
        if names
        else ClassScheme.from_ids(labels.counts).classes
    )
    path = run.files.reference.with_name("other.tif")
    write_labels(path, labels, scheme, UTM33)
    return path


def test_permuted_ids_are_told_and_can_be_mapped(run):
    right, told = run(run.files.reference)
    assert right > 0.8
    assert "ids" not in told
    path = other_reference(run, SWAPPED)
    wrong, told = run(path)
    assert wrong < 0.2
    assert "look permuted" in told
    assert "--map-ids 2=9,5=2,9=5" in told
    mapped, told = run(path, "--map-ids", "2=9,5=2,9=5")
    assert mapped == right
    assert "ids" not in told


def test_ids_follow_names_that_both_files_know(run):
    right, _ = run(run.files.reference)
    names = {cover.id: cover.name for cover in SCHEME}
    accuracy, told = run(other_reference(run, SWAPPED, names))
    assert accuracy == right
    assert "names match the classes, ids follow them: 2=9,5=2,9=5" in told


def test_ids_of_no_class_are_told(run):
    path = other_reference(run, {2: 1, 5: 5, 9: 9})
    wrong, told = run(path)
    assert "the ids 1 match no class" in told
    assert "--map-ids 1=2" in told
    left_out, _ = run(path, "--map-ids", "1=0")
    assert left_out > wrong


def test_ids_of_labels_are_mapped(run, tmp_path):
    ids = ["--map-label-ids", "2=1,5=0"]
    _, told = run(other_reference(run, {2: 1, 5: 0, 9: 9}), *ids)
    assert "ids" not in told
    shown = read_labels(tmp_path / "map.tif", None)[0]
    assert set(shown.counts) == {1, 9}


def test_a_map_without_its_file_is_told(tmp_path, capsys):
    files = write_scene(tmp_path)
    status = cli.run(
        ["classify", str(files.scene), "--labels", str(files.labels), "--out",
         str(tmp_path / "m.tif"), "--method", "svm", "--map-ids", "1=2"]
    )  # fmt: skip
    assert status == 1
    assert "--map-label-ids" in capsys.readouterr().err


@pytest.mark.parametrize("ids", ["1", "1=2,1=3", "a=b", "1=99999"])
def test_a_damaged_map_is_wrong_usage(ids, capsys):
    status = cli.run(["predict", "s", "--model", "m", "--out", "o", "--map-ids", ids])
    assert status == 2
    assert "--map-ids" in capsys.readouterr().err
