"""A reference of other ids, and fields of vector files: the window asks about both."""

import numpy as np
import pytest
from pyogrio.raw import write
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QPushButton
from shapely import box, to_wkb

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.slots import run_async
from tests.builders import UTM33
from tests.e2e.hands import choose_file


@pytest.fixture
def labelled(window, qtbot, files):
    run_async(window, window.workspace.import_labels(files.labels))
    qtbot.waitUntil(lambda: window.document.labels.total > 0)
    return window


def dialog_of(window, qtbot, name):
    qtbot.waitUntil(lambda: window.findChild(QDialog, name) is not None)
    return window.findChild(QDialog, name)


@pytest.mark.parametrize("accepts", [True, False])
def test_a_permuted_reference_is_matched(labelled, qtbot, files, tmp_path, accepts):
    truth = read_labels(files.reference, None)[0].values
    table = np.zeros(10, np.uint16)
    table[[2, 5, 9]] = 5, 9, 2
    labels = LabelMap(table[truth])
    path = tmp_path / "other.tif"
    write_labels(path, labels, ClassScheme.from_ids(labels.counts), UTM33)
    labelled.action("file.load_reference").trigger()
    choose_file(labelled, qtbot, path)
    dialog = dialog_of(labelled, qtbot, "matchingDialog")
    dialog.findChild(QPushButton, "assignButton").click()
    leave_out = dialog.findChild(QComboBox, "matchedClass.9")
    leave_out.setCurrentIndex(leave_out.findText("Leave out"))
    if not accepts:
        dialog.reject()
        qtbot.waitUntil(lambda: labelled.findChild(QDialog, "matchingDialog") is None)
        assert labelled.workspace.reference is None
        return
    dialog.findChild(QPushButton, "acceptButton").click()
    qtbot.waitUntil(lambda: labelled.workspace.reference is not None)
    expected = np.where(truth == 5, 0, truth)  # the id 9 stood for class 5
    np.testing.assert_array_equal(labelled.workspace.reference.values, expected)


def test_the_field_of_the_classes_is_chosen(window, qtbot, tmp_path):
    x, y = UTM33.transform[2], UTM33.transform[5]
    size = UTM33.transform[0]
    areas = [box(x, y - 4 * size, x + 4 * size, y),
             box(x + 8 * size, y - 4 * size, x + 12 * size, y)]  # fmt: skip
    write(
        tmp_path / "l.gpkg",
        geometry=np.array(to_wkb(areas), object),
        field_data=[np.array([1, 2]), np.array(["wood", "lake"], object)],
        fields=["plot", "cover_type"],
        crs="EPSG:32633",
        geometry_type="Polygon",
        driver="GPKG",
    )
    window.action("file.import_labels").trigger()
    choose_file(window, qtbot, tmp_path / "l.gpkg")
    dialog = dialog_of(window, qtbot, "fieldDialog")
    fields = dialog.findChild(QListWidget, "fieldList")
    fields.setCurrentRow(1)
    assert fields.currentItem().text() == "cover_type   2 values: wood, lake"
    dialog.accept()
    qtbot.waitUntil(lambda: len(window.document.classes) == 2)
    assert [cover.name for cover in window.document.classes] == ["wood", "lake"]


def test_a_map_shows_that_the_reference_is_permuted(labelled, qtbot, files, tmp_path):
    """The reference was loaded before there was a map, when nothing told."""
    truth = read_labels(files.reference, None)[0].values
    table = np.zeros(10, np.uint16)
    table[[2, 5, 9]] = 5, 9, 2
    labels = LabelMap(table[truth])
    path = tmp_path / "other.tif"
    write_labels(path, labels, ClassScheme.from_ids(labels.counts), UTM33)
    run_async(labelled, labelled.workspace.load_reference(path))
    qtbot.waitUntil(lambda: labelled.workspace.reference is not None)
    result = ClassificationResult(
        truth, np.ones(truth.shape, np.float32), labelled.document.classes
    )
    labelled.document.set_classification(result)
    assert labelled.workspace.accuracy.overall_accuracy == 0
    button = labelled.findChild(QPushButton, "matchReferenceButton")
    warning = labelled.findChild(PlainLabel, "permutationWarning")
    assert not button.isHidden()
    assert "look permuted" in warning.text()
    labelled.action("file.match_reference").trigger()
    dialog = dialog_of(labelled, qtbot, "matchingDialog")
    dialog.findChild(QPushButton, "assignButton").click()
    dialog.findChild(QPushButton, "acceptButton").click()
    qtbot.waitUntil(lambda: labelled.workspace.accuracy.overall_accuracy == 1)
    assert button.isHidden()
    assert warning.isHidden()
    assert labelled.workspace.session.assessment.file == f"{path}:2=9,5=2,9=5"
