"""Scenes are opened one after another while files are slow and jobs run."""

import asyncio

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QListView, QWidget

from hsiviewer.core.view_settings import Stretch
from hsiviewer.workflows.session.comparisons import ComparisonSettings
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.e2e.openings import opening_log
from tests.workflows.scenes import write_scene

SVM = TrainingSettings(method="svm", device="cpu")
SLOW = TrainingSettings(
    method="diffclip",
    device="cpu",
    overrides={
        "pretrain_steps": 20,
        "steps": 200,
        "members": 1,
        "prior_adaptation": 0,
    },
)
PAIR = ComparisonSettings(("svm", "spectral-angle"), rounds=1)
LONG = 120_000


@pytest.fixture
def log():
    with opening_log() as log:
        yield log


@pytest.fixture
def window(log, window):
    """Return the window of all tests, made under the eyes of the log."""
    return window


@pytest.fixture
def other(tmp_path):
    """Return the files of a scene of another size with fewer bands."""
    return write_scene(tmp_path / "other", bands=5, rows=30, cols=36)


def wait_for(qtbot, work):
    task = asyncio.get_event_loop().create_task(work)
    qtbot.waitUntil(task.done, timeout=LONG)
    return task.result()


def open_scene(window, qtbot, files):
    wait_for(qtbot, window.workspace.open_scene(files.scene))


def settle(window, qtbot):
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=LONG)


def label(window, qtbot, files):
    """Give the open scene labels, names and a reference."""
    workspace = window.workspace
    wait_for(qtbot, workspace.import_labels(files.labels))
    wait_for(qtbot, workspace.import_classes(files.classes))
    wait_for(qtbot, workspace.load_reference(files.reference))


def jobs_listed(window):
    model = window.findChild(QListView, "jobList").model()
    return [model.index(row).data() for row in range(model.rowCount())]


def panel(window, dock):
    return window.findChild(QWidget, dock).widget()


def test_one_opening_is_one_piece_of_news_and_one_picture(
    window, qtbot, log, files, other
):
    workspace = window.workspace
    label(window, qtbot, files)
    wait_for(qtbot, workspace.add_auxiliary(files.surface))
    job = workspace.start_training(SVM)
    wait_for(qtbot, workspace.jobs.result(job))
    qtbot.waitUntil(lambda: window.document.classification is not None)
    workspace.view.show_bands((9, 4, 1))
    workspace.view.set_stretch(Stretch(gamma=1.5))
    open_scene(window, qtbot, other)
    settle(window, qtbot)
    log.follow(workspace)

    def follow_next(old, new):
        log.follow(workspace)

    workspace.session_changed.connect(follow_next, priority=1000)
    first = []
    window.map_view.rendered.connect(
        lambda rendered: first.append(window.map_view._layers._map._values)
    )
    log.clear()
    open_scene(window, qtbot, files)
    settle(window, qtbot)
    told = dict(log.signals)
    # What is typed is written, and what waits for the scene before is ended.
    assert told.pop("document.edits_wanted") == 1
    assert told.pop("document.closed") == 1
    assert told.pop("workspace.session_changed") == 1
    assert told.keys() <= {"doubts.changed"}, "found later, when nobody paints"
    folder = files.scene.parent
    assert log.rendered == [(folder, (9, 4, 1))]
    assert log.read == [(folder, (9, 4, 1))], "for limits, picture and histogram"
    assert log.refreshed == 1
    assert first[0] is not None, "the map is in the first picture"
    assert workspace.view.stretch.gamma == 1.5
    assert workspace.accuracy.overall_accuracy > 0.9
    assert [raster.name for raster in window.document.auxiliary] == ["surface.tif"]


def test_jobs_go_on_and_are_found_again_while_files_are_slow(
    window, qtbot, log, files, other
):
    workspace = window.workspace
    label(window, qtbot, files)
    workspace.view.show_bands((9, 4, 1))
    settle(window, qtbot)
    painted = window.document.labels.snapshot()
    training = workspace.start_training(SLOW)
    comparing = wait_for(qtbot, workspace.comparisons.start(PAIR))
    assert jobs_listed(window) == ["Compare methods", training.title]
    log.clear()
    log.slow.clear()

    open_scene(window, qtbot, other)
    assert window.document.cube.bands.count == 5
    assert training.is_active
    assert comparing.is_active
    listed = jobs_listed(window)
    assert listed == [f"scene.img · {job.title}" for job in (comparing, training)]
    assert workspace.training_job is None
    assert not window.action("train.cancel").isEnabled()
    assert panel(window, "trainingDock").progress.isHidden()
    assert "No reference map" in panel(window, "accuracyDock").empty_text
    assert not workspace.comparisons.is_running
    assert window.document.labels.total == 0

    open_scene(window, qtbot, files)
    assert workspace.view.bands == (9, 4, 1)
    np.testing.assert_array_equal(window.document.labels.values, painted)
    assert workspace.reference is not None
    assert jobs_listed(window) == [comparing.title, training.title]
    assert workspace.training_job is training
    assert workspace.comparisons.is_running
    assert window.action("train.cancel").isEnabled()
    log.slow.set()
    settle(window, qtbot)
    # Of the scene between, a picture may have been on its way; never with other bands.
    assert set(log.rendered_of(files.scene.parent)) == {(9, 4, 1)}
    assert all(max(bands) < 5 for bands in log.rendered_of(other.scene.parent))
    assert all(max(bands) < 5 for place, bands in log.read if place.name == "other")

    qtbot.waitUntil(lambda: window.document.classification is not None, timeout=LONG)
    qtbot.waitUntil(lambda: workspace.comparisons.result is not None, timeout=LONG)
    assert window.document.classification.class_map.shape == painted.shape
    assert workspace.accuracy is not None


def test_a_map_that_was_made_meanwhile_is_shown_on_coming_back(
    window, qtbot, files, other
):
    workspace = window.workspace
    label(window, qtbot, files)
    job = workspace.start_training(SVM)
    open_scene(window, qtbot, other)
    wait_for(qtbot, workspace.jobs.result(job))
    runs = workspace.work_of(job).runs
    qtbot.waitUntil(lambda: not runs._following)
    assert window.document.classification is None
    assert jobs_listed(window) == [f"scene.img · {job.title}"]
    shown = []
    workspace.session_changed.connect(
        lambda _, new: shown.append(new.document.classification)
    )
    open_scene(window, qtbot, files)
    assert shown[0] is not None
    assert workspace.accuracy is not None
    assert jobs_listed(window) == [job.title]
    assert "is shown again" in window.statusBar().currentMessage()


def test_messages_of_a_run_end_with_its_scene(window, qtbot, files, other):
    workspace = window.workspace
    label(window, qtbot, files)
    job = workspace.start_training(SVM)
    wait_for(qtbot, workspace.jobs.result(job))
    progress = panel(window, "trainingDock").progress
    qtbot.waitUntil(lambda: "done" in progress.text)
    open_scene(window, qtbot, other)
    assert progress.isHidden()
    assert jobs_listed(window) == []
    accuracy = panel(window, "accuracyDock")
    assert "No reference map" in accuracy.empty_text
    texts = " ".join(label.text() for label in accuracy.findChildren(QLabel))
    assert "The reference is loaded" not in texts


def test_the_same_scene_is_opened_again_with_all_that_was_done(window, qtbot, files):
    workspace = window.workspace
    label(window, qtbot, files)
    wait_for(qtbot, workspace.add_auxiliary(files.surface))
    before, project = workspace.session, workspace.projects.path
    window.document.add_class("bare soil")
    workspace.view.show_bands((3, 2, 1))
    open_scene(window, qtbot, files)
    assert workspace.session is not before
    assert before.is_closed
    assert workspace.projects.path == project
    assert workspace.view.bands == (3, 2, 1)
    assert window.document.undo_text == "Add class"
    assert window.document.auxiliary[0].read((0,)).shape == (1, 40, 48)
    window.document.undo()
    assert "bare soil" not in [known.name for known in window.document.classes]
    settle(window, qtbot)


def test_two_views_keep_the_place_of_each_scene(window, qtbot, files, other):
    window.action("view.second").setChecked(True)
    window.map_view.look_at(window.map_view.centre, 30.0)
    open_scene(window, qtbot, other)
    assert window.map_view.fits
    open_scene(window, qtbot, files)
    assert not window.map_view.fits
    assert window.map_view.viewport.scale == 30.0
    second = window._second.map_view
    qtbot.waitUntil(lambda: second.viewport.scale == 30.0)
    settle(window, qtbot)
