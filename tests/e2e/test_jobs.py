"""Jobs are stopped, continued, kept and shown again, by hand."""

import asyncio
import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QInputDialog,
    QListView,
    QMessageBox,
    QTableWidget,
    QWidget,
)

from hsiviewer.app import create_main_window
from hsiviewer.core import paths
from hsiviewer.jobs.job import JobState
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.dialogs.compare_runs import CompareRunsDialog
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.e2e.hands import close, press
from tests.resting import workers_rest

SHORT = TrainingSettings(Recipe("svm"))
SHORT_OTHER = TrainingSettings(Recipe("svm", overrides={"components": 3}, seed=4))
# Long enough to be stopped on the way.
LONG = TrainingSettings(
    Recipe(
        "diffclip",
        overrides={
            "pretrain_steps": 10,
            "steps": 600,
            "members": 1,
            "calibration_folds": 0,
            "prior_adaptation": 0,
        },
    )
)


@pytest.fixture
def labelled(window, files, qtbot):
    window.workspace.document.select_pixel((3, 3))
    task = window.workspace.import_labels(files.labels)
    done = asyncio.get_event_loop().create_task(task)
    qtbot.waitUntil(done.done)
    return window


def panel_of(window):
    return window.findChild(QWidget, "jobsDock").widget()


def click(window, name):
    panel = panel_of(window)
    panel.findChild(QWidget, name).click()


def run_files():
    return sorted((paths.user_data() / "runs").glob("*/run.json"))


def test_a_cancelled_training_goes_on_to_its_map(labelled, qtbot):
    window = labelled
    job = window.workspace.start_training(LONG)
    qtbot.waitUntil(
        lambda: job.stage == "fine-tuning" and bool(job.losses), timeout=60_000
    )
    assert panel_of(window).selected_job is job
    click(window, "cancelJobButton")
    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=10_000)
    button = panel_of(window).findChild(QWidget, "pauseJobButton")
    qtbot.waitUntil(button.isEnabled)
    assert button.text() == "Continue"
    stopped_at = job.losses[-1][1]
    button.click()
    again = window.workspace.training_job
    assert again is not job
    qtbot.waitUntil(lambda: bool(again.losses), timeout=60_000)
    assert again.losses[0][0] == "fine-tuning", "pre-training is not done again"
    assert again.losses[0][1] >= stopped_at
    qtbot.waitUntil(lambda: again.state is JobState.DONE, timeout=120_000)
    qtbot.waitUntil(lambda: window.document.classification is not None)
    assert len(window.workspace.jobs.jobs) == 1


def test_a_second_press_of_start_is_answered(labelled, qtbot):
    window = labelled
    job = window.workspace.start_training(LONG)
    assert window.workspace.start_training(LONG) is job
    assert (
        "learns this from these labels already" in window.statusBar().currentMessage()
    )
    job.cancel()
    qtbot.waitUntil(lambda: not job.is_active, timeout=10_000)


def test_who_quits_is_told_what_becomes_of_a_training(labelled, qtbot):
    window = labelled
    job = window.workspace.start_training(LONG)

    def asked():
        press(window, "Ctrl+Q")
        qtbot.waitUntil(
            lambda: window.findChild(QMessageBox, "questionBox") is not None
        )
        box = window.findChild(QMessageBox, "questionBox")
        assert job.title in box.text()
        assert "Continue in Jobs" in box.informativeText()
        return box

    box = asked()
    box.button(QMessageBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "questionBox") is None)
    assert job.is_active
    assert window.isVisible()
    box = asked()
    (stop,) = (each for each in box.buttons() if each.text() == "Stop and quit")
    stop.click()
    qtbot.waitUntil(window.closed.done, timeout=15_000)
    assert job.state is JobState.CANCELLED


def test_a_pause_holds_and_the_key_goes_on(labelled, qtbot):
    window = labelled
    job = window.workspace.start_training(LONG)
    qtbot.waitUntil(lambda: bool(job.losses), timeout=60_000)
    press(window, "Ctrl+F5")
    assert job.state is JobState.PAUSED
    qtbot.waitUntil(workers_rest())
    held = job.losses[-1]
    qtbot.waitUntil(workers_rest())
    assert job.losses[-1] == held
    press(window, "Ctrl+F5")
    qtbot.waitUntil(lambda: job.losses[-1] != held, timeout=10_000)
    press(window, "Shift+F5")
    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=10_000)


def test_results_are_kept_named_and_shown_again(labelled, files, qtbot, loop):
    window = labelled
    first = window.workspace.start_training(SHORT)
    qtbot.waitUntil(lambda: first.state is JobState.DONE, timeout=60_000)
    qtbot.waitUntil(lambda: window.document.classification is not None)
    expected = np.array(window.document.classification.class_map)
    panel_of(window).rename_selected()
    qtbot.waitUntil(lambda: panel_of(window).findChild(QInputDialog) is not None)
    dialog = panel_of(window).findChild(QInputDialog, "jobNameDialog")
    dialog.setTextValue("first try")
    dialog.accept()
    qtbot.waitUntil(lambda: first.title == "first try")
    assert json.loads(run_files()[-1].read_text())["title"] == "first try"
    window.close()
    qtbot.waitUntil(window.closed.done, timeout=15_000)

    later = create_main_window([str(files.scene)])
    later.show()
    qtbot.waitUntil(lambda: bool(later.workspace.jobs.jobs), timeout=10_000)
    (job,) = later.workspace.jobs.jobs
    assert (job.title, job.state) == ("first try", JobState.DONE)
    qtbot.waitUntil(lambda: later.document.classification is not None)
    assert np.array_equal(later.document.classification.class_map, expected)
    qtbot.waitUntil(lambda: bool(later.statusBar().currentMessage()))
    told = later.statusBar().currentMessage()
    assert "The map of a run is shown again: first try" in told
    assert "18 labels" in told
    row = panel_of(later).findChild(QListView, "jobList").model().index(0, 0)
    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("first try: on the map")
    later.document.set_classification(None)
    panel_of(later).show_map()
    qtbot.waitUntil(lambda: later.document.classification is not None)
    click(later, "removeJobButton")
    assert not later.workspace.jobs.jobs
    assert not run_files()
    close(later, qtbot)


def test_a_job_is_repeated_with_other_parameters(labelled, qtbot):
    window = labelled
    job = window.workspace.start_training(LONG)
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING, timeout=60_000)
    job.cancel()
    qtbot.waitUntil(lambda: job.state is JobState.CANCELLED, timeout=10_000)
    panel_of(window)._want_settings()
    taken = window.findChild(QWidget, "trainingDock").widget().settings()
    assert taken.recipe.method == "diffclip"
    assert taken.recipe.overrides["steps"] == "600"


def test_a_saved_model_is_applied(labelled, qtbot):
    window = labelled
    job = window.workspace.start_training(SHORT)
    qtbot.waitUntil(lambda: job.state is JobState.DONE, timeout=60_000)
    qtbot.waitUntil(lambda: window.document.classification is not None)
    expected = np.array(window.document.classification.class_map)
    model = run_files()[-1].parent / "model"
    assert (model / "model.json").is_file()
    window.document.set_classification(None)
    applied = window.workspace.training.apply_model(model, SHORT)
    qtbot.waitUntil(lambda: applied.state is JobState.DONE, timeout=60_000)
    qtbot.waitUntil(lambda: window.document.classification is not None)
    assert np.array_equal(window.document.classification.class_map, expected)


def test_runs_are_compared(labelled, files, qtbot):
    window = labelled
    for number, settings in enumerate((SHORT, SHORT_OTHER)):
        job = window.workspace.start_training(settings)
        qtbot.waitUntil(lambda job=job: job.state is JobState.DONE, timeout=60_000)
        jobs = window.workspace.training
        qtbot.waitUntil(lambda job=job, jobs=jobs: jobs.kept.has_result(job))
        window.workspace.training.kept.rename(job, f"run {number}")
    task = window.workspace.load_reference(str(files.reference))
    done = asyncio.get_event_loop().create_task(task)
    qtbot.waitUntil(done.done)
    press(window, "Ctrl+Shift+R")
    qtbot.waitUntil(lambda: window.findChild(CompareRunsDialog) is not None)
    dialog = window.findChild(CompareRunsDialog)
    table = dialog.findChild(QTableWidget, "compareRunsTable")
    texts = [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    assert [each[0] for each in texts] == ["run 0", "run 1"]
    assert texts[0][1] == "components 30, seed 0"
    assert texts[1][1] == "components 3, seed 4"
    assert ":" in texts[0][2], "the time of day"
    assert texts[0][3] == "18"
    assert float(texts[0][5]) > 0.9
    titles = [
        table.horizontalHeaderItem(column).text()
        for column in range(table.columnCount())
    ]
    assert texts[0][titles.index("Like the first")] == "100.0%"
    dialog.close()
