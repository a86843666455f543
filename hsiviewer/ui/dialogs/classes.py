"""Questions about classes and their labels, each saying first what will happen."""

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from hsiviewer.core.class_edits import ImportConflicts, Overlap, SameId
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.ui.dialogs.questions import Choice, ChoicesDialog, Question
from hsiviewer.ui.icons import swatch

_SHOWN_CONFLICTS = 4


async def ask_conflicts(
    parent: QWidget, conflicts: ImportConflicts
) -> tuple[Overlap, SameId] | None:
    """Ask what to do where a label file and the scene disagree."""
    questions = [
        Question(
            "overlap",
            "Labels",
            (
                Choice("replace", "Replace all of mine by those of the file"),
                Choice("file", "Join both; where both have one, the file's stands"),
                Choice("mine", "Join both; where both have one, mine stands"),
            ),
        )
    ]
    text = (
        f"The scene has {conflicts.labels:n} labels. The file has another label at "
        f"{conflicts.pixels:n} of these pixels."
    )
    if conflicts.classes:
        shown = [
            f"{mine.id} is {mine.name!r} here and {theirs.name!r} in the file"
            for mine, theirs in conflicts.classes[:_SHOWN_CONFLICTS]
        ]
        more = len(conflicts.classes) - len(shown)
        text += f" Class {'; class '.join(shown)}"
        text += f"; and {more} more." if more else "."
        questions.append(
            Question(
                "classes",
                "Classes of the same id, when joining",
                (
                    Choice("new", "They are different: the file's get new ids"),
                    Choice("file", "They are the same: take the file's names"),
                    Choice("mine", "They are the same: keep my names"),
                ),
            )
        )
    dialog = ChoicesDialog(
        parent,
        name="importConflictsDialog",
        title="Import labels",
        explanation=f"{text} Undo brings everything back.",
        questions=questions,
        accept_text="Import",
    )
    if not await dialog.ask():
        return None
    same_id = dialog.chosen("classes") if conflicts.classes else "file"
    return Overlap(dialog.chosen("overlap")), SameId(same_id)


async def ask_removal(
    parent: QWidget, scheme: ClassScheme, removed: LandCoverClass, count: int
) -> int | None:
    """Ask what becomes of the labels of a class that goes.

    Returns
    -------
    int or None
        The class that gets them, 0 if they go as well, ``None`` to keep all.
    """
    plural = "s" if count != 1 else ""
    others = len(scheme) > 1
    dialog = ChoicesDialog(
        parent,
        name="removeClassQuestion",
        title="Remove class",
        explanation=f"{removed.name!r} has {count:n} label{plural}. Undo brings "
        "everything back.",
        questions=[
            Question(
                "labels",
                f"Its label{plural}",
                (
                    Choice("remove", "go with it"),
                    Choice("move", "are given to the class below", others),
                ),
            )
        ],
        accept_text="Remove",
    )
    box = _class_box(dialog, scheme, removed.id)
    box.setEnabled(others)
    dialog.form.addWidget(box)
    if not await dialog.ask():
        return None
    return int(box.currentData()) if dialog.chosen("labels") == "move" else 0


async def ask_merge(
    parent: QWidget, scheme: ClassScheme, merged: LandCoverClass, count: int
) -> int | None:
    """Ask which class gets the labels of another."""
    plural = "s" if count != 1 else ""
    dialog = ChoicesDialog(
        parent,
        name="mergeClassDialog",
        title="Merge class",
        explanation=f"{merged.name!r} and its {count:n} label{plural} become part of "
        "the class below, which keeps its own description. Undo brings both back.",
        questions=(),
        accept_text="Merge",
    )
    box = _class_box(dialog, scheme, merged.id)
    dialog.form.addWidget(box)
    return int(box.currentData()) if await dialog.ask() else None


async def ask_split(
    parent: QWidget, split: LandCoverClass, *, at_pixel: bool, doubtful: int
) -> tuple[str, str] | None:
    """Ask which labels of a class become a new one, and how it is called.

    Returns
    -------
    tuple of str or None
        ``"patch"``, ``"spectra"`` or ``"doubtful"``, and the name.
    """
    dialog = ChoicesDialog(
        parent,
        name="splitClassDialog",
        title="Split class",
        explanation=f"Some labels of {split.name!r} become a class of their own, with "
        "the same description to begin with.",
        questions=[
            Question(
                "which",
                "Which labels",
                (
                    Choice("patch", "the patch at the selected pixel", at_pixel),
                    Choice("spectra", "the smaller of two groups of like spectra"),
                    Choice(
                        "doubtful",
                        f"those that look unlike the class ({doubtful})",
                        doubtful > 0,
                    ),
                ),
            )
        ],
        accept_text="Split",
    )
    name = QLineEdit(f"{split.name} 2", dialog)
    name.setObjectName("newClassName")
    name.setAccessibleName("Name of the new class")
    caption = QLabel("Name of the new class", dialog)
    caption.setBuddy(name)
    dialog.form.addWidget(caption)
    dialog.form.addWidget(name)
    if not await dialog.ask():
        return None
    return dialog.chosen("which"), name.text().strip() or f"{split.name} 2"


def _class_box(parent: QWidget, scheme: ClassScheme, left_out: int) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName("otherClassBox")
    box.setAccessibleName("Class that gets the labels")
    for each in scheme:
        if each.id != left_out:
            box.addItem(swatch(each.color), each.name, each.id)
    return box
