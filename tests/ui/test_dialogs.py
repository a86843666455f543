"""Dialogs ask without blocking the loop, and say what will happen."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)
from scipy.io import savemat

from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.dialogs.about import AboutDialog
from hsiviewer.ui.dialogs.export_map import (
    ExportChoice,
    ExportMapDialog,
    ask_export,
    describe_export,
    show_exported,
)
from hsiviewer.ui.dialogs.files import ask_open_file, ask_save_file
from hsiviewer.ui.dialogs.open_cube import ask_reference, ask_variable
from hsiviewer.ui.dialogs.shortcuts import ShortcutsDialog
from tests.io.sensor_files import prisma


@pytest.fixture
def window(qtbot, loop):
    # The platform's own dialog cannot be driven by a test.
    QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def opened(qtbot, window, kind):
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    dialog = window.findChild(kind)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def result_of(qtbot, task):
    qtbot.waitUntil(task.done)
    return task.result()


def save_button(dialog):
    buttons = dialog.findChild(QDialogButtonBox)
    return buttons.button(QDialogButtonBox.StandardButton.Save)


def test_chosen_file_is_the_answer(qtbot, window, tmp_path):
    file = tmp_path / "scene.tif"
    file.touch()
    task = run_async(
        window,
        ask_open_file(
            window, title="Open", filters="GeoTIFF (*.tif);;All (*)", folder=tmp_path
        ),
    )
    dialog = opened(qtbot, window, QFileDialog)
    assert dialog.nameFilters() == ["GeoTIFF (*.tif)", "All (*)"]
    dialog.findChild(QLineEdit).setText(str(file))
    dialog.accept()
    assert result_of(qtbot, task) == file


def test_closed_file_dialog_gives_no_file(qtbot, window):
    task = run_async(window, ask_open_file(window, title="Open", filters="All (*)"))
    opened(qtbot, window, QFileDialog).reject()
    assert result_of(qtbot, task) is None


def test_saved_file_gets_a_suffix(qtbot, window, tmp_path):
    task = run_async(
        window,
        ask_save_file(
            window,
            title="Save",
            filters="GeoTIFF (*.tif)",
            suffix="tif",
            suggestion=tmp_path / "map.tif",
        ),
    )
    dialog = opened(qtbot, window, QFileDialog)
    dialog.findChild(QLineEdit).setText(str(tmp_path / "my map"))
    dialog.accept()
    assert result_of(qtbot, task) == tmp_path / "my map.tif"


def test_export_says_which_files_it_writes_and_replaces(tmp_path):
    path = tmp_path / "map.tif"
    text = describe_export(ExportChoice(path, tmp_path / "map_confidence.tif"))
    assert "map.tif: class ids" in text
    assert "map_confidence.tif: confidence" in text
    assert "Replaces" not in text
    path.touch()
    assert "Replaces map.tif." in describe_export(ExportChoice(path))


def test_export_choice_follows_the_fields(qtbot, window, tmp_path):
    task = run_async(window, ask_export(window, tmp_path / "map.tif"))
    dialog = opened(qtbot, window, ExportMapDialog)
    dialog.findChild(QLineEdit, "exportPath").setText(str(tmp_path / "city"))
    dialog.findChild(QCheckBox, "exportConfidence").click()
    save_button(dialog).click()
    expected = ExportChoice(tmp_path / "city.tif", tmp_path / "city_confidence.tif")
    assert result_of(qtbot, task) == expected


def test_export_into_a_missing_folder_cannot_be_saved(qtbot, window, tmp_path):
    dialog = ExportMapDialog(tmp_path / "nowhere" / "map.tif", window)
    assert not save_button(dialog).isEnabled()
    assert "There is no folder" in dialog.findChild(QLabel, "exportSummary").text()
    dialog.findChild(QLineEdit, "exportPath").setText("")
    assert dialog.problem == "Choose a file."


def test_cancelled_export_writes_nothing(qtbot, window, tmp_path):
    task = run_async(window, ask_export(window, tmp_path / "map.tif"))
    opened(qtbot, window, ExportMapDialog).reject()
    assert result_of(qtbot, task) is None


def test_written_paths_can_be_copied(qtbot, window):
    dialog = show_exported(window, [Path("a/map.tif"), Path("a/confidence.tif")])
    assert "Wrote 2 files" in dialog.findChild(QLabel).text()
    dialog.findChild(QPushButton, "copyPathButton").click()
    expected = f"{Path('a/map.tif')}\n{Path('a/confidence.tif')}"
    assert QGuiApplication.clipboard().text() == expected
    dialog.reject()


def test_folder_of_the_map_is_shown(qtbot, window, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "hsiviewer.ui.dialogs.export_map.QDesktopServices.openUrl", shown.append
    )
    dialog = show_exported(window, [tmp_path / "map.tif"])
    dialog.findChild(QPushButton, "showInFolderButton").click()
    assert [Path(each.toLocalFile()) for each in shown] == [tmp_path]
    dialog.reject()


def test_variable_is_asked_for_only_if_there_are_several(qtbot, window):
    path = Path("scene.mat")
    task = run_async(window, ask_variable(window, path, [("cube", "")]))
    assert result_of(qtbot, task) == "cube"
    several = [("paviaU", "610 x 340 x 103"), ("gt", "610 x 340")]
    task = run_async(window, ask_variable(window, path, several))
    dialog = opened(qtbot, window, QDialog)
    dialog.findChild(QListWidget, "variableList").setCurrentRow(1)
    dialog.accept()
    assert result_of(qtbot, task) == "gt"


def test_matlab_file_with_one_cube_needs_no_question(qtbot, window, tmp_path):
    path = tmp_path / "scene.mat"
    savemat(path, {"cube": np.zeros((3, 4, 5)), "labels": np.zeros((3, 4))})
    task = run_async(window, ask_reference(window, path, axes=3))
    assert result_of(qtbot, task) == str(path)
    task = run_async(window, ask_reference(window, tmp_path / "a.tif", axes=3))
    assert result_of(qtbot, task) == str(tmp_path / "a.tif")


def test_matlab_file_with_several_cubes_is_opened_by_variable(qtbot, window, tmp_path):
    path = tmp_path / "scene.mat"
    savemat(path, {"raw": np.zeros((3, 4, 5)), "corrected": np.zeros((3, 4, 5))})
    task = run_async(window, ask_reference(window, path, axes=3))
    dialog = opened(qtbot, window, QDialog)
    listed = dialog.findChild(QListWidget, "variableList")
    row = [listed.item(each).text()[:3] for each in range(listed.count())].index("cor")
    assert "3 x 4 x 5" in listed.item(row).text()
    listed.setCurrentRow(row)
    dialog.accept()
    assert result_of(qtbot, task) == f"{path}:corrected"


def test_the_choice_of_a_variable_shows_what_it_is(qtbot, window, tmp_path):
    path = tmp_path / "scene.mat"
    values = np.arange(60.0).reshape(3, 4, 5)
    savemat(path, {"raw": values, "corrected": values[::-1]})
    task = run_async(window, ask_reference(window, path, axes=3))
    dialog = opened(qtbot, window, QDialog)
    picture = dialog.findChild(QLabel, "variablePicture")
    qtbot.waitUntil(lambda: not picture.pixmap().isNull())
    first = picture.pixmap().toImage()
    dialog.findChild(QListWidget, "variableList").setCurrentRow(1)
    qtbot.waitUntil(lambda: picture.pixmap().toImage() != first)
    dialog.reject()
    assert result_of(qtbot, task) is None


@pytest.mark.parametrize(("row", "view"), [(0, ""), (2, ":SWIR")])
def test_one_detector_of_a_product_may_be_chosen(qtbot, window, tmp_path, row, view):
    path = prisma(tmp_path)
    task = run_async(window, ask_reference(window, path, axes=3))
    dialog = opened(qtbot, window, QDialog)
    listed = dialog.findChild(QListWidget, "variableList")
    assert listed.item(0).text().startswith("the whole scene   5 x 6 x 7")
    listed.setCurrentRow(row)
    dialog.accept()
    assert result_of(qtbot, task) == f"{path}{view}"


def test_shortcuts_come_from_the_actions_and_can_be_searched(qtbot, window):
    opening = QAction("&Open...", window)
    opening.setShortcut(QKeySequence("Ctrl+O"))
    brush = QAction("Brush", window)
    brush.setShortcut(QKeySequence("B"))
    dialog = ShortcutsDialog([opening, QAction("About", window), brush], window)
    assert dialog.shown == [("Open", "Ctrl+O"), ("Brush", "B")]
    dialog.findChild(QLineEdit).setText("bru")
    assert dialog.shown == [("Brush", "B")]


def test_about_tells_versions_to_copy(qtbot, window):
    dialog = AboutDialog(window)
    dialog.findChild(QPushButton, "copyVersionsButton").click()
    text = QGuiApplication.clipboard().text()
    assert "hsiviewer" in text
    assert "Python" in text
    assert "numpy" in text


def test_an_export_may_be_of_many_forms(qtbot, tmp_path):
    dialog = ExportMapDialog(tmp_path / "city.tif", has_probabilities=True)
    qtbot.addWidget(dialog)
    for name in ("exportCog", "exportProbabilities", "exportAreas", "exportReport"):
        dialog.findChild(QCheckBox, name).setChecked(True)
    choice = dialog.choice
    assert choice.is_cog
    assert choice.probabilities == tmp_path / "city_probabilities.tif"
    assert [path.name for path in choice.others] == [
        "city_areas.csv", "city_report.html"
    ]  # fmt: skip
    assert choice.plan.out[0] == tmp_path / "city.tif"
    assert "Beside it: city_areas.csv" in describe_export(choice)
    bare = ExportMapDialog(tmp_path / "city.tif")
    qtbot.addWidget(bare)
    assert not bare.findChild(QCheckBox, "exportProbabilities").isEnabled()
    assert bare.choice.plan.targets == []
