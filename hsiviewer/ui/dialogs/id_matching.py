"""The question which class each id of a reference or a label file stands for."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.id_maps import LEFT_OUT
from hsiviewer.evaluation.id_matching import IdMatch, IdMatching, MatchedBy
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.choice_box import ChoiceBox
from hsiviewer.ui.base.icons import swatch
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer

_CLASS_COLUMN, _BY_COLUMN = 3, 4
_MOST_ROWS = 200  # boxes in more rows make a window wait; plain rows go first


async def ask_matching(
    parent: QWidget,
    matching: IdMatching,
    classes: ClassScheme,
    *,
    file: str,
    takes_new: bool,
) -> Mapping[int, int] | None:
    """Ask for the class of each id.

    Parameters
    ----------
    matching : IdMatching
        What is proposed.
    classes : ClassScheme
        Classes of the scene.
    file : str
        Name of the file, for the question.
    takes_new : bool
        Whether ids that match no class become new classes, as with labels.

    Returns
    -------
    mapping of int to int, or None
        Class of each id, 0 for those that are left out; ``None`` for Cancel.
    """
    dialog = MatchingDialog(
        matching, classes, file=file, takes_new=takes_new, parent=parent.window()
    )
    return dialog.id_map if await answer(dialog) else None


class MatchingDialog(QDialog):
    """Ids of a file with their pixels, and a box with the class of each.

    Parameters
    ----------
    matching, classes, file, takes_new
        As of `ask_matching`.
    """

    def __init__(
        self,
        matching: IdMatching,
        classes: ClassScheme,
        *,
        file: str,
        takes_new: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("matchingDialog")
        self.setWindowTitle(tr("Match classes"))
        self._matching = matching
        self._boxes: dict[int, ChoiceBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        for name, text in self._sentences(file):
            label = PlainLabel(text, self)
            label.setObjectName(name)
            label.setWordWrap(True)
            column.addWidget(label)
        if matching.looks_permuted:
            column.addWidget(self._assign_button(), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table(classes, takes_new=takes_new), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        go_on = buttons.addButton(tr("Use"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setObjectName("acceptButton")
        go_on.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(620, min(620, 260 + 30 * len(self._boxes)))

    @property
    def id_map(self) -> dict[int, int]:
        """The class that is chosen for each id, 0 for those that are left out."""
        proposed = {match.file_id: match.class_id for match in self._matching}
        chosen = {
            file_id: int(box.currentData()) for file_id, box in self._boxes.items()
        }
        return {**proposed, **chosen}

    def _sentences(self, file: str) -> list[tuple[str, str]]:
        matching = self._matching
        told = [
            (
                "matchingQuestion",
                tr(
                    "Choose the class that each id of {0} stands for. Ids that are "
                    "left out count as no label."
                ).format(file),
            )
        ]
        if matching.notices:
            text = " ".join(f"{_without_option(text)}." for text in matching.notices)
            told.append(("matchingNotices", text))
        if matching.looks_permuted:
            text = tr(
                "The ids look permuted: on average, {0:.0%} of the pixels of an id lie "
                "in its class. With the assignment by overlap, it is {1:.0%}."
            )
            shares = matching.agreement, matching.assigned_agreement
            told.append(("matchingWarning", text.format(*shares)))
        return told

    def _assign_button(self) -> QPushButton:
        button = QPushButton(tr("Assign by overlap"), self)
        button.setObjectName("assignButton")
        button.setAutoDefault(False)
        button.clicked.connect(self._assign)
        return button

    def _assign(self) -> None:
        """Choose the classes that fit the map or the labels best."""
        for file_id, class_id in self._matching.assignment.items():
            if file_id in self._boxes:
                self._boxes[file_id].choose(class_id)

    def _table(self, classes: ClassScheme, *, takes_new: bool) -> QTableWidget:
        shown = _rows_shown(self._matching)
        table = QTableWidget(len(shown), _BY_COLUMN + 1, self)
        table.setObjectName("matchingTable")
        table.setAccessibleName(tr("Ids and their classes"))
        table.setHorizontalHeaderLabels(
            [tr("Id"), tr("Name in the file"), tr("Pixels"), tr("Class"), tr("By")]
        )
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_CLASS_COLUMN, QHeaderView.ResizeMode.Stretch)
        for row, match in enumerate(shown):
            texts = (str(match.file_id), match.name, f"{match.pixels:n}")
            for position, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if position != 1:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, position, item)
            box = _class_box(match, classes, takes_new=takes_new)
            self._boxes[match.file_id] = box
            table.setCellWidget(row, _CLASS_COLUMN, box)
            by = QTableWidgetItem(_reason(match.by))
            table.setItem(row, _BY_COLUMN, by)
            box.currentIndexChanged.connect(
                lambda _index, by=by: by.setText(_reason(MatchedBy.USER))
            )
        return table


def _rows_shown(matching: IdMatching) -> list[IdMatch]:
    matches = list(matching)
    if len(matches) > _MOST_ROWS:
        matches.sort(key=lambda match: match.file_id == match.class_id)
        matches = sorted(matches[:_MOST_ROWS], key=lambda match: match.file_id)
    return matches


def _class_box(match: IdMatch, classes: ClassScheme, *, takes_new: bool) -> ChoiceBox:
    box = ChoiceBox(f"matchedClass.{match.file_id}", tr("Class"))
    for cover in classes:
        box.addItem(swatch(cover.color), f"{cover.id}  {cover.name}", cover.id)
    own = match.class_id
    if own not in classes and own != LEFT_OUT:
        text = tr("New class {0}") if takes_new else tr("No class of the map ({0})")
        box.addItem(text.format(own), own)
    box.addItem(tr("Leave out"), LEFT_OUT)
    box.choose(match.class_id)
    return box


def _reason(by: MatchedBy) -> str:
    return {
        MatchedBy.NAME: tr("name"),
        MatchedBy.ID: tr("id"),
        MatchedBy.OVERLAP: tr("overlap"),
        MatchedBy.NOTHING: tr("nothing"),
        MatchedBy.USER: tr("you"),
    }[by]


def _without_option(notice: str) -> str:
    """Return a notice without the option of the command line that would change it."""
    return notice.partition(". If ")[0].partition(". --field")[0]
