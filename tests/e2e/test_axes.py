"""A user opens an array that was read the wrong way round, and turns it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
)

from hsiviewer.io.registry import open_cube
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.dialogs.axes import AxesDialog
from tests.io.test_axis_order import town


@pytest.fixture
def array(window, qtbot, tmp_path):
    """Show a scene of 12 rows, 30 columns and 20 bands in the window."""
    values = town(20, 12, 30).transpose(1, 2, 0)
    np.save(tmp_path / "scene.npy", values)
    window.open_paths([str(tmp_path / "scene.npy")])
    qtbot.waitUntil(lambda: window.document.cube.name == "scene.npy", timeout=10_000)
    return values


def dialog_of(window, qtbot):
    qtbot.waitUntil(lambda: window.findChild(AxesDialog) is not None)
    dialog = window.findChild(AxesDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def choose(dialog, qtbot, text):
    orders = dialog.findChild(QListWidget, "axesList")
    (item,) = orders.findItems(text, Qt.MatchFlag.MatchExactly)
    orders.setCurrentItem(item)
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)


def test_axes_are_changed_from_the_menu_and_labels_stay_with_their_order(
    window, array, qtbot
):
    document = window.document
    assert document.cube.grid_shape == (12, 30)
    document.add_class()
    document.paint(np.array([5]), np.array([7]), 1)
    window.action("file.axes").trigger()
    choose(dialog_of(window, qtbot), qtbot, "bands x rows x columns")
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (30, 20), timeout=10_000)
    np.testing.assert_allclose(window.document.cube.read(), array, rtol=1e-6)
    assert window.document.labels.total == 0
    assert window.document.cube.reference.endswith("scene.npy:bands,rows,cols")
    assert open_cube(window.document.cube.reference).grid_shape == (30, 20)
    assert (
        window.findChild(type(window._recent)).files[0]
        == window.document.cube.reference
    )
    window.action("file.axes").trigger()
    choose(dialog_of(window, qtbot), qtbot, "rows x columns x bands")
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (12, 30), timeout=10_000)
    assert window.document.labels.total == 1
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)


def test_the_notice_offers_the_change(window, array, qtbot):
    window.statusBar().findChild(QPushButton, "noticesButton").click()
    box = window.findChild(QMessageBox)
    assert "axes read as rows x cols x bands = 12 x 30 x 20" in box.text()
    qtbot.mouseClick(
        box.findChild(QPushButton, "changeAxesButton"), Qt.MouseButton.LeftButton
    )
    dialog = dialog_of(window, qtbot)
    picture = dialog.findChild(QLabel, "axesPicture")
    qtbot.waitUntil(lambda: not picture.pixmap().isNull(), timeout=10_000)
    shape = {}
    orders = dialog.findChild(QListWidget, "axesList")
    for row in (1, 2, 3, 4, 5, 0):
        picture.clear()
        orders.setCurrentRow(row)
        qtbot.waitUntil(lambda: not picture.pixmap().isNull(), timeout=10_000)
        choice = dialog.choice
        size = picture.pixmap().size()
        shape[choice.rows, choice.cols] = size.height() > size.width()
    assert shape == {
        (12, 30): False, (30, 12): True, (12, 20): False, (20, 12): True,
        (20, 30): False, (30, 20): True,
    }  # fmt: skip
    dialog.reject()
    assert window.document.cube.grid_shape == (12, 30)


def test_scenes_whose_file_names_its_axes_cannot_be_turned(window, qtbot):
    assert not window.action("file.axes").isEnabled()


def test_labels_of_another_order_say_which(window, array, qtbot, tmp_path):
    np.save(tmp_path / "labels.npy", np.eye(30, 20, dtype=np.uint8))

    run_async(window, window.workspace.import_labels(str(tmp_path / "labels.npy")))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert "bands x rows x cols" in box.text()
    assert "File > Change axes" in box.text()
    box.close()
