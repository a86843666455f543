"""A combo box for a narrow column."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from hsiviewer.ui.base.overrides import guarded


class ChoiceBox(QComboBox):
    """May be narrower than its items, and ignores the wheel until it has focus.

    Attributes
    ----------
    needed
        The user is about to choose: items that cost time can be fetched now.
    """

    needed = Signal()

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fill(self, items: list[tuple[str, object]], *, chosen: object = None) -> None:
        """Replace all items by (text, value) pairs without telling of a change."""
        wanted = self.currentData() if chosen is None else chosen
        self.blockSignals(True)
        self.clear()
        for text, value in items:
            self.addItem(text, value)
        self.choose(wanted)
        self.blockSignals(False)

    def choose(self, value: object) -> None:
        """Choose the item with a value, else the first."""
        values = [self.itemData(row) for row in range(self.count())]
        self.setCurrentIndex(values.index(value) if value in values else 0)

    @guarded(None)
    def showPopup(self) -> None:
        """Tell that items are needed, then show them."""
        self.needed.emit()
        super().showPopup()

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that items are needed: arrow keys choose without a popup."""
        super().focusInEvent(event)
        self.needed.emit()

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the scroll area around unless the box has focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
