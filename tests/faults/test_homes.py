"""A home that cannot be written: everything works, and is told about once."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import pytest

from hsiviewer import cli
from hsiviewer.core import paths
from hsiviewer.core.errors import HsiViewerError, ProjectError
from hsiviewer.io.labels import read_labels
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.base.settings_file import settings_file
from hsiviewer.ui.dialogs import error_reports
from hsiviewer.workflows.session.bookmarks import Bookmark
from hsiviewer.workflows.tasks.run_folders import new_run_folder, read_runs
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.faults.places import KINDS, unwritable
from tests.workflows.scenes import write_scene
from tests.workflows.sessions import run

SVM = TrainingSettings(Recipe("svm", device="cpu"))


@pytest.fixture
def files(tmp_path):
    return write_scene(tmp_path / "scene")


@pytest.fixture(params=KINDS)
def home(request, tmp_path, monkeypatch):
    monkeypatch.delenv("HSIVIEWER_FALLBACK", raising=False)
    with unwritable(request.param, tmp_path / "disk") as folder:
        monkeypatch.setenv("HSIVIEWER_HOME", str(folder))
        yield folder
        assert [file for file in folder.rglob("*") if file.is_file()] == []


def hsiviewer(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "hsiviewer", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env={**os.environ, **environment},
    )


def test_folders_have_a_substitute_and_say_why(home):
    for kind, folder in (
        ("data", paths.user_data()),
        ("cache", paths.user_cache()),
        ("config", paths.user_config()),
    ):
        assert not folder.is_relative_to(home)
        (folder / "file").write_text("it can be written")
        assert str(home) in paths.trouble(kind)
        assert "cannot be written" in paths.trouble(kind)
    assert paths.user_data() == paths.user_data()
    assert new_run_folder().is_dir()
    assert read_runs("scene", "digest") == []
    assert error_reports.write_report(ValueError("x"), "message").is_file()


def test_labels_are_kept_in_memory_until_they_are_saved(home, files, tmp_path):
    target = tmp_path / "rescued.hsiproj"

    async def story(workspace):
        await workspace.open_scene(files.scene)
        assert str(home) in workspace.projects.trouble
        assert "in memory only" in workspace.projects.trouble
        await workspace.import_labels(files.labels)
        workspace.document.undo()
        workspace.document.redo()
        total = workspace.document.labels.total
        workspace.bookmarks.add(Bookmark("here", 1.0, 2.0, 3.0))
        with pytest.raises(ProjectError, match="in memory only"):
            await workspace.projects.close()
        await workspace.save_as(target)
        assert workspace.projects.trouble == ""
        workspace.document.undo()
        assert workspace.document.labels.total == 0
        workspace.document.redo()
        return total

    total = run(story)

    async def later(workspace):
        await workspace.open_project(target)
        assert workspace.document.labels.total == total

    run(later)


def test_labels_in_memory_are_not_lost_with_another_scene(home, files, tmp_path):
    other = write_scene(tmp_path / "other", rows=12)
    told = []

    async def story(workspace):
        workspace.session_changed.connect(
            lambda _, new: new.projects.noticed.connect(told.append)
        )
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        await workspace.open_scene(other.scene)
        assert "are not saved yet" in told[0]
        with pytest.raises(ProjectError, match="in memory only"):
            await workspace.close()
        await workspace.abandon()

    run(story)


@pytest.mark.parametrize("home", ["full"], indirect=True)
def test_a_map_is_made_without_a_home(home, files, tmp_path):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        job = workspace.start_training(SVM)
        await workspace.jobs.result(job)
        await workspace.projects.abandon()

    run(story)


@pytest.mark.parametrize("home", ["nowhere", "read-only"], indirect=True)
def test_a_command_makes_a_map_without_a_home(home, files, tmp_path):
    out = tmp_path / "map.tif"
    done = hsiviewer(
        *("classify", files.scene, "--labels", files.labels),
        *("--method", "svm", "--out", out),
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert np.unique(read_labels(out, None)[0].values).size >= 3


def test_the_window_starts_and_ends_without_a_home(home):
    done = hsiviewer("self-test", "--window")
    assert done.returncode == 0, done.stderr
    assert "window shown" in done.stdout
    assert "Traceback" not in done.stderr


def test_what_a_read_only_home_has_is_shown(files, tmp_path, monkeypatch):
    disk = tmp_path / "disk"
    monkeypatch.setenv("HSIVIEWER_HOME", str(disk / "home"))

    async def label(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        return workspace.document.labels.total

    async def look(workspace):
        await workspace.open_scene(files.scene)
        assert workspace.document.labels.total == total
        assert "in memory only" in workspace.projects.trouble
        workspace.document.undo()
        with pytest.raises(ProjectError, match="in memory only"):
            await workspace.close()
        await workspace.abandon()

    total = run(label)
    shutil.move(disk, tmp_path / "kept")
    with unwritable("read-only", disk) as folder:
        subprocess.run(["mount", "-o", "remount,rw,size=4m", disk], check=True)
        shutil.copytree(tmp_path / "kept" / "home", folder, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        paths._tried.clear()
        run(look)


def test_a_training_that_finds_no_room_is_told(files, monkeypatch):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)

        def refuse(*_args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(np, "save", refuse)
        with pytest.raises(HsiViewerError, match="No space left"):
            workspace.start_training(SVM)
        monkeypatch.undo()

    run(story)


@pytest.mark.parametrize("kind", KINDS)
def test_a_self_test_without_a_temporary_folder_is_a_sentence(
    kind, tmp_path, monkeypatch, capsys
):
    with unwritable(kind, tmp_path / "disk") as folder:
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        assert cli.run(["self-test"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("hsiviewer: ")
    assert re.search("cannot|could not", told)


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_folder_nothing_but_a_sentence_is_left(
    kind, files, tmp_path, monkeypatch
):
    async def story(workspace):
        await workspace.open_scene(files.scene)
        await workspace.import_labels(files.labels)
        with pytest.raises(HsiViewerError, match="cannot be written"):
            workspace.start_training(SVM)
        await workspace.save_as(tmp_path / "rescued.hsiproj")

    monkeypatch.delenv("HSIVIEWER_FALLBACK", raising=False)
    with unwritable(kind, tmp_path / "disk") as folder:
        monkeypatch.setenv("HSIVIEWER_HOME", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        run(story)
        with pytest.raises(OSError, match=r"(?i)directory|read-only|space"):
            error_reports.write_report(None, "message")
        paths.use_fresh_config()
        assert settings_file().value("theme", "none") == "none"
    monkeypatch.delenv("HSIVIEWER_CONFIG")
