"""The question which two bands are divided by each other."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.workflows.viewing.derived import pair_id

_FORMULAS = (("A / B", "ratio"), ("(A - B) / (A + B)", "difference"))


async def ask_ratio(parent: QWidget, bands: BandAxis, shown: tuple[int, ...]) -> str:
    """Ask for a formula and two bands; return the view's id, empty for Cancel.

    Parameters
    ----------
    bands : BandAxis
        What can be chosen from.
    shown : tuple of int
        The bands that are shown; the first and the last are proposed.
    """
    dialog = RatioDialog(bands, shown, parent)
    return dialog.chosen if await answer(dialog) else ""


class RatioDialog(QDialog):
    """A formula and two bands.

    Parameters
    ----------
    bands, shown
        See `ask_ratio`.
    """

    def __init__(
        self, bands: BandAxis, shown: tuple[int, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ratioDialog")
        self.setWindowTitle(tr("Band ratio"))
        self._formula = self._box("ratioFormula", tr("Formula"))
        for text, kind in _FORMULAS:
            self._formula.addItem(text, kind)
        self._bands = [
            self._box(f"ratioBand{letter}", tr("Band {0}").format(letter))
            for letter in "AB"
        ]
        for box, band in zip(self._bands, (shown[0], shown[-1]), strict=True):
            for number in range(bands.count):
                box.addItem(bands.label(number), number)
            box.setCurrentIndex(min(band, bands.count - 1))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Formula"), self._formula)
        form.addRow("A", self._bands[0])
        form.addRow("B", self._bands[1])
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)

    @property
    def chosen(self) -> str:
        """Id of the view; see `hsiviewer.workflows.viewing.derived.pair_id`."""
        first, second = (int(box.currentData()) for box in self._bands)
        return pair_id(str(self._formula.currentData()), first, second)

    def _box(self, name: str, spoken: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setMaxVisibleItems(18)
        return box
