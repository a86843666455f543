"""The question how many pixels of a map shall be visited."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.evaluation.sample_design import USUAL_LEAST
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer

_MOST = 100_000


@dataclass(frozen=True)
class VisitChoice:
    """How many pixels to visit.

    Parameters
    ----------
    count : int
        In all; 0 for as many as a standard error of 1 % needs.
    least : int
        In each class at least.
    """

    count: int
    least: int


class VisitsDialog(QDialog):
    """Numbers of pixels, in all and in each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visitsDialog")
        self.setWindowTitle(tr("Pixels to visit"))
        self._count = QSpinBox(self)
        self._count.setObjectName("visitCount")
        self._count.setRange(0, _MOST)
        self._count.setSpecialValueText(tr("As many as needed"))
        self._least = QSpinBox(self)
        self._least.setObjectName("visitLeast")
        self._least.setRange(1, _MOST)
        self._least.setValue(USUAL_LEAST)
        note = PlainLabel(
            tr(
                "Pixels are drawn at random in each class of the map and written as "
                "points. Visit them or look at better pictures, fill in class_id, and "
                "load the file as reference map: accuracy and areas then hold for the "
                "whole map. As many as needed means a standard error of 1 % for the "
                "overall accuracy."
            ),
            self,
        )
        note.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Pixels in all"), self._count)
        form.addRow(tr("In each class at least"), self._least)
        column = QVBoxLayout(self)
        column.addWidget(note)
        column.addLayout(form)
        column.addWidget(buttons)
        self.resize(420, 240)

    @property
    def choice(self) -> VisitChoice:
        """What the fields say now."""
        return VisitChoice(self._count.value(), self._least.value())


async def ask_visits(parent: QWidget) -> VisitChoice | None:
    """Ask how many pixels to visit; ``None`` for Cancel."""
    dialog = VisitsDialog(parent)
    return dialog.choice if await answer(dialog) else None
