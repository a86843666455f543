"""The question between which values the colours of a layer run."""

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer

_LARGEST = 1e9


async def ask_range(
    parent: QWidget, shown: tuple[float, float]
) -> tuple[float, float] | None:
    """Ask for the values of the first and the last colour; ``None`` for Cancel."""
    dialog = ValueRangeDialog(shown, parent)
    return dialog.chosen if await answer(dialog) else None


class ValueRangeDialog(QDialog):
    """A low and a high value.

    Parameters
    ----------
    shown : tuple of float
        What the fields begin with.
    """

    def __init__(
        self, shown: tuple[float, float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("valueRangeDialog")
        self.setWindowTitle(tr("Range of the colours"))
        self._low, self._high = (QDoubleSpinBox(self) for _ in shown)
        form = QFormLayout()
        for box, name, title, value in (
            (self._low, "valueRangeLow", tr("Lowest value"), shown[0]),
            (self._high, "valueRangeHigh", tr("Highest value"), shown[1]),
        ):
            box.setObjectName(name)
            box.setAccessibleName(title)
            box.setDecimals(4)
            box.setRange(-_LARGEST, _LARGEST)
            box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
            box.setValue(value)
            box.valueChanged.connect(self._refresh)
            form.addRow(title, box)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._buttons)

    @property
    def chosen(self) -> tuple[float, float]:
        """What the fields say now."""
        return self._low.value(), self._high.value()

    def _refresh(self) -> None:
        button = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(self._low.value() < self._high.value())
