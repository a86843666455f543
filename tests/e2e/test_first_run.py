"""What somebody meets who starts the program for the first time."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWhatsThis,
    QWidget,
)

from hsiviewer.app import create_main_window
from hsiviewer.core import paths
from hsiviewer.io.labels import read_labels
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.base.settings import setting
from hsiviewer.ui.dialogs.error_reports import reports_folder, write_report
from hsiviewer.ui.dialogs.export_map import ExportMapDialog
from hsiviewer.ui.dialogs.preferences import PreferencesDialog
from hsiviewer.ui.guidance.tour import GuidedTour
from hsiviewer.ui.guidance.tour_steps import tour_steps
from hsiviewer.ui.guidance.welcome import WelcomePage
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.e2e.hands import click, close, close_scene, press

LONG = 60_000


def next_step(window):
    QTest.mouseClick(
        window.findChild(QPushButton, "tourNextButton"), Qt.MouseButton.LeftButton
    )


def test_the_tour_tells_when_a_step_is_done_and_waits_for_next(window, qtbot):
    press(window, "Ctrl+F1")
    qtbot.waitUntil(lambda: window.findChild(GuidedTour) is not None)
    tour = window.findChild(GuidedTour)
    bubble = window.findChild(QWidget, "tourBubble")
    done = window.findChild(QWidget, "tourDoneLabel")
    qtbot.waitUntil(bubble.isVisible)
    assert tour.title == "Look"
    assert window.document.cube.path.stem == "town", "not the scene that was open"
    assert not done.isVisible()
    click(window, 10, 10)
    qtbot.waitUntil(done.isVisible)
    assert tour.title == "Look", "nobody is hurried on"
    next_step(window)
    assert tour.title == "Label"
    assert not done.isVisible()
    press(window, "P")
    click(window, 12, 12)
    with qtbot.waitSignal(tour.findChild(QTimer).timeout):
        pass  # it has looked once more
    assert not done.isVisible(), "one pixel is not a few"
    click(window, 14, 12)
    click(window, 16, 12)
    qtbot.waitUntil(done.isVisible)
    next_step(window)
    window.document.change_class(window.document.current_class, description="Dark.")
    qtbot.waitUntil(done.isVisible)
    next_step(window)
    assert tour.title == "Train"
    assert window.rect().contains(bubble.geometry()), "all of the bubble can be read"
    next_step(window)
    assert tour.title == "Export"
    next_step(window)
    qtbot.waitUntil(lambda: window.findChild(GuidedTour) is None)
    assert window.findChild(QWidget, "tourBubble") is None


def test_the_tour_can_be_ended_and_started_again(window, qtbot):
    press(window, "Ctrl+F1")
    qtbot.waitUntil(lambda: window.findChild(GuidedTour) is not None)
    first = window.findChild(GuidedTour)
    press(window, "Ctrl+F1")
    qtbot.waitUntil(lambda: first not in window.findChildren(GuidedTour))
    qtbot.waitUntil(lambda: len(window.findChildren(GuidedTour)) == 1)
    end = window.findChild(QPushButton, "tourEndButton")
    QTest.mouseClick(end, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(GuidedTour) is None)


def test_every_step_frames_a_control_that_is_there(window):
    for step in tour_steps():
        assert window.findChild(QWidget, step.target) is not None, step.target


def test_welcome_offers_what_was_opened_lately_and_still_exists(
    window, files, monkeypatch, qtbot
):
    page = window.findChild(WelcomePage)
    window._recent.add(str(files.scene))
    window._recent.add("/nowhere/gone.hdr")
    close_scene(window, qtbot)
    names = [each.text() for each in page.recent]
    assert names[0] == files.scene.name
    assert "gone.hdr" not in names
    assert page.isVisible()
    opened = []
    monkeypatch.setattr(window, "open_paths", opened.append)
    QTest.mouseClick(page.recent[0], Qt.MouseButton.LeftButton)
    assert opened == [[str(files.scene)]]


def test_a_matlab_variable_is_a_recent_file_as_well(window, tmp_path):
    (tmp_path / "scene.mat").write_bytes(b"")
    page = window.findChild(WelcomePage)
    page.show_recent([f"{tmp_path / 'scene.mat'}:cube"])
    assert len(page.recent) == 1
    page.show_recent([])
    assert page.recent == []


def test_the_graphics_card_is_looked_for_and_what_to_do_is_said(window, qtbot):
    window.action("help.devices").trigger()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=LONG)
    box = window.findChild(QMessageBox)
    assert "Trainings can run on" in box.text()
    box.accept()


def test_reports_hold_the_stack_and_are_not_kept_for_ever(tmp_path, monkeypatch):
    monkeypatch.setenv("HSIVIEWER_HOME", str(tmp_path))
    for number in range(25):
        (reports_folder() / f"error-0{number:02}.txt").write_text("old")
    with pytest.raises(KeyError) as caught:
        {}["a fault"]
    file = write_report(caught.value, "while drawing")
    told = file.read_text()
    for each in ("hsiviewer", "Python", "while drawing", "KeyError", "test_first_run"):
        assert each in told
    assert len(list(reports_folder().glob("error-*.txt"))) == 20
    assert file.exists()


def test_safe_mode_leaves_saved_settings_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("HSIVIEWER_HOME", str(tmp_path))
    saved = paths.user_config() / "window.ini"
    saved.write_text("[General]\ntheme=dark\n")
    code = (
        "import hsiviewer.app as app\n"
        "from hsiviewer.core import paths\n"
        "def stop(loop, *, files):\n"
        "    print(app.theme.choice(), paths.user_config())\n"
        "    return 0\n"
        "app.run_application = stop\n"
        "import sys\n"
        "sys.argv = ['hsiviewer', *sys.argv[1:]]\n"
        "from hsiviewer.__main__ import main\n"
        "main()\n"
    )
    told = {}
    for arguments in ((), ("--safe-mode",)):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told[arguments] = done.stdout.split()
    assert told[()][0] == "dark"
    assert told["--safe-mode",][0] == "system"
    assert str(tmp_path) not in told["--safe-mode",][1]
    assert "dark" in saved.read_text()


def test_every_panel_says_what_it_is_for(window, qtbot):
    docks = window.findChildren(QDockWidget)
    assert len(docks) == 11
    for panel in (window.map_view, *docks):
        assert panel.whatsThis()
    press(window, "Shift+F1")
    assert QWhatsThis.inWhatsThisMode()
    QWhatsThis.leaveWhatsThisMode()


def test_the_wheel_turns_the_way_that_was_chosen(window):
    view = window.map_view

    def scale_after_a_notch():
        before = view.viewport.scale
        event = QWheelEvent(
            QPointF(50, 50), view.mapToGlobal(QPointF(50, 50)), QPoint(),
            QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        return view.viewport.scale / before

    assert scale_after_a_notch() > 1
    setting("wheel").choose("backward")
    assert scale_after_a_notch() < 1
    setting("wheel").choose("forward")


def test_a_training_begins_with_what_was_chosen(window, qtbot):
    setting("method").choose("svm")
    again = create_main_window([])
    assert again._docks.training.settings().recipe.method == "svm"
    setting("method").choose("diffclip")
    close(again, qtbot)


def test_preferences_open_by_key(window, qtbot):
    press(window, "Ctrl+,")
    qtbot.waitUntil(lambda: window.findChild(PreferencesDialog) is not None)
    window.findChild(PreferencesDialog).reject()


def test_a_new_class_asks_for_its_name(window, qtbot):
    window.action("class.add").trigger()
    table = window.findChild(QWidget, "classTable")
    qtbot.waitUntil(lambda: table.findChild(QLineEdit) is not None)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "forest")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    classes = window.document.classes
    qtbot.waitUntil(lambda: [e.name for e in window.document.classes] == ["forest"])
    assert len(classes) == 1


def test_a_second_press_of_start_starts_nothing_else(window, files, qtbot):
    labels, scheme = read_labels(files.labels, window.document.cube)
    window.document.load_labels(labels, scheme)
    workspace = window.workspace
    settings = TrainingSettings(Recipe("svm"))
    first, second = (workspace.start_training(settings) for _ in range(2))
    assert first is second
    other = workspace.start_training(TrainingSettings(Recipe("random-forest")))
    assert other is not first
    qtbot.waitUntil(lambda: not first.is_active and not other.is_active, timeout=LONG)
    assert workspace.start_training(settings) is not first, "it has ended"
    qtbot.waitUntil(lambda: window.document.classification is not None, timeout=LONG)
    window.workspace.view.set_cursor((10, 10))
    told = window.findChild(QLabel, "mappedField").text()
    assert told.startswith("label: water   map: water")
    scale = window.findChild(QWidget, "confidenceScale")
    window.workspace.view.set_layer("confidence", visible=True)
    assert not scale.isHidden()


@pytest.mark.parametrize("typed", ["", "/", "."])
def test_a_path_without_a_name_is_asked_for_again(qtbot, tmp_path, typed):
    dialog = ExportMapDialog(tmp_path / "map.tif")
    qtbot.addWidget(dialog)
    field = dialog.findChild(QLineEdit, "exportPath")
    field.setText(typed)
    assert dialog.problem
    field.setText(str(tmp_path / "other"))
    assert dialog.choice.path.name == "other.tif"
