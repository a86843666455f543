"""Texts are compared, a language model's answer is taken, a pixel is compared."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QDockWidget,
    QInputDialog,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)

from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.text.folder import TextModelFacts
from hsiviewer.learning.text.hub import RemoteModel
from hsiviewer.ui.dialogs.ask_model import AskModelDialog
from hsiviewer.ui.panels.texts.cosine_table import CosineMatrix, SimilarityTable
from hsiviewer.ui.panels.texts.panel import ClassTextsPanel
from hsiviewer.ui.panels.training.form import TrainingForm
from hsiviewer.workflows.session import class_texts
from hsiviewer.workflows.session.class_texts import PixelSimilarity
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.e2e.hands import click, press
from tests.learning.text_models import make_text_model
from tests.workflows.scenes import SCHEME

LONG = 60_000


def open_texts(window, qtbot):
    press(window, "Ctrl+Shift+X")
    dock = window.findChild(QDockWidget, "textsDock")
    qtbot.waitUntil(dock.isVisible)
    return dock.findChild(ClassTextsPanel)


def test_texts_that_are_the_same_are_named(window, qtbot):
    window.document.set_classes(SCHEME)
    panel = open_texts(window, qtbot)
    matrix = panel.findChild(CosineMatrix)
    qtbot.waitUntil(lambda: matrix.rowCount() == 3, timeout=LONG)
    assert matrix.cosine(0, 0) == "1.00"
    assert matrix.cosine(0, 1) == matrix.cosine(1, 0)
    assert panel.verdict == "The encoder can tell all texts apart."
    window.document.change_class(9, description=SCHEME[2].description)
    qtbot.waitUntil(lambda: "same text" in panel.verdict, timeout=LONG)
    assert "roof and water" in panel.verdict
    press(window, "Ctrl+Shift+X")
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_after_a_training_a_clicked_pixel_is_compared_with_the_texts(
    window, files, qtbot
):
    from hsiviewer.io.class_files import read_classes
    from hsiviewer.io.labels import read_labels

    labels, scheme = read_labels(files.labels, window.document.cube)
    window.document.load_labels(labels, scheme)
    window.document.set_classes(read_classes(files.classes))
    panel = open_texts(window, qtbot)
    bars = panel.findChild(SimilarityTable)
    press(window, "V")
    settings = TrainingSettings(
        Recipe(
            "curated-prompts",
            overrides={"steps": 40, "members": 1, "calibration_folds": 0},
        )
    )
    window.workspace.start_training(settings)
    qtbot.waitUntil(lambda: window.document.classification is not None, timeout=LONG)
    for col, name in ((5, "water"), (24, "meadow"), (43, "roof")):
        click(window, 20, col)
        qtbot.waitUntil(lambda name=name: bars.names[:1] == [name], timeout=LONG)
    assert sorted(bars.names) == ["meadow", "roof", "water"]


def test_a_language_models_answer_becomes_descriptions(window, qtbot):
    window.document.set_classes(SCHEME)
    press(window, "Ctrl+Shift+K")
    qtbot.waitUntil(lambda: window.findChild(AskModelDialog) is not None)
    dialog = window.findChild(AskModelDialog)
    QTest.mouseClick(
        dialog.findChild(QPushButton, "copyInstruction"), Qt.MouseButton.LeftButton
    )
    copied = QGuiApplication.clipboard().text()
    assert "- meadow (Green grass with a red edge.)" in copied
    use = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not use.isEnabled()
    field = dialog.findChild(QPlainTextEdit, "answerText")
    field.setFocus()
    QGuiApplication.clipboard().setText("## water\nA lake.\n\n## roof\nRed tiles.")
    QTest.keySequence(field, "Ctrl+V")
    assert use.isEnabled()
    QTest.mouseClick(use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.classes[9].description == "Red tiles.")
    assert window.document.classes[2].description == "A lake."
    assert window.document.classes[5].description == SCHEME[5].description
    press(window, "Ctrl+Z")
    assert list(window.document.classes) == list(SCHEME)


def test_a_model_is_fetched_by_name_only_after_consent(window, qtbot, monkeypatch):
    fetched, here = [], []
    facts = TextModelFacts("encoder", "mean", 8, 12_000_000)
    monkeypatch.setattr(class_texts, "model_folder", lambda name: name)
    monkeypatch.setattr(class_texts, "model_facts", lambda _folder: facts)
    model = RemoteModel("some/model", "abc", ("model.safetensors",), 12_000_000)
    monkeypatch.setattr(
        class_texts, "downloaded_folder", lambda _name: here[0] if here else None
    )
    monkeypatch.setattr(class_texts, "find_remote_model", lambda _name: model)
    monkeypatch.setattr(
        class_texts, "download_model", lambda *_given: fetched.append(model)
    )
    box = window.findChild(QComboBox, "textEncoderBox")

    def ask(button):
        row = box.findText("Model by name…")
        box.setCurrentIndex(row)
        box.activated.emit(row)
        qtbot.waitUntil(lambda: window.findChild(QInputDialog) is not None)
        dialog = window.findChild(QInputDialog, "textModelDialog")
        dialog.setTextValue("some/model")
        dialog.accept()
        qtbot.waitUntil(
            lambda: window.findChild(QMessageBox, "questionBox") is not None
        )
        question = window.findChild(QMessageBox, "questionBox")
        assert "12 MB to download" in question.informativeText()
        texts = {each.text().replace("&", ""): each for each in question.buttons()}
        texts[button].click()
        qtbot.waitUntil(lambda: window.findChild(QMessageBox, "questionBox") is None)

    ask("Cancel")
    assert (fetched, box.currentData()) == ([], "")
    ask("Download")
    qtbot.waitUntil(lambda: box.currentData() == "some/model")
    assert fetched == [model]
    told = box.itemData(box.currentIndex(), Qt.ItemDataRole.ToolTipRole)
    assert told == "12 MB of weights, about 0.4 GB of memory, pooling: mean"


def test_a_folder_that_holds_no_encoder_is_not_taken(window, qtbot, tmp_path):
    box = window.findChild(QComboBox, "textEncoderBox")
    form = box.parentWidget()
    while not isinstance(form, TrainingForm):
        form = form.parentWidget()
    form._use_text_encoder_folder(str(tmp_path))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    told = window.findChild(QMessageBox)
    assert "here is no text encoder" in told.text()
    told.accept()
    assert box.currentData() == ""
    folder = make_text_model(tmp_path / "tiny", "bert")
    form._use_text_encoder_folder(str(folder))
    qtbot.waitUntil(lambda: box.currentData() == str(folder))


def test_a_local_model_that_cannot_write_the_answer_says_why(window, qtbot, tmp_path):
    folder = make_text_model(tmp_path / "writer", "qwen")
    window.document.set_classes(SCHEME)
    press(window, "Ctrl+Shift+K")
    qtbot.waitUntil(lambda: window.findChild(AskModelDialog) is not None)
    dialog = window.findChild(AskModelDialog)
    button = dialog.findChild(QPushButton, "writeLocally")
    dialog.write_locally(str(folder))
    answer = dialog.findChild(QPlainTextEdit, "answerText")
    qtbot.waitUntil(lambda: button.text().startswith("Stop writing"))
    assert answer.isReadOnly()
    qtbot.waitUntil(lambda: button.text() == "Local model…", timeout=LONG)
    assert not answer.isReadOnly()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    told = window.findChild(QMessageBox)
    assert "longer than writer can read" in told.text() + told.informativeText()
    told.accept()
    dialog.reject()


def test_bars_and_matrix_follow_edits_of_the_classes(window, qtbot):
    """What is shown is never of other classes than the present ones."""
    window.document.set_classes(SCHEME)
    panel = open_texts(window, qtbot)
    matrix, bars = panel.findChild(CosineMatrix), panel.findChild(SimilarityTable)
    qtbot.waitUntil(lambda: matrix.rowCount() == 3, timeout=LONG)
    found = PixelSimilarity(
        (1, 2), "s3fn", {2: 0.9, 5: 0.1, 9: -0.3}, {2: "water", 5: "meadow", 9: "roof"}
    )
    panel._show_pixel(found, "Row 1, column 2")
    assert bars.names == ["water", "meadow", "roof"]
    window.document.change_class(2, name="lake")
    assert bars.names == ["lake (was water)", "meadow", "roof"]
    window.document.set_classes(SCHEME.restricted([2, 9]))
    assert bars.names == ["water", "roof"]
    qtbot.waitUntil(lambda: matrix.rowCount() == 2, timeout=LONG)
    window.document.set_classes(SCHEME.restricted([2]))
    window.document.set_classes(SCHEME)
    qtbot.waitUntil(lambda: matrix.rowCount() != 2, timeout=LONG)
    qtbot.waitUntil(matrix.isEnabled, timeout=LONG)
    assert "water / roof" in matrix.item(0, 2).toolTip()


def test_long_names_leave_room_for_the_figures(window, qtbot):
    long = SCHEME.with_class(replace(SCHEME[2], name="water of a lake " * 8))
    window.document.set_classes(long)
    panel = open_texts(window, qtbot)
    matrix, bars = panel.findChild(CosineMatrix), panel.findChild(SimilarityTable)
    qtbot.waitUntil(lambda: matrix.rowCount() == 3, timeout=LONG)
    assert matrix.verticalHeader().width() < 200
    assert matrix.viewport().width() > 100
    panel._show_pixel(PixelSimilarity((0, 0), "s3fn", {2: 0.9}), "")
    assert bars.columnWidth(0) <= 160
    assert bars.columnWidth(1) > 40
    assert matrix.verticalHeaderItem(0).icon().isNull() is False
    assert len(matrix.horizontalHeaderItem(0).toolTip()) < 800
