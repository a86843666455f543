"""Exports never write over what is open, and ask before they replace a file."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
)

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.io.labels import read_labels
from hsiviewer.ui.dialogs.export_map import ExportMapDialog
from tests.e2e.hands import choose_file
from tests.workflows.scenes import SCHEME

LEFT = Qt.MouseButton.LeftButton
LONG = 20_000


@pytest.fixture
def mapped(window, files):
    """Return the window with labels and a map."""
    document = window.document
    labels, scheme = read_labels(files.labels, document.cube)
    document.load_labels(labels, scheme)
    shape = document.cube.grid_shape
    document.set_classification(
        ClassificationResult(
            class_map=np.full(shape, 2, np.uint16),
            confidence=np.full(shape, 0.5, np.float32),
            scheme=SCHEME,
            georeference=document.cube.georeference,
            provenance={"method": "svm", "versions": {"hsiviewer": "0"}},
        )
    )
    return window


def box(window, qtbot, name):
    """Wait for a message or a question."""
    qtbot.waitUntil(
        lambda: window.findChild(QMessageBox, name) is not None, timeout=LONG
    )
    shown = window.findChild(QMessageBox, name)
    qtbot.waitUntil(shown.isVisible)
    return shown


def press_button(shown, text):
    (button,) = [each for each in shown.buttons() if each.text() == text]
    QTest.mouseClick(button, LEFT)


def export_map(window, qtbot, path):
    """Fill in the dialog by hand, and press Save."""
    window.action("file.export_map").trigger()
    qtbot.waitUntil(lambda: window.findChild(ExportMapDialog) is not None)
    dialog = window.findChild(ExportMapDialog)
    field = dialog.findChild(QLineEdit, "exportPath")
    field.selectAll()
    QTest.keyClicks(field, str(path))
    buttons = dialog.findChild(QDialogButtonBox)
    QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), LEFT)


def told(window, qtbot):
    shown = box(window, qtbot, "messageBox")
    text = shown.text()
    shown.accept()
    QApplication.processEvents()
    return text


@pytest.mark.parametrize("name", ["labels.tif", "surface.tif"])
def test_the_map_is_not_written_over_what_is_open(mapped, qtbot, files, tmp_path, name):
    workspace = mapped.workspace
    task = qtbot_task(mapped, workspace.load_reference(files.labels))
    qtbot.waitUntil(task.done, timeout=LONG)
    task = qtbot_task(mapped, workspace.add_auxiliary(files.surface))
    qtbot.waitUntil(task.done, timeout=LONG)
    before = (tmp_path / name).read_bytes()
    export_map(mapped, qtbot, tmp_path / name)
    assert "belongs to" in told(mapped, qtbot)
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("file.export_labels", "scene.img"),
        ("file.export_labels", "scene.hdr"),
        ("file.export_classes", "scene.hdr"),
        ("file.save_as", "scene.img"),
        ("view.save_picture", "scene.img"),
        ("spectrum.export", "scene.sli"),
    ],
)
def test_no_export_is_written_over_the_open_scene(
    mapped, qtbot, tmp_path, action, name
):
    mapped.document.select_pixel((5, 5))
    if action == "spectrum.export":
        panel = mapped.findChild(object, "spectrumDock").widget()
        qtbot.waitUntil(lambda: bool(panel.spectra_shown()), timeout=LONG)
    before = {path: path.read_bytes() for path in tmp_path.glob("scene.*")}
    mapped.action(action).trigger()
    choose_file(mapped, qtbot, tmp_path / name)
    assert "belongs to the open scene" in told(mapped, qtbot)
    assert {path: path.read_bytes() for path in tmp_path.glob("scene.*")} == before


def test_a_style_of_the_user_is_asked_about(mapped, qtbot, tmp_path):
    style, target = tmp_path / "o.qml", tmp_path / "o.tif"
    style.write_text("<qgis/>")
    export_map(mapped, qtbot, target)
    question = box(mapped, qtbot, "questionBox")
    assert "replace" in question.text()
    assert str(style) in question.informativeText()
    assert str(target) not in question.informativeText()
    press_button(question, "Cancel")
    qtbot.waitUntil(lambda: mapped.findChild(QMessageBox, "questionBox") is None)
    assert style.read_text() == "<qgis/>"
    assert not target.exists()

    export_map(mapped, qtbot, target)
    press_button(box(mapped, qtbot, "questionBox"), "Replace")
    qtbot.waitUntil(target.is_file, timeout=LONG)
    assert "paletted" in style.read_text()
    qtbot.waitUntil(lambda: mapped.findChild(QLabel, "exportedPaths") is not None)
    mapped.findChild(QLabel, "exportedPaths").window().close()

    # Both are results of the program by now, and the dialog says what it replaces.
    changed = target.stat().st_mtime_ns
    export_map(mapped, qtbot, target)
    qtbot.waitUntil(lambda: target.stat().st_mtime_ns != changed, timeout=LONG)
    assert mapped.findChild(QMessageBox, "questionBox") is None


def test_a_file_that_is_named_is_asked_about_with_its_real_suffix(
    mapped, qtbot, tmp_path
):
    file = tmp_path / "mine.toml"
    file.write_text("mine")
    mapped.action("file.export_classes").trigger()
    choose_file(mapped, qtbot, tmp_path / "mine")
    question = box(mapped, qtbot, "questionBox")
    assert question.informativeText() == str(file)
    press_button(question, "Replace")
    qtbot.waitUntil(lambda: "[[class]]" in file.read_text(), timeout=LONG)


def qtbot_task(window, coroutine):
    from hsiviewer.ui.base.slots import run_async

    return run_async(window, coroutine)
