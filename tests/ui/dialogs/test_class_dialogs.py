"""Questions about classes: what is proposed, what is possible, what is answered."""

import asyncio

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from hsiviewer.core.class_edits import ImportConflicts, Overlap, SameId
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.ui.dialogs.classes import (
    ask_conflicts,
    ask_merge,
    ask_removal,
    ask_split,
)
from hsiviewer.ui.dialogs.questions import ask_button

WATER = LandCoverClass(1, "water", "#0000ff")
ROOF = LandCoverClass(2, "roof", "#ff0000")
TREE = LandCoverClass(3, "tree", "#00ff00")
SCHEME = ClassScheme((WATER, ROOF, TREE))


@pytest.fixture
def owner(qtbot, loop):
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    return owner


class Asking:
    """A question that is open; `answer` closes it and returns what came of it."""

    def __init__(self, qtbot, owner, question):
        self._qtbot = qtbot
        self._task = asyncio.get_event_loop().create_task(question)
        qtbot.waitUntil(lambda: owner.findChild(QDialog) is not None)
        self.dialog = owner.findChild(QDialog)

    def texts(self):
        return " ".join(label.text() for label in self.dialog.findChildren(QLabel))

    def way(self, name):
        return self.dialog.findChild(QRadioButton, name)

    def answer(self, *, accepts=True):
        if accepts:
            self.dialog.findChild(QPushButton, "acceptButton").click()
        else:
            self.dialog.reject()
        self._qtbot.waitUntil(self._task.done)
        return self._task.result()


def test_labels_of_a_removed_class_go_with_it_or_move(qtbot, owner):
    asking = Asking(qtbot, owner, ask_removal(owner, SCHEME, WATER, 1200))
    assert "'water' has labels: 1200. Undo" in asking.texts()
    others = asking.dialog.findChild(QComboBox, "otherClassBox")
    assert [others.itemText(row) for row in range(others.count())] == ["roof", "tree"]
    assert asking.answer() == 0
    asking = Asking(qtbot, owner, ask_removal(owner, SCHEME, WATER, 3))
    asking.way("labels.move").setChecked(True)
    asking.dialog.findChild(QComboBox, "otherClassBox").setCurrentIndex(1)
    assert asking.answer() == TREE.id
    asking = Asking(qtbot, owner, ask_removal(owner, SCHEME, WATER, 3))
    assert asking.answer(accepts=False) is None


def test_labels_of_the_only_class_cannot_move(qtbot, owner):
    asking = Asking(qtbot, owner, ask_removal(owner, ClassScheme((WATER,)), WATER, 3))
    assert not asking.way("labels.move").isEnabled()
    assert asking.answer() == 0


@pytest.mark.parametrize("accepts", [True, False])
def test_a_class_is_merged_with_another(qtbot, owner, accepts):
    asking = Asking(qtbot, owner, ask_merge(owner, SCHEME, ROOF, 7))
    assert "'roof' and its labels (7) become part of the class below" in asking.texts()
    asking.dialog.findChild(QComboBox, "otherClassBox").setCurrentIndex(1)
    assert asking.answer(accepts=accepts) == (TREE.id if accepts else None)


def test_a_class_is_split_in_a_way_that_is_possible(qtbot, owner):
    asking = Asking(qtbot, owner, ask_split(owner, ROOF, at_pixel=False, doubtful=4))
    assert not asking.way("which.patch").isEnabled()
    assert asking.way("which.doubtful").text().endswith("(4)")
    assert asking.answer() == ("spectra", "roof 2")
    asking = Asking(qtbot, owner, ask_split(owner, ROOF, at_pixel=True, doubtful=0))
    assert not asking.way("which.doubtful").isEnabled()
    asking.dialog.findChild(QLineEdit, "newClassName").setText("  tin roof ")
    assert asking.answer() == ("patch", "tin roof")
    asking = Asking(qtbot, owner, ask_split(owner, ROOF, at_pixel=True, doubtful=0))
    asking.dialog.findChild(QLineEdit, "newClassName").setText(" ")
    assert asking.answer() == ("patch", "roof 2")
    asking = Asking(qtbot, owner, ask_split(owner, ROOF, at_pixel=True, doubtful=0))
    assert asking.answer(accepts=False) is None


def test_labels_are_joined_as_is_chosen(qtbot, owner):
    conflicts = ImportConflicts(labels=20, pixels=5, classes=())
    asking = Asking(qtbot, owner, ask_conflicts(owner, conflicts))
    assert "The scene has 20 labels." in asking.texts()
    assert "another label at 5 of these pixels." in asking.texts()
    asking.way("overlap.mine").setChecked(True)
    assert asking.answer() == (Overlap("mine"), SameId("file"))
    asking = Asking(qtbot, owner, ask_conflicts(owner, conflicts))
    assert asking.answer(accepts=False) is None


def test_classes_of_the_same_id_are_named_and_the_rest_counted(qtbot, owner):
    theirs = LandCoverClass(1, "lake", "#0000ff")
    conflicts = ImportConflicts(labels=20, pixels=5, classes=((WATER, theirs),) * 6)
    asking = Asking(qtbot, owner, ask_conflicts(owner, conflicts))
    assert asking.texts().count("1 is 'water' here and 'lake' in the file") == 4
    assert "; and 2 more." in asking.texts()
    asking.way("classes.new").setChecked(True)
    assert asking.answer() == (Overlap("replace"), SameId("new"))


@pytest.mark.parametrize("button", ["Try again", "Give up", ""])
def test_a_question_is_answered_by_the_text_of_its_button(qtbot, owner, button):
    asking = Asking(
        qtbot,
        owner,
        ask_button(
            owner,
            "The disk is full.",
            details="Nothing was written.",
            buttons=("Try again", "Give up"),
            title="Save",
        ),
    )
    box = asking.dialog
    assert (box.text(), box.informativeText()) == (
        "The disk is full.",
        "Nothing was written.",
    )
    buttons = {each.text().replace("&", ""): each for each in box.buttons()}
    buttons[button or "Cancel"].click()
    qtbot.waitUntil(asking._task.done)
    assert asking._task.result() == button
