"""Which methods are compared, how often, and with which preset."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.learning.registry import METHODS
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr

ENOUGH_ROUNDS = 6  # fewer cannot tell a difference from chance for certain
_CHOSEN_AT_FIRST = ("curated-prompts", "s3fn", "svm")
_MOST_ROUNDS = 10


class MethodChoice(QWidget):
    """A box for each method, then rounds and preset.

    Attributes
    ----------
    changed
        Other methods are chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = {
            spec.id: QCheckBox(spec.title, self) for spec in METHODS.values()
        }
        self._rounds = QSpinBox(self)
        self._preset = QComboBox(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING)
        for method, box in self._boxes.items():
            box.setObjectName(f"compare-{method}")
            box.setToolTip(plain(METHODS[method].summary))
            box.setChecked(method in _CHOSEN_AT_FIRST)
            box.toggled.connect(lambda _checked: self.changed.emit())
            column.addWidget(box)
        for preset in ("quick", "paper"):
            self._preset.addItem(preset, preset)
        self._preset.setToolTip(
            tr("Methods that have no such preset use quick; paper takes far longer")
        )
        self._rounds.setRange(1, _MOST_ROUNDS)
        self._rounds.setValue(ENOUGH_ROUNDS)
        self._rounds.setToolTip(
            tr("Trainings of each method; more of them tell luck from merit")
        )
        form = QFormLayout()
        for widget, name, spoken in (
            (self._rounds, "comparisonRounds", tr("Rounds")),
            (self._preset, "comparisonPreset", tr("Preset")),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(spoken)
            form.addRow(spoken, widget)
        column.addLayout(form)

    @property
    def methods(self) -> tuple[str, ...]:
        """Ids of the chosen methods."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    @property
    def rounds(self) -> int:
        """Trainings of each method."""
        return self._rounds.value()

    @property
    def preset(self) -> str:
        """Id of the preset."""
        return str(self._preset.currentData())
