"""Questions about classes and their labels, each saying first what will happen."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from hsiviewer.core.class_edits import ImportConflicts, Overlap, SameId
from hsiviewer.core.classes import MAX_CLASS_ID, ClassScheme, LandCoverClass
from hsiviewer.ui.base.icons import swatch
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.questions import Choice, ChoicesDialog, Question

_SHOWN_CONFLICTS = 4


async def ask_conflicts(
    parent: QWidget, conflicts: ImportConflicts
) -> tuple[Overlap, SameId] | None:
    """Ask what to do where a label file and the scene disagree."""
    questions = [
        Question(
            "overlap",
            tr("Labels"),
            (
                Choice("replace", tr("Replace all of mine by those of the file")),
                Choice("file", tr("Join both; where both have one, the file's stands")),
                Choice("mine", tr("Join both; where both have one, mine stands")),
            ),
        )
    ]
    text = tr(
        "The scene has {0:n} labels. The file has another label at "
        "{1:n} of these pixels."
    ).format(conflicts.labels, conflicts.pixels)
    if conflicts.classes:
        shown = [
            tr("{0} is {1!r} here and {2!r} in the file").format(
                mine.id, mine.name, theirs.name
            )
            for mine, theirs in conflicts.classes[:_SHOWN_CONFLICTS]
        ]
        more = len(conflicts.classes) - len(shown)
        text += tr(" Class {0}").format("; class ".join(shown))
        text += tr("; and {0} more.").format(more) if more else "."
        questions.append(
            Question(
                "classes",
                tr("Classes of the same id, when joining"),
                (
                    Choice("new", tr("They are different: the file's get new ids")),
                    Choice("file", tr("They are the same: take the file's names")),
                    Choice("mine", tr("They are the same: keep my names")),
                ),
            )
        )
    dialog = ChoicesDialog(
        parent,
        name="importConflictsDialog",
        title=tr("Import labels"),
        explanation=tr("{0} Undo brings everything back.").format(text),
        questions=questions,
        accept_text=tr("Import"),
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
    others = len(scheme) > 1
    dialog = ChoicesDialog(
        parent,
        name="removeClassQuestion",
        title=tr("Remove class"),
        explanation=tr("{0!r} has labels: {1:n}. Undo brings everything back.").format(
            removed.name, count
        ),
        questions=[
            Question(
                "labels",
                tr("Its labels"),
                (
                    Choice("remove", tr("go with it")),
                    Choice("move", tr("are given to the class below"), others),
                ),
            )
        ],
        accept_text=tr("Remove"),
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
    dialog = ChoicesDialog(
        parent,
        name="mergeClassDialog",
        title=tr("Merge class"),
        explanation=tr(
            "{0!r} and its labels ({1:n}) become part of the class below, "
            "which keeps its own description. Undo brings both back."
        ).format(merged.name, count),
        questions=(),
        accept_text=tr("Merge"),
    )
    box = _class_box(dialog, scheme, merged.id)
    dialog.form.addWidget(box)
    return int(box.currentData()) if await dialog.ask() else None


async def ask_class_id(
    parent: QWidget, scheme: ClassScheme, renumbered: LandCoverClass
) -> int | None:
    """Ask for another id of a class."""
    dialog = ChoicesDialog(
        parent,
        name="renumberClassDialog",
        title=tr("Change class id"),
        explanation=tr(
            "{0!r} has the id {1}. Its labels and the map follow. A class that has the "
            "new id gets the old one. Undo brings everything back."
        ).format(renumbered.name, renumbered.id),
        questions=(),
        accept_text=tr("Change"),
    )
    box = QSpinBox(dialog)
    box.setObjectName("classIdBox")
    box.setAccessibleName(tr("New id"))
    box.setRange(1, MAX_CLASS_ID)
    box.setValue(renumbered.id)
    told = PlainLabel(dialog)
    told.setObjectName("classIdTold")

    def tell(class_id: int) -> None:
        other = class_id in scheme and class_id != renumbered.id
        text = tr("{0!r} gets the id {1}.")
        told.setText(text.format(scheme[class_id].name, renumbered.id) if other else "")

    box.valueChanged.connect(tell)
    dialog.form.addWidget(box)
    dialog.form.addWidget(told)
    return box.value() if await dialog.ask() else None


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
        title=tr("Split class"),
        explanation=tr(
            "Some labels of {0!r} become a class of their own, with "
            "the same description to begin with."
        ).format(split.name),
        questions=[
            Question(
                "which",
                tr("Which labels"),
                (
                    Choice("patch", tr("the patch at the selected pixel"), at_pixel),
                    Choice("spectra", tr("the smaller of two groups of like spectra")),
                    Choice(
                        "doubtful",
                        tr("those that look unlike the class ({0})").format(doubtful),
                        doubtful > 0,
                    ),
                ),
            )
        ],
        accept_text=tr("Split"),
    )
    name = QLineEdit(f"{split.name} 2", dialog)
    name.setObjectName("newClassName")
    name.setAccessibleName(tr("Name of the new class"))
    caption = PlainLabel(tr("Name of the new class"), dialog)
    caption.setBuddy(name)
    dialog.form.addWidget(caption)
    dialog.form.addWidget(name)
    if not await dialog.ask():
        return None
    return dialog.chosen("which"), name.text().strip() or f"{split.name} 2"


def _class_box(parent: QWidget, scheme: ClassScheme, left_out: int) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName("otherClassBox")
    box.setAccessibleName(tr("Class that gets the labels"))
    for cover in scheme:
        if cover.id != left_out:
            box.addItem(swatch(cover.color), cover.name, cover.id)
    return box
