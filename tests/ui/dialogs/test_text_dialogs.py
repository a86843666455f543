"""Descriptions: chosen from a library, or taken from a language model's answer."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import CancelledError
from hsiviewer.jobs.job import Job
from hsiviewer.ui.dialogs.ask_model import AskModelDialog, ask_model_answer
from hsiviewer.ui.dialogs.describe import DescribeDialog, ask_description
from hsiviewer.ui.dialogs.text_model import ask_text_model
from hsiviewer.workflows.describing.drafts import LibraryEntry
from hsiviewer.workflows.describing.instructions import INSTRUCTIONS
from hsiviewer.workflows.tasks.records import DevicesTask
from tests.ui.fakes import report

CLASSES = ClassScheme(
    (
        LandCoverClass(1, "water", "#0000ff", "Dark in all bands."),
        LandCoverClass(2, "roof", "#ff0000"),
        LandCoverClass(3, "tree", "#00ff00"),
    )
)
LIBRARY = (
    LibraryEntry("Red tile roof", "built", "Bright tiles, red.", "a measurement"),
    LibraryEntry("Open water", "water", "Dark, darker in the infrared.", "a book"),
    LibraryEntry("Lawn", "plants", "Green near water, with a red edge.", "a book"),
)


class FakeTexts:
    """A language model and a hub without files and network."""

    def __init__(self):
        self.job = Job(task="write", record=DevicesTask(), title="Write")
        self.end = asyncio.Event()
        self.answer = "## water\nA lake."
        self.error = None
        self.here, self.fetched = set(), []

    def start_writing(self, folder, instruction):
        self.asked = (folder, instruction)
        return self.job

    async def written(self, job):
        await self.end.wait()
        if self.error is not None:
            raise self.error
        return self.answer

    def stop_writing(self, job):
        self.error = CancelledError()
        self.end.set()

    async def has_model(self, name):
        return name in self.here

    async def find_model(self, name):
        class Model:
            summary = "12 MB to download"

        return Model()

    async def download_model(self, model, progress):
        if self.error is not None:
            raise self.error
        self.fetched.append(model)


@pytest.fixture
def owner(qtbot, loop):
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    return owner


@pytest.fixture
def texts(loop):
    return FakeTexts()


@pytest.fixture
def model_dialog(owner, texts):
    return AskModelDialog(CLASSES, texts, lambda key: f"instruction {key}", owner)


def field(dialog, name):
    return dialog.findChild(QPlainTextEdit, name)


def button(dialog, name):
    return dialog.findChild(QPushButton, name)


def use_button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    return box.button(QDialogButtonBox.StandardButton.Ok)


def understood(dialog):
    return dialog.findChild(QLabel, "answerUnderstood")


def test_an_instruction_is_chosen_and_copied(model_dialog):
    kinds = model_dialog.findChild(QComboBox, "instructionBox")
    assert kinds.count() == len(INSTRUCTIONS)
    copy = button(model_dialog, "copyInstruction")
    copy.click()
    first, *others = INSTRUCTIONS
    assert QGuiApplication.clipboard().text() == f"instruction {first}"
    assert copy.text() == "Copied"
    if others:
        kinds.setCurrentIndex(1)
        assert field(model_dialog, "instructionText").toPlainText().endswith(others[0])
        assert copy.text() == "Copy"


def test_what_was_understood_of_an_answer_is_told(model_dialog):
    assert not use_button(model_dialog).isEnabled()
    assert understood(model_dialog).isHidden()
    field(model_dialog, "answerText").setPlainText("## water\nA lake.\n\n## roof\nRed.")
    assert understood(model_dialog).text() == (
        "2 of 3 classes found in the answer. Not found, so left as they are: tree. "
        "Descriptions that will be replaced: 1."
    )
    assert use_button(model_dialog).isEnabled()
    assert model_dialog.descriptions == {1: "A lake.", 2: "Red."}
    field(model_dialog, "answerText").setPlainText("I cannot help with that.")
    assert understood(model_dialog).text().startswith("0 of 3 classes found")
    assert not use_button(model_dialog).isEnabled()


def test_many_missing_classes_are_counted(owner, texts):
    many = ClassScheme(
        tuple(LandCoverClass(n, f"class {n}", "#0000ff") for n in range(1, 12))
    )
    dialog = AskModelDialog(many, texts, str, owner)
    field(dialog, "answerText").setPlainText("## class 1\nFirst.")
    assert "class 2, class 3, class 4, class 5, class 6 and 5 more." in (
        understood(dialog).text()
    )


@pytest.mark.parametrize("accepts", [True, False])
def test_descriptions_are_used_if_that_is_wanted(owner, texts, qtbot, accepts):
    asking = asyncio.get_event_loop().create_task(
        ask_model_answer(owner, CLASSES, texts, str)
    )
    qtbot.waitUntil(lambda: owner.findChild(AskModelDialog) is not None)
    dialog = owner.findChild(AskModelDialog)
    field(dialog, "answerText").setPlainText("## roof\nRed.")
    use_button(dialog).click() if accepts else dialog.reject()
    qtbot.waitUntil(asking.done)
    assert asking.result() == ({2: "Red."} if accepts else {})


def test_a_local_model_writes_the_answer(model_dialog, texts, qtbot):
    local, answer = (
        button(model_dialog, "writeLocally"),
        field(model_dialog, "answerText"),
    )
    model_dialog.write_locally("models/writer")
    qtbot.waitUntil(answer.isReadOnly)
    assert texts.asked[0] == "models/writer"
    assert local.text() == "Stop writing (0 %)"
    report(texts.job, 0.25)
    assert local.text() == "Stop writing (25 %)"
    texts.end.set()
    qtbot.waitUntil(lambda: not answer.isReadOnly())
    assert answer.toPlainText() == texts.answer
    assert local.text() == "Local model…"


def test_writing_is_stopped_by_its_button_and_with_the_dialog(
    model_dialog, texts, qtbot
):
    local, answer = (
        button(model_dialog, "writeLocally"),
        field(model_dialog, "answerText"),
    )
    answer.setPlainText("my own")
    model_dialog.write_locally("models/writer")
    qtbot.waitUntil(lambda: local.text().startswith("Stop"))
    local.click()
    qtbot.waitUntil(lambda: local.text() == "Local model…")
    assert answer.toPlainText() == "my own"
    texts.end.clear()
    texts.error = None
    model_dialog.write_locally("models/writer")
    qtbot.waitUntil(lambda: local.text().startswith("Stop"))
    model_dialog.reject()
    assert texts.end.is_set()
    qtbot.waitUntil(lambda: model_dialog._writing is None)


def test_why_a_local_model_cannot_write_is_told(model_dialog, texts, qtbot, owner):
    texts.error = TextEncoderError("there is no model in that folder")
    model_dialog.write_locally("models/nothing")
    texts.end.set()
    qtbot.waitUntil(lambda: owner.findChild(QMessageBox) is not None)
    assert owner.findChild(QMessageBox).text() == "There is no model in that folder"
    owner.findChild(QMessageBox).close()


def describe(owner, own="", draft="", name="roof"):
    return DescribeDialog(name, own, draft, LIBRARY, owner)


def test_what_fits_the_name_comes_first_after_the_draft(owner):
    assert describe(owner).shown[0] == "Red tile roof"
    assert describe(owner, name="water").shown[:2] == ["Open water", "Lawn"]
    assert describe(owner, draft="Flat spectrum.").shown[0] == "Draft from the labels"


def test_descriptions_are_searched_by_words(owner):
    dialog = describe(owner)
    search = dialog.findChild(QLineEdit, "descriptionSearch")
    search.setText("INFRARED dark")
    assert dialog.shown == ["Open water"]
    search.setText("snow")
    assert dialog.shown == []
    assert "Nothing found; try another word." in [
        label.text() for label in dialog.findChildren(QLabel)
    ]


def test_texts_are_added_to_what_is_there_once(owner):
    dialog = describe(owner, own="My own words.")
    dialog.show()
    search = dialog.findChild(QLineEdit, "descriptionSearch")
    search.setText("tiles")
    QTest.keyClick(search, Qt.Key.Key_Return)
    found = dialog.findChild(QListWidget, "descriptionList")
    assert found.currentItem().text().startswith("Red tile roof")
    for _ in range(2):
        QTest.keyClick(found, Qt.Key.Key_Return)
    assert dialog.text == "My own words. Bright tiles, red."
    dialog.close()


def test_blank_lines_and_spaces_are_no_part_of_a_description(owner):
    dialog = describe(owner)
    field(dialog, "chosenDescription").setPlainText("  Flat   roof. \n\n Red.  ")
    assert dialog.text == "Flat roof.\nRed."


@pytest.mark.parametrize("accepts", [True, False])
def test_a_description_is_taken_if_that_is_wanted(owner, qtbot, accepts):
    asking = asyncio.get_event_loop().create_task(
        ask_description(owner, name="roof", own="Mine.", draft="", library=LIBRARY)
    )
    qtbot.waitUntil(lambda: owner.findChild(DescribeDialog) is not None)
    dialog = owner.findChild(DescribeDialog)
    dialog.accept() if accepts else dialog.reject()
    qtbot.waitUntil(asking.done)
    assert asking.result() == ("Mine." if accepts else None)


def ask_for_model(owner, texts, qtbot, name):
    asking = asyncio.get_event_loop().create_task(ask_text_model(owner, texts))
    qtbot.waitUntil(lambda: owner.findChild(QInputDialog) is not None)
    dialog = owner.findChild(QInputDialog, "textModelDialog")
    dialog.setTextValue(name)
    dialog.accept() if name else dialog.reject()
    return asking


def consent(owner, qtbot, button):
    qtbot.waitUntil(lambda: owner.findChild(QMessageBox, "questionBox") is not None)
    box = owner.findChild(QMessageBox, "questionBox")
    assert box.informativeText() == "12 MB to download"
    buttons = {each.text().replace("&", ""): each for each in box.buttons()}
    buttons[button].click()


def test_a_model_that_is_here_needs_no_consent(owner, texts, qtbot):
    texts.here = {"some/model"}
    asking = ask_for_model(owner, texts, qtbot, "some/model")
    qtbot.waitUntil(asking.done)
    assert asking.result() == "some/model"


def test_no_model_is_asked_for_after_all(owner, texts, qtbot):
    asking = ask_for_model(owner, texts, qtbot, "")
    qtbot.waitUntil(asking.done)
    assert asking.result() == ""


def test_what_is_no_name_of_a_model_is_refused(owner, texts, qtbot):
    asking = ask_for_model(owner, texts, qtbot, "minilm")
    qtbot.waitUntil(asking.done)
    with pytest.raises(TextEncoderError, match="write it as organisation/name"):
        asking.result()


@pytest.mark.parametrize("button", ["Download", "Cancel"])
def test_a_model_is_fetched_after_consent_only(owner, texts, qtbot, button):
    asking = ask_for_model(owner, texts, qtbot, "some/model")
    consent(owner, qtbot, button)
    qtbot.waitUntil(asking.done)
    wanted = button == "Download"
    assert asking.result() == ("some/model" if wanted else "")
    assert len(texts.fetched) == wanted


def test_a_stopped_download_gives_no_model(owner, texts, qtbot):
    texts.error = CancelledError()
    asking = ask_for_model(owner, texts, qtbot, "some/model")
    consent(owner, qtbot, "Download")
    qtbot.waitUntil(asking.done)
    assert asking.result() == ""
