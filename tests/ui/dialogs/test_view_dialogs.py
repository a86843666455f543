"""Commands by name, ratios, runs beside each other, and the order of axes."""

import asyncio

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableWidget,
    QWidget,
)

from hsiviewer.core.bands import BandAxis
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.io.registry import open_cube
from hsiviewer.ui.dialogs.axes import AxesDialog, ask_axes
from hsiviewer.ui.dialogs.compare_runs import CompareRunsDialog
from hsiviewer.ui.dialogs.palette import CommandPalette
from hsiviewer.ui.dialogs.ratio import RatioDialog, ask_ratio
from hsiviewer.workflows.session.map_differences import RunFigures

BANDS = BandAxis(5, np.linspace(400.0, 800.0, 5))


@pytest.fixture
def owner(qtbot, loop):
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    return owner


def action(owner, name, text, tip="", *, is_enabled=True):
    made = QAction(text, owner)
    made.setObjectName(name)
    made.setStatusTip(tip)
    made.setEnabled(is_enabled)
    return made


@pytest.fixture
def commands(owner):
    return [
        action(owner, "file.open", "&Open...", "Open a scene"),
        action(owner, "file.export_map", "Export map...", "Write a GeoTIFF"),
        action(owner, "train.cancel", "Cancel", is_enabled=False),
    ]


def test_commands_are_found_by_words_of_name_text_and_tip(owner, commands):
    palette = CommandPalette(commands, owner)
    search = palette.findChild(QLineEdit, "commandSearch")
    assert palette.shown == ["file.open", "file.export_map"]
    search.setText("geotiff MAP")
    assert palette.shown == ["file.export_map"]
    search.setText("nothing like it")
    assert palette.shown == []
    listed = palette.findChild(QListWidget, "commandList")
    assert [listed.item(row).text() for row in range(listed.count())] == [
        "No command fits"
    ]
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert palette.result() == QDialog.DialogCode.Rejected
    palette.reject()


def test_commands_are_ranked_by_their_words_and_by_use(owner):
    actions = [
        action(owner, "help.sample", "Open sample", "A scene with classes"),
        action(owner, "label.import", "Import classes...", ""),
        action(owner, "classes.add", "Class for roofs", ""),
        action(owner, "view.subclass", "Show subclasses", ""),
    ]
    palette = CommandPalette(actions, owner)
    search = palette.findChild(QLineEdit, "commandSearch")
    search.setText("class")
    assert palette.shown == [
        "classes.add", "label.import", "view.subclass", "help.sample"
    ]  # fmt: skip
    search.setText("import")
    QTest.keyClick(search, Qt.Key.Key_Return)
    again = CommandPalette(actions, owner)
    assert again.shown[0] == "label.import", "what was used lately comes first"
    again.findChild(QLineEdit, "commandSearch").setText("class")
    assert again.shown[0] == "classes.add", "but not before what fits better"


def test_enter_runs_the_command_that_the_arrows_have_chosen(owner, commands):
    run = []
    commands[1].triggered.connect(lambda: run.append("file.export_map"))
    palette = CommandPalette(commands, owner)
    palette.open()
    search = palette.findChild(QLineEdit, "commandSearch")
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(search, Qt.Key.Key_Up)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert run == ["file.export_map"]


def test_a_ratio_of_two_bands_is_proposed_and_chosen(owner, qtbot):
    asking = asyncio.get_event_loop().create_task(ask_ratio(owner, BANDS, (4, 2, 1)))
    qtbot.waitUntil(lambda: owner.findChild(RatioDialog) is not None)
    dialog = owner.findChild(RatioDialog)
    assert dialog.chosen == "ratio 4 1"
    dialog.findChild(QComboBox, "ratioFormula").setCurrentIndex(1)
    dialog.findChild(QComboBox, "ratioBandA").setCurrentIndex(0)
    dialog.accept()
    qtbot.waitUntil(asking.done)
    assert asking.result() == "difference 0 1"


def test_no_ratio_is_chosen_after_all(owner, qtbot):
    asking = asyncio.get_event_loop().create_task(ask_ratio(owner, BANDS, (2,)))
    qtbot.waitUntil(lambda: owner.findChild(RatioDialog) is not None)
    owner.findChild(RatioDialog).reject()
    qtbot.waitUntil(asking.done)
    assert asking.result() == ""


def figures(title, *, accuracy=None, changes="", begun_at=0.0):
    return RunFigures(title, changes, begun_at, 36, 8.0, accuracy, 0.925)


def row(table, number):
    return [table.item(number, column).text() for column in range(table.columnCount())]


def test_runs_stand_beside_each_other(owner):
    matrix = np.array([[2, 0], [1, 1]])
    accuracy = Accuracy((1, 2), matrix, np.zeros(2, np.int64))
    dialog = CompareRunsDialog(
        [figures("svm", accuracy=accuracy), figures("sam", changes="seed 1")], owner
    )
    table = dialog.findChild(QTableWidget, "compareRunsTable")
    assert row(table, 0)[:5] == ["svm", "no setting", "", "36", "8 s"]
    assert row(table, 0)[5:8] == ["0.750", "0.750", "0.500"]
    assert not any(table.isColumnHidden(column) for column in range(9))
    assert row(table, 1)[1] == "seed 1"
    assert row(table, 1)[-2] == "92.5%"
    dialog.reject()


def test_without_a_reference_no_accuracies_are_shown(owner):
    dialog = CompareRunsDialog([figures("svm")], owner)
    table = dialog.findChild(QTableWidget, "compareRunsTable")
    assert [column for column in range(9) if table.isColumnHidden(column)] == [5, 6, 7]
    assert "Load a reference map to see how good each map is." in [
        label.text() for label in dialog.findChildren(QLabel)
    ]
    dialog.reject()


@pytest.fixture
def uncertain(tmp_path):
    """Return a scene whose file does not tell which axis is which."""
    file = tmp_path / "cube.npy"
    values = np.random.default_rng(0).integers(0, 900, (12, 14, 16)).astype(np.int16)
    np.save(file, values)
    cube = open_cube(file)
    yield cube
    cube.close()


def order_texts(dialog):
    orders = dialog.findChild(QListWidget, "axesList")
    return [orders.item(number).text() for number in range(orders.count())]


def test_possible_orders_are_shown_with_their_sizes_and_a_picture(
    owner, uncertain, qtbot
):
    dialog = AxesDialog(uncertain, owner)
    first, *others = order_texts(dialog)
    assert first.endswith("(now)")
    assert others
    picture, size = (
        dialog.findChild(QLabel, name) for name in ("axesPicture", "axesSize")
    )
    qtbot.waitUntil(lambda: not picture.pixmap().isNull())
    rows, cols = uncertain.grid_shape
    assert size.text() == f"{rows} rows x {cols} columns, {uncertain.bands.count} bands"
    dialog.findChild(QListWidget, "axesList").setCurrentRow(1)
    choice = dialog.choice
    assert size.text().startswith(f"{choice.rows} rows x {choice.cols} columns")
    qtbot.waitUntil(lambda: not dialog._picture.is_reading)
    dialog.reject()


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_scene_is_opened_anew_only_in_another_order(owner, uncertain, qtbot, chosen):
    asking = asyncio.get_event_loop().create_task(ask_axes(owner, uncertain))
    qtbot.waitUntil(lambda: owner.findChild(AxesDialog) is not None)
    dialog = owner.findChild(AxesDialog)
    orders = dialog.findChild(QListWidget, "axesList")
    orders.setCurrentRow(chosen)
    expected = dialog.choice.reference if chosen else None
    orders.itemDoubleClicked.emit(orders.item(chosen))
    qtbot.waitUntil(asking.done)
    assert asking.result() == expected
