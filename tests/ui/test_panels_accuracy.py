"""The accuracy panel shows the figures, the matrix the right way round."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QTableWidget

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.window import PixelWindow
from hsiviewer.evaluation.metrics import assess
from hsiviewer.ui.panels.accuracy.figures import FigureRow
from hsiviewer.ui.panels.accuracy.model import ScoreColumn, figure
from hsiviewer.ui.panels.accuracy.panel import AccuracyPanel
from tests.builders import UTM33, make_cube
from tests.ui.fakes import FakeWorkspace, commands_have_ended, make_actions

# Class 1: three of four right, one mapped as 2. Class 2: both right.
REFERENCE = np.array([[1, 1, 1, 1, 2, 2, 0]])
CLASS_MAP = np.array([[1, 1, 1, 2, 2, 2, 1]])


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def actions():
    return make_actions(None)


@pytest.fixture
def panel(qtbot, workspace, actions):
    panel = AccuracyPanel(workspace, actions)
    qtbot.addWidget(panel)
    panel.resize(320, 500)
    panel.show()
    return panel


def compare(workspace, reference=REFERENCE, class_map=CLASS_MAP):
    workspace.session.assessment.accuracy = assess(reference, class_map)
    workspace.session.assessment.changed.emit()


def cells(panel, name):
    model = panel.findChild(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_empty_panel_says_what_is_missing_next(panel, workspace):
    assert "No scene is open" in panel.empty_text
    workspace.open_cube()
    assert "No reference map" in panel.empty_text
    workspace.session.assessment.set_reference(REFERENCE, "")
    assert "No result yet" in panel.empty_text
    compare(workspace)
    assert panel.empty_text == ""


def test_a_reference_of_one_scene_is_not_that_of_the_next(panel, workspace):
    workspace.open_cube()
    workspace.session.assessment.set_reference(REFERENCE, "truth.tif")
    workspace.open_cube()
    assert "No reference map" in panel.empty_text


def test_empty_panel_offers_to_load_a_reference(panel, workspace, actions, qtbot):
    workspace.open_cube()
    button = next(
        each
        for each in panel.findChildren(QPushButton)
        if each.text().startswith("Load reference map")
    )
    assert button.isVisible()
    with qtbot.waitSignal(actions["file.load_reference"].triggered):
        button.click()


def test_figures_are_fractions_with_their_basis(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    compare(workspace)
    assert panel.figures == ("0.833", "0.875", "0.667")
    assert panel.basis_text.startswith("n = 6 reference pixels")


def test_rows_of_the_matrix_are_the_reference(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    compare(workspace)
    assert cells(panel, "confusionTable") == [["3", "1"], ["0", "2"]]
    model = panel.findChild(QTableView, "confusionTable").model()
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == (
        "Mapped as 'tree': 1 pixel of 'water' (25.0% of them)."
    )
    vertical = model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert vertical == "Reference: 1 water"


def test_pixels_without_a_class_get_a_column_of_their_own(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    compare(workspace, class_map=np.array([[1, 1, 0, 2, 2, 2, 1]]))
    assert cells(panel, "confusionTable") == [["2", "1", "1"], ["0", "2", "0"]]
    assert panel.basis_text.startswith("n = 6 ")


def test_scores_follow_the_names_of_the_classes(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    compare(workspace)
    assert cells(panel, "scoreTable") == [
        ["water", "1.000", "0.750", "0.857", "4"],
        ["tree", "0.667", "1.000", "0.800", "2"],
    ]
    workspace.document.change_class(1, name="lake")
    assert cells(panel, "scoreTable")[0][ScoreColumn.NAME] == "lake"


def test_undefined_figures_are_dashes():
    assert figure(float("nan")) == "\N{EN DASH}"


def test_copied_text_cannot_run_as_a_formula(panel, workspace):
    workspace.open_cube(classes=("=1+1", "tree"))
    compare(workspace)
    panel.findChild(QPushButton, "copyCsvButton").click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert "Overall accuracy,0.833" in lines
    assert "'=1+1,1.000,0.750,0.857,4" in lines
    assert "'=1+1,3,1" in lines
    assert not any(line.startswith("=") for line in lines)


def test_copied_table_is_separated_by_tabs(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    compare(workspace)
    panel.findChild(QPushButton, "copyButton").click()
    assert "water\t1.000\t0.750\t0.857\t4" in QGuiApplication.clipboard().text()


def test_classes_without_a_name_get_a_default(panel, workspace):
    workspace.open_cube()
    compare(workspace)
    assert cells(panel, "scoreTable")[1][0] == "class 2"
    assert not panel.grab().isNull()


def show_map(workspace, **provenance):
    """Show a map of two classes with a reference and a label."""
    labels = np.zeros((6, 7), np.uint16)
    labels[2, 0] = 1
    cube = make_cube(georeference=UTM33)
    workspace.open_cube(cube, classes=("water", "tree"), labels=LabelMap(labels))
    class_map = np.where(np.arange(42).reshape(6, 7) % 7 < 4, 1, 2).astype(np.uint16)
    truth = class_map.copy()
    truth[0] = 0
    truth[1:3, 3] = 2
    scheme = workspace.document.classes
    workspace.document.set_classification(
        ClassificationResult(
            class_map, np.ones((6, 7), np.float32), scheme, UTM33, provenance
        )
    )
    workspace.session.assessment.set_reference(LabelMap(truth), "truth.tif")


def test_figures_have_intervals(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    compare(workspace)
    row = panel.findChild(FigureRow)
    low, high = (float(end) for end in row.interval_texts[0].split("\N{EN DASH}"))
    assert low < 0.833 < high
    scores = panel.findChild(QTableView, "scoreTable").model()
    tip = scores.index(0, ScoreColumn.RECALL).data(Qt.ToolTipRole)
    assert "95 % interval" in tip


def test_areas_and_overlapping_patches_are_told(panel, workspace, qtbot, loop):
    show_map(workspace, sight=3)
    table = panel._areas[0].findChild(QTableWidget, "areaTable")
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    assert table.item(0, 0).text() == "water"
    assert table.item(0, 1).text() == "2.16 ha, 57.1%"
    assert "±" in table.item(1, 2).text()
    text = panel.findChild(QLabel, "overlapText").text()
    # Of the column of the label and the two beside it, four rows, but for itself.
    assert text.startswith("11 of 34 reference pixels lie so close to labels")
    panel._areas[0].copy_text()
    assert QGuiApplication.clipboard().text().count("\n") == 3
    workspace.document.set_classification(None)
    assert table.rowCount() == 0


def test_a_click_on_a_cell_lights_up_its_pixels(panel, workspace, qtbot, loop):
    show_map(workspace)
    matrix = panel.findChild(QTableView, "confusionTable")
    matrix.clicked.emit(matrix.model().index(1, 0))
    layer = workspace.layers.find("result.cell")
    lit = layer.read(PixelWindow(0, 0, 6, 7), 1) == 1
    assert [tuple(pixel) for pixel in np.argwhere(lit).tolist()] == [(1, 3), (2, 3)]
    qtbot.waitUntil(commands_have_ended)


def test_held_out_labels_are_told_without_a_reference(panel, workspace):
    workspace.open_cube(classes=("water", "tree"))
    line = panel.findChild(QLabel, "heldOutText")
    assert line.isHidden()
    held_out = workspace.session.held_out
    held_out.title = "SVM (quick)"
    held_out.record = {
        "overall_accuracy": 0.9, "overall_accuracy_interval": [0.8, 0.95], "folds": 5,
        "n_reference": 40, "n_labels": 44, "untested": ["tree"],
    }  # fmt: skip
    held_out.changed.emit()
    assert "0.900, 95 % interval 0.800 to 0.950, on 40 of 44 labels" in line.text()
    assert "lie in one place: tree" in line.text()
    workspace.open_cube()
    assert line.isHidden()
