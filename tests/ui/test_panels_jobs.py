"""The jobs panel tells the state of every job, and lets people stop one."""

import pytest
from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView, QMenu, QPlainTextEdit, QPushButton

from hsiviewer.jobs.job import JobState
from hsiviewer.ui.base.durations import clock_text, duration_text
from hsiviewer.ui.panels.jobs.model import JobsModel, progress_text, state_text
from hsiviewer.ui.panels.jobs.panel import JobsPanel
from hsiviewer.workflows.session.found_runs import FoundRuns
from tests.ui.fakes import FakeWorkspace, make_run, report


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def panel(qtbot, workspace):
    panel = JobsPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(320, 400)
    panel.show()
    return panel


def button(panel, name):
    return panel.findChild(QPushButton, name)


def details(panel):
    return panel.findChild(QPlainTextEdit, "jobDetails").toPlainText()


def spoken(panel, row):
    index = panel.findChild(QListView, "jobList").model().index(row, 0)
    return index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_empty_panel_says_what_runs_here(panel, workspace):
    assert "No jobs yet" in panel.empty_text
    workspace.add_job()
    assert panel.empty_text == ""


def test_newest_job_is_first_and_selected(panel, workspace):
    workspace.add_job("first")
    second = workspace.add_job("second")
    assert panel.selected_job is second
    assert spoken(panel, 1).startswith("first: waiting")


def test_the_job_on_the_map_is_selected_when_a_scene_opens(panel, workspace):
    older, newer = (make_run(name, number=i) for i, name in enumerate(("svm", "sam")))
    workspace.open_cube(runs=FoundRuns([older, newer], older))
    assert panel.selected_job.title == "svm"
    assert spoken(panel, 1).startswith("svm: on the map")
    workspace.open_cube(runs=FoundRuns([make_run("sam"), make_run("svm", number=1)]))
    assert panel.selected_job.title == "svm", "the newest, where no map is shown"


def test_a_job_that_was_just_started_is_selected_whatever_is_shown(panel, workspace):
    shown = make_run("svm")
    workspace.open_cube(runs=FoundRuns([shown], shown))
    job = workspace.add_job("just started")
    assert panel.selected_job is job


def test_running_job_tells_stage_and_share(panel, workspace):
    job = workspace.add_job()
    job.begin()
    report(job, 0.25, stage="pre-training", message="epoch 2 of 8")
    assert "25%; pre-training" in spoken(panel, 0)
    assert "epoch 2 of 8" in details(panel)


def test_ended_jobs_of_one_title_are_told_apart(panel, workspace):
    noon = QTime(12, 0)
    today = QDateTime(QDate.currentDate(), noon)
    for labels, moment in ((12, today), (40, QDateTime(QDate(2020, 2, 3), noon))):
        job = workspace.add_job()
        job.label_count = labels
        job.recall(
            JobState.DONE, seconds=8, submitted_at=float(moment.toSecsSinceEpoch())
        )
    short = QLocale.FormatType.ShortFormat
    time = QLocale().toString(noon, short)
    assert spoken(panel, 1).endswith(f"done; {time} · 12 labels · took 8 s")
    date = QLocale().toString(QDate(2020, 2, 3), short)
    assert f"{date} {time} · 40 labels" in spoken(panel, 0)


def test_failed_job_shows_its_sentence_and_details_to_copy(panel, workspace):
    job = workspace.add_job()
    job.begin()
    job.fail("The GPU is out of memory.", details="Traceback: ...")
    assert "failed; The GPU is out of memory." in spoken(panel, 0)
    button(panel, "copyDetailsButton").click()
    copied = QGuiApplication.clipboard().text()
    assert "The GPU is out of memory." in copied
    assert "Traceback: ..." in copied


def test_cancel_button_asks_the_job_and_then_waits(panel, workspace):
    job = workspace.add_job()
    job.begin()
    button(panel, "cancelJobButton").click()
    assert job.state is JobState.CANCELLING
    assert not button(panel, "cancelJobButton").isEnabled()
    job.end_cancelled()
    assert spoken(panel, 0).startswith("DiffCLIP (quick): cancelled")


def test_ended_job_can_be_removed_and_a_running_one_cannot(panel, workspace):
    job = workspace.add_job()
    assert not button(panel, "removeJobButton").isEnabled()
    workspace.jobs._tasks[job.id] = None
    job.succeed(None)
    button(panel, "removeJobButton").click()
    assert workspace.jobs.jobs == ()
    assert panel.empty_text


def test_context_menu_offers_to_cancel(panel, workspace, qtbot):
    job = workspace.add_job()
    listing = panel.findChild(QListView, "jobList")
    listing.customContextMenuRequested.emit(listing.rect().center())
    menu = panel.findChild(QMenu)
    (cancel,) = (each for each in menu.actions() if each.text() == "Cancel")
    cancel.trigger()
    assert job.state is JobState.CANCELLING
    menu.close()


def test_a_running_job_is_paused_and_goes_on(panel, workspace):
    job = workspace.add_job()
    job.begin()
    report(job, 0.2, stage="fine-tuning", step=1, loss=0.5)
    pause = button(panel, "pauseJobButton")
    assert pause.text() == "Pause"
    pause.click()
    assert job.state is JobState.PAUSED
    assert pause.text() == "Continue"
    assert spoken(panel, 0).startswith(f"{job.title}: paused")
    pause.click()
    assert job.state is JobState.RUNNING


def test_details_tell_pace_and_memory(panel, workspace, monkeypatch):
    job = workspace.add_job()
    job.begin()
    moments = iter(range(100))
    monkeypatch.setattr("time.monotonic", lambda: 1000.0 + next(moments))
    for step in range(1, 11):
        report(job, step / 20, stage="fine-tuning", step=step, loss=0.1, accuracy=0.75)
    job.lives(421)
    report(job, 0.6, stage="fine-tuning")
    assert "75% of the labels right" in details(panel)
    assert "steps a second" in details(panel)
    assert "421 MB of memory" in details(panel)


def test_clock_runs_only_while_a_job_is_active(qtbot, workspace):
    model = JobsModel(workspace)
    assert not model._clock.isActive()
    job = workspace.add_job()
    assert model._clock.isActive()
    job.begin()
    job.succeed(None)
    assert not model._clock.isActive()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "less than 1 s"),
        (8.4, "8 s"),
        (89, "89 s"),
        (120, "2 min"),
        (3599, "1 h"),
        (3900, "1 h 5 min"),
    ],
)
def test_durations_are_told_as_people_do(seconds, text):
    assert duration_text(seconds) == text


def test_elapsed_time_is_told_to_the_second():
    assert clock_text(7) == "0:07"
    assert clock_text(3723) == "1:02:03"


def test_every_state_has_words(workspace):
    for state in JobState:
        job = workspace.add_job()
        job.state = state
        job.error = "Something broke."
        assert state_text(job)
        assert progress_text(job)


def test_jobs_of_all_states_are_painted(panel, workspace):
    for state in JobState:
        workspace.add_job().state = state
    workspace.jobs.jobs_changed.emit()
    assert not panel.grab().isNull()
