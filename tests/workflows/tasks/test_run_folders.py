"""Run folders: deleted only where they belong, and cleared when they are stale."""

import json
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from hsiviewer.core import paths
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks import run_folders as run_records
from hsiviewer.workflows.tasks.records import LearningTask
from hsiviewer.workflows.tasks.run_folders import (
    RUN_FILE,
    RunRecord,
    discard_run,
    new_run_folder,
    read_runs,
    remove_run,
    remove_stale_runs,
    write_run,
)

OLD_RUN = Path(__file__).parents[2] / "data/version_0_1/runs/20260101-120000-0a1b2c3d"
RECIPE = Recipe("svm", overrides={"components": "3"}, seed=4)


def make_record(folder, **fields):
    task = LearningTask(
        scene="scene.hdr", run_folder=str(folder), classes=[], recipe=RECIPE, **fields
    )
    return RunRecord(kind="classify", title="SVM", task=task, state="done")


def kept(folder, **fields):
    write_run(make_record(folder, **fields))
    return folder


def claim(folder, told, **fields):
    """Write a record into a folder that says it belongs to another one."""
    text = msgspec.json.encode(make_record(told, **fields)).decode()
    (folder / RUN_FILE).write_text(text)


def test_a_run_is_read_and_removed():
    folder = kept(new_run_folder())
    (record,) = read_runs("scene.hdr", "")
    assert record.folder == folder
    remove_run(record)
    assert not folder.exists()


def test_without_a_digest_runs_are_found_by_their_place_only():
    kept(new_run_folder())
    assert read_runs("elsewhere.hdr", "") == []


def test_a_variable_of_a_file_has_its_own_runs():
    write_run(of_variable("new", variable="water"))
    write_run(of_variable("old", variable=None))
    titles = [record.title for record in read_runs("moved.mat:water", "abc", "water")]
    assert sorted(titles) == ["new", "old"]
    assert read_runs("moved.mat:other", "abc", "other") == []
    assert read_runs("moved.mat", "abc") == []


def of_variable(title, *, variable):
    """Return the record of a run that has learned from a variable of a file."""
    record = make_record(new_run_folder())
    task = msgspec.structs.replace(record.task, scene="/data/town.mat:water")
    return msgspec.structs.replace(
        record, title=title, task=task, scene_digest="abc", scene_variable=variable
    )


def test_a_run_is_read_as_it_was_written():
    folder = new_run_folder()
    record = make_record(folder, save_model=str(folder / "model"))
    write_run(record)
    assert read_runs("scene.hdr", "") == [record]


def test_a_run_of_version_0_1_is_read():
    folder = paths.user_data() / "runs" / OLD_RUN.name
    shutil.copytree(OLD_RUN, folder)
    (record,) = read_runs("/data/town.hdr", "")
    assert record.folder == folder
    assert (record.title, record.state, record.seconds) == (
        "DiffCLIP (paper)", "done", 12.5
    )  # fmt: skip
    task = record.task
    assert task.recipe == Recipe(
        "diffclip", preset="paper", overrides={"steps": "40", "members": 2}, seed=7,
        device="cpu", text_encoder="scratch",
    )  # fmt: skip
    assert [each.name for each in task.classes] == ["water", "roof"]
    assert task.good_bands == [True, False, True]
    write_run(record)  # as a run that is renamed or shown
    assert read_runs("/data/town.hdr", "") == [record]


@pytest.mark.parametrize(
    ("written", "preset", "expected"),
    [
        (2, "quick", {"steps": "40", "context_gain": 1.0, "context": False}),
        (2, "paper", {"steps": "40"}),
        (3, "quick", {"steps": "40"}),
    ],
)
def test_a_run_of_an_earlier_version_is_repeated_as_it_was(written, preset, expected):
    recipe = Recipe("diffclip", preset=preset, overrides={"steps": "40"})
    record = make_record(new_run_folder())
    task = msgspec.structs.replace(record.task, recipe=recipe)
    write_run(msgspec.structs.replace(record, task=task, format=written))
    (found,) = read_runs("scene.hdr", "")
    overrides = found.task.recipe.overrides
    assert {name: overrides[name] for name in expected} == expected
    assert len(overrides) == 1 or overrides["features"] == "principal"
    found.task.recipe.make_config()
    assert found.format == 3
    write_run(found)  # as a run that is renamed
    assert read_runs("scene.hdr", "") == [found]


@pytest.mark.parametrize(
    "task",
    [None, [], "svm", {"recipe": 3}, {"method": "svm"}, {"method": ["svm"]}],
)
def test_a_damaged_record_is_left_out(task):
    folder = new_run_folder()
    values = {"kind": "classify", "title": "SVM", "task": task}
    (folder / RUN_FILE).write_text(json.dumps(values))
    assert read_runs("scene.hdr", "") == []


def test_a_record_that_names_another_folder_deletes_nothing(tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("x")
    remove_run(make_record(precious))
    remove_run(make_record(paths.user_data()))
    remove_run(make_record(paths.user_data() / "runs"))
    remove_run(make_record(paths.user_data() / "runs" / ".." / "runs"))
    assert (precious / "thesis.txt").exists()
    assert (paths.user_data() / "runs").parent.exists()


def test_a_record_of_another_folder_is_not_listed(tmp_path):
    folder = new_run_folder()
    claim(folder, tmp_path)
    assert read_runs("scene.hdr", "") == []


def test_a_record_never_says_where_a_model_is_written(tmp_path):
    folder = new_run_folder()
    claim(folder, folder, save_model=str(tmp_path / "elsewhere"))
    (record,) = read_runs("scene.hdr", "")
    assert record.task.save_model == str(folder / "model")


def test_runs_that_were_moved_together_are_still_listed(tmp_path):
    folder = new_run_folder()
    claim(folder, tmp_path / "before" / folder.name)
    (record,) = read_runs("scene.hdr", "")
    assert record.folder == folder


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_among_the_runs_is_not_followed(tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("x")
    new_run_folder()
    link = paths.user_data() / "runs" / "link"
    link.symlink_to(precious, target_is_directory=True)
    claim(precious, link)
    assert read_runs("scene.hdr", "") == []
    discard_run(link)
    assert (precious / "thesis.txt").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 100_000, '{"kind": 1}', '{"kind":"classify"}', "\0"]
)
def test_damaged_records_are_left_out(text):
    (new_run_folder() / RUN_FILE).write_text(text)
    good = kept(new_run_folder())
    assert [each.folder for each in read_runs("scene.hdr", "")] == [good]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_record():
    os.mkfifo(new_run_folder() / RUN_FILE)
    assert read_runs("scene.hdr", "") == []


def test_a_scene_of_any_name_has_its_runs():
    folder = new_run_folder()
    record = make_record(folder)
    task = msgspec.structs.replace(record.task, scene="town\udcff.hdr")
    write_run(msgspec.structs.replace(record, task=task))
    (found,) = read_runs("town\udcff.hdr", "")
    assert found.task.scene == "town\udcff.hdr"


def of_ended_process(folder):
    mark = json.loads((folder / run_records._USED_FILE).read_text())
    if not mark["begun"]:
        pytest.skip("this system does not tell when a process has begun")
    (folder / run_records._USED_FILE).write_text(json.dumps(mark | {"begun": "1 2"}))
    return folder


def test_folders_of_ended_programs_are_cleared():
    stale = of_ended_process(new_run_folder())
    mine = new_run_folder()
    recorded = of_ended_process(kept(new_run_folder()))
    result = of_ended_process(new_run_folder())
    (result / "class_map.npy").write_bytes(b"x")
    old = new_run_folder()
    (old / run_records._USED_FILE).unlink()
    elsewhere = new_run_folder()
    mark = json.loads((elsewhere / run_records._USED_FILE).read_text())
    told = mark | {"host": "another", "begun": "1 2"}
    (elsewhere / run_records._USED_FILE).write_text(json.dumps(told))
    remove_stale_runs()
    assert not stale.exists()
    assert all(each.exists() for each in (mine, recorded, result, old, elsewhere))
