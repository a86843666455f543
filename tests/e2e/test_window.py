"""What scripts and screen readers rely on, and ways to open a scene."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.e2e.hands import close_scene
from tests.workflows.scenes import write_scene

NAMES = [
    "mapView",
    "layersDock",
    "spectrumDock",
    "classesDock",
    "trainingDock",
    "jobsDock",
    "accuracyDock",
    "bandSlider",
    "compositeBox",
    "stretchBox",
    "opacitySlider",
    "auxiliaryBox",
    "methodBox",
    "presetBox",
    "encoderBox",
    "deviceBox",
    "textEncoderBox",
    "pretrainButton",
    "startButton",
    "cancelButton",
    "jobProgress",
    "classTable",
    "descriptionEdit",
]


@pytest.mark.parametrize("name", NAMES)
def test_main_controls_have_their_public_and_their_spoken_name(window, name):
    widget = window.findChild(QWidget, name)
    assert widget is not None
    assert widget.accessibleName() or getattr(widget, "text", str)()


def test_the_window_itself_is_named(window):
    assert window.objectName() == "mainWindow"
    assert "scene" in window.windowTitle()


def test_a_dropped_file_is_opened(window, qtbot, tmp_path):
    (tmp_path / "other").mkdir()
    other = write_scene(tmp_path / "other", rows=30)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other.scene))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    place = window.rect().center()
    QApplication.sendEvent(window, QDragEnterEvent(place, action, data, button, keys))
    QApplication.sendEvent(
        window, QDropEvent(QPointF(place), action, data, button, keys)
    )
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (30, 30))


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(window, qtbot, tmp_path):
    bad = tmp_path / "notes.txt"
    bad.write_text("hello")
    before = window.document.cube
    window.open_paths([str(bad)])
    qtbot.waitUntil(lambda: window.findChild(QWidget, "messageBox") is not None)
    box = window.findChild(QWidget, "messageBox")
    assert "notes.txt" in box.text()
    assert window.document.cube is before
    box.close()


def test_the_layout_is_kept(window, qtbot):
    dock = window.findChild(QWidget, "layersDock")
    dock.hide()
    window._save_layout()
    dock.show()
    window._restore_layout()
    assert dock.isHidden()


def test_an_empty_window_says_what_to_do_next(window, qtbot):
    close_scene(window, qtbot)
    empty = window.findChild(QWidget, "emptyState")
    assert empty.isVisible()
    texts = " ".join(each.text() for each in empty.findChildren(QLabel))
    assert "Ctrl+O" in texts
    assert not window.action("train.finetune").isEnabled()
    assert not window.action("file.close_scene").isEnabled()
    assert window.workspace.projects.path is None
