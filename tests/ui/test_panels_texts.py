"""Texts beside each other and beside a pixel: always those of the open scene."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.ui.panels.texts.cosine_table import CosineMatrix, SimilarityTable
from hsiviewer.ui.panels.texts.panel import ClassTextsPanel
from hsiviewer.workflows.session.training_runs import ShownModel
from tests.ui.fakes import FakeWorkspace

CLASSES = ("water", "meadow", "roof")
COSINES = {
    "encoder": "minilm",
    "cosines": [[1.0, 0.2, 0.95], [0.2, 1.0, 0.1], [0.95, 0.1, 1.0]],
}
SIMILARITY = {
    "class_ids": [1, 2, 3],
    "cosines": [0.1, 0.7, 0.3],
    "names": list(CLASSES),
    "method": "Curated prompts",
}
CLICK = "Click a pixel to compare it with the texts."


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube(classes=CLASSES)
    return workspace


@pytest.fixture
def panel(workspace, qtbot):
    panel = ClassTextsPanel(workspace)
    qtbot.addWidget(panel)
    panel._delay.setInterval(1)
    return panel


def notes(panel):
    """Return all that the panel says now."""
    return [label.text() for label in panel.findChildren(QLabel) if label.text()]


def show_model(workspace, folder):
    workspace.training.shown_model = ShownModel(Path(folder), ())


def answered(workspace, kind):
    return [task for asked, task in workspace.asked if asked == kind]


def test_cosines_and_a_verdict_are_shown(panel, workspace, qtbot):
    workspace.answers["texts"] = COSINES
    panel.set_open(True)
    matrix = panel.findChild(CosineMatrix)
    qtbot.waitUntil(lambda: matrix.rowCount() == 3)
    assert matrix.cosine(0, 1) == "0.20"
    assert "Cosines by minilm" in notes(panel)
    assert panel.verdict == (
        "roof and water are hardly told apart (0.95). Say what sets them apart."
    )


def test_nothing_is_asked_while_the_panel_cannot_be_seen(panel, workspace, qtbot):
    panel.set_encoder("minilm")
    workspace.document.change_class(1, description="Dark in all bands.")
    assert not panel._delay.isActive()
    assert workspace.asked == []


def test_another_encoder_and_other_texts_are_compared_anew(panel, workspace, qtbot):
    workspace.answers["texts"] = COSINES
    panel.set_open(True)
    qtbot.waitUntil(lambda: len(answered(workspace, "texts")) == 1)
    panel.set_encoder("own")
    qtbot.waitUntil(lambda: len(answered(workspace, "texts")) == 2)
    workspace.document.change_class(1, description="Dark in all bands.")
    qtbot.waitUntil(lambda: len(answered(workspace, "texts")) == 3)
    assert answered(workspace, "texts")[1].encoder == "own"
    assert answered(workspace, "texts")[2].texts[0] == "Dark in all bands."


def test_an_encoder_without_training_has_nothing_to_compare(panel, workspace, qtbot):
    panel.set_encoder("scratch")
    panel.set_open(True)
    qtbot.waitUntil(lambda: any("trains from scratch" in note for note in notes(panel)))
    assert workspace.asked == []


def test_one_class_cannot_be_compared(panel, workspace):
    workspace.open_cube(classes=("water",))
    panel.set_open(True)
    assert panel._stack.currentWidget() is panel._empty
    assert workspace.asked == []


def test_an_encoder_that_cannot_be_used_says_why(panel, workspace, qtbot):
    workspace.answers["texts"] = TextEncoderError("the encoder is missing")
    panel.set_open(True)
    qtbot.waitUntil(lambda: "the encoder is missing" in notes(panel))
    assert panel.findChild(CosineMatrix).rowCount() == 0


def test_the_selected_pixel_is_compared_with_the_texts(
    panel, workspace, qtbot, tmp_path
):
    workspace.answers.update(texts=COSINES, similarity=SIMILARITY)
    show_model(workspace, tmp_path)
    panel.set_open(True)
    assert CLICK in notes(panel)
    workspace.document.select_pixel((3, 4))
    bars = panel.findChild(SimilarityTable)
    qtbot.waitUntil(lambda: bars.names == ["meadow", "roof", "water"])
    assert "Row 3, column 4 by Curated prompts, with its texts at that time" in notes(
        panel
    )
    workspace.document.select_pixel(None)
    assert CLICK in notes(panel)
    assert bars.isHidden()


def test_a_method_that_reads_no_texts_is_named(panel, workspace, qtbot, tmp_path):
    reads_none = {**SIMILARITY, "class_ids": [], "cosines": [], "names": []}
    workspace.answers.update(texts=COSINES, similarity=reads_none)
    show_model(workspace, tmp_path)
    panel.set_open(True)
    workspace.document.select_pixel((3, 4))
    wanted = "The map is of Curated prompts, which reads no texts."
    qtbot.waitUntil(lambda: wanted in notes(panel))


def test_without_a_model_a_training_is_asked_for(panel, workspace, qtbot):
    workspace.answers["texts"] = COSINES
    panel.set_open(True)
    workspace.document.select_pixel((3, 4))
    wanted = "After a training, the selected pixel is compared with each text."
    qtbot.waitUntil(lambda: wanted in notes(panel))


@pytest.mark.parametrize("kind", ["texts", "similarity"])
@pytest.mark.parametrize("ending", ["answer", "error"])
def test_nothing_of_a_scene_that_was_left_is_told(
    panel, workspace, qtbot, tmp_path, kind, ending
):
    show_model(workspace, tmp_path)
    panel.set_open(True)
    workspace.document.select_pixel((3, 4))
    qtbot.waitUntil(lambda: len(workspace.asked) == 2)
    workspace.open_cube(classes=CLASSES)
    panel._delay.stop()
    panel._compare.forget()
    before = notes(panel)
    late = {"texts": COSINES, "similarity": SIMILARITY}
    if ending == "error":
        late = dict.fromkeys(late, TextEncoderError("of the scene before"))
    workspace.answers[kind] = late[kind]
    runs = {"texts": panel._compare, "similarity": panel._ask_pixel}
    qtbot.waitUntil(lambda: not runs[kind].is_running)
    assert notes(panel) == before
    assert panel.findChild(CosineMatrix).rowCount() == 0
    assert panel.findChild(SimilarityTable).names == []
    workspace.answers.update(late)
    qtbot.waitUntil(lambda: not any(run.is_running for run in runs.values()))


def test_an_error_of_a_pixel_is_not_told_of_the_next_one(
    panel, workspace, qtbot, tmp_path
):
    workspace.answers["texts"] = COSINES
    show_model(workspace, tmp_path)
    panel.set_open(True)
    workspace.document.select_pixel((3, 4))
    qtbot.waitUntil(lambda: len(answered(workspace, "similarity")) == 1)
    workspace.document.select_pixel(None)
    workspace.answers["similarity"] = TextEncoderError("the model cannot be read")
    qtbot.waitUntil(lambda: not panel._ask_pixel.is_running)
    assert CLICK in notes(panel)


def test_texts_of_the_scene_before_are_gone_at_once(panel, workspace, qtbot):
    workspace.answers["texts"] = COSINES
    panel.set_open(True)
    matrix = panel.findChild(CosineMatrix)
    qtbot.waitUntil(lambda: matrix.rowCount() == 3)
    workspace.open_cube(classes=CLASSES)
    assert matrix.rowCount() == 0
    assert panel.verdict == ""
    qtbot.waitUntil(lambda: matrix.rowCount() == 3)
