"""The menu Map: layers of the result come and go with their actions."""

import numpy as np
import pytest
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
)

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.probabilities import ClassProbabilities
from hsiviewer.core.refinement import Refinement
from hsiviewer.ui.dialogs.refine import RefineDialog
from hsiviewer.ui.dialogs.visits import VisitChoice, VisitsDialog
from hsiviewer.ui.panels.layers.refined_row import RefinedRow
from tests.ui.fakes import Replies, commands_have_ended

ONES = np.ones((6, 7), np.uint16)
LAYERS = ("margin", "entropy", "class_probability", "unlike", "errors", "reference")


@pytest.fixture
def workspace(fake_window):
    workspace = fake_window.workspace
    labels = np.zeros((6, 7), np.uint16)
    labels[2, 2:4], labels[4, 4] = 1, 2
    workspace.open_cube(classes=("water", "roof"), labels=LabelMap(labels))
    return workspace


def test_layers_are_offered_where_there_is_something_to_show(fake_window, workspace):
    can = [fake_window.action(f"result.{name}").isEnabled() for name in LAYERS]
    assert can == [False, False, False, True, False, False]
    workspace.document.set_classification(
        ClassificationResult(ONES, ONES.astype(np.float32), ClassScheme.from_ids([1]))
    )
    workspace.session.assessment.set_reference(LabelMap(ONES), "truth.tif")
    can = [fake_window.action(f"result.{name}").isEnabled() for name in LAYERS]
    assert can == [False, False, False, True, True, True]


def test_an_action_shows_its_layer_and_takes_it_away(fake_window, workspace, qtbot):
    kept = ClassProbabilities((1,), np.full((1, 6, 7), 255, np.uint8))
    workspace.document.set_classification(
        ClassificationResult(
            ONES, ONES.astype(np.float32), ClassScheme.from_ids([1]),
            probabilities=kept,
        )
    )  # fmt: skip
    workspace.session.assessment.set_reference(LabelMap(ONES), "truth.tif")
    workspace.document.set_current_class(1)
    for name in LAYERS:
        fake_window.action(f"result.{name}").trigger()
        qtbot.waitUntil(commands_have_ended)
    keys = [layer.key for layer in workspace.layers]
    assert keys == [f"result.{name}" for name in LAYERS]
    assert all(fake_window.action(key).isChecked() for key in keys)
    fake_window.action("result.errors").trigger()
    qtbot.waitUntil(commands_have_ended)
    assert "result.errors" not in [layer.key for layer in workspace.layers]
    workspace.layers.remove_values("result.")
    assert not fake_window.action("result.margin").isChecked()


def test_pixels_to_visit_are_written_as_points(
    fake_window, workspace, qtbot, monkeypatch, tmp_path
):
    path = tmp_path / "visit.csv"
    commands = "hsiviewer.ui.commands.result_commands."
    Replies(monkeypatch, commands + "ask_visits", VisitChoice(0, 5))
    Replies(monkeypatch, commands + "ask_target", path)
    workspace.document.set_classification(
        ClassificationResult(ONES, ONES.astype(np.float32), ClassScheme.from_ids([1]))
    )
    fake_window.action("result.visit").trigger()
    qtbot.waitUntil(commands_have_ended)
    lines = path.read_text().splitlines()
    assert lines[0].startswith("row,col,visit")
    assert len(lines) == 1 + 42 - 3  # all that have no label


def test_the_numbers_of_pixels_to_visit_are_asked_for(qtbot):
    dialog = VisitsDialog()
    qtbot.addWidget(dialog)
    assert dialog.choice == VisitChoice(0, 50)
    dialog.findChild(QSpinBox, "visitCount").setValue(300)
    dialog.findChild(QSpinBox, "visitLeast").setValue(20)
    assert dialog.choice == VisitChoice(300, 20)


def test_the_map_follows_the_steps_of_its_refinement(
    fake_window, workspace, qtbot, loop
):
    class_map = ONES.copy()
    class_map[3, 3] = 2
    workspace.document.set_classification(
        ClassificationResult(
            class_map, np.ones((6, 7), np.float32), workspace.document.classes
        )
    )
    fake_window.action("result.refine").trigger()
    dialog = fake_window.findChild(RefineDialog)
    assert not dialog.findChild(QDoubleSpinBox, "refineSmoothing").isEnabled()
    shown = workspace.session.refining
    dialog.findChild(QSpinBox, "refineSieve").setValue(5)
    qtbot.waitUntil(lambda: shown.shown == Refinement(sieve=5))
    assert (workspace.document.classification.class_map == 1).all()
    dialog.findChild(QSpinBox, "refineMajority").setValue(4)
    qtbot.waitUntil(lambda: shown.shown == Refinement(majority=5, sieve=5))
    dialog.findChild(QPushButton, "removeRefinementButton").click()
    qtbot.waitUntil(lambda: shown.shown.is_empty and not dialog.is_busy)
    assert workspace.document.classification.class_map[3, 3] == 2
    dialog.close()
    qtbot.waitUntil(commands_have_ended)


def test_the_refinement_has_a_row_among_the_layers(workspace, qtbot, loop):
    row = RefinedRow(workspace)
    qtbot.addWidget(row)
    assert row.isHidden()
    workspace.document.set_classification(
        ClassificationResult(ONES, np.ones((6, 7), np.float32), ClassScheme())
    )
    steps = Refinement(0, 0.5, 3, 9)
    task = loop.create_task(workspace.session.refining.refine(steps))
    qtbot.waitUntil(task.done)
    text = row.findChild(QLabel, "refinementText").text()
    assert text == "Refined map: above 0.5, majority 3 x 3, areas from 9 pixels"
    row.findChild(QToolButton, "refinementRemove").click()
    assert row.isHidden()
    assert workspace.session.refining.shown.is_empty
