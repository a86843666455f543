"""From a map to what it is worth: doubt, accuracy, refinement, what is handed on."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QLineEdit,
    QSpinBox,
    QTableView,
    QTableWidget,
)

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.probabilities import ClassProbabilities, as_bytes
from hsiviewer.io.labels import read_labels
from hsiviewer.ui.dialogs.export_map import ExportedDialog, ExportMapDialog
from hsiviewer.ui.dialogs.refine import RefineDialog
from tests.workflows.scenes import SCHEME

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def mapped(window, files):
    """Return the window with labels, a reference and a speckled map."""
    document = window.document
    labels, scheme = read_labels(files.labels, document.cube)
    document.load_labels(labels, scheme)
    reference = read_labels(files.reference, document.cube)[0]
    shape = document.cube.grid_shape
    generator = np.random.default_rng(0)
    wrong = generator.random(shape) < 0.15
    class_map = np.where(wrong, 5, reference.values).astype(np.uint16)
    shares = np.where(
        np.array(SCHEME.ids)[:, None, None] == class_map,
        np.where(wrong, 0.5, 0.9),
        np.where(wrong, 0.25, 0.05),
    )
    document.set_classification(
        ClassificationResult(
            class_map, shares.max(axis=0).astype(np.float32), SCHEME,
            document.cube.georeference,
            {"method": "svm", "sight": 3, "versions": {"hsiviewer": "0"}},
            ClassProbabilities(SCHEME.ids, as_bytes(shares)),
        )
    )  # fmt: skip
    window.workspace.session.assessment.set_reference(reference, str(files.reference))
    return window


def test_a_map_is_doubted_measured_cleaned_and_handed_on(mapped, qtbot, tmp_path):
    window, session = mapped, mapped.workspace.session
    for action_id in ("result.margin", "result.errors"):
        window.action(action_id).trigger()
        qtbot.waitUntil(lambda key=action_id: session.result_layers.shows(key))
    qtbot.waitUntil(lambda: not window.map_view.is_drawing)

    before = session.assessment.accuracy.overall_accuracy
    areas = window.findChild(QTableWidget, "areaTable")
    qtbot.waitUntil(lambda: areas.rowCount() == 3)
    matrix = window.findChild(QTableView, "confusionTable")
    matrix.clicked.emit(matrix.model().index(0, 1))
    assert session.layers.find("result.cell").subject == "water → meadow"

    window.action("result.refine").trigger()
    dialog = window.findChild(RefineDialog)
    dialog.findChild(QSpinBox, "refineMajority").setValue(3)
    qtbot.waitUntil(lambda: not session.refining.shown.is_empty, timeout=10_000)
    assert session.assessment.accuracy.overall_accuracy > before + 0.05
    dialog.close()

    window.action("file.export_map").trigger()
    qtbot.waitUntil(lambda: window.findChild(ExportMapDialog) is not None)
    asked = window.findChild(ExportMapDialog)
    asked.findChild(QLineEdit, "exportPath").setText(str(tmp_path / "out.tif"))
    for name in ("exportPolygons", "exportAreas", "exportPage", "exportReport"):
        asked.findChild(QCheckBox, name).setChecked(True)
    save = asked.findChild(QDialogButtonBox).button(QDialogButtonBox.Save)
    QTest.mouseClick(save, LEFT)
    qtbot.waitUntil(
        lambda: window.findChild(ExportedDialog) is not None, timeout=20_000
    )
    window.findChild(ExportedDialog).close()
    report = (tmp_path / "out_report.html").read_text()
    assert "The map was refined: majority 3." in report
    assert (tmp_path / "out_page.pdf").stat().st_size > 1000
