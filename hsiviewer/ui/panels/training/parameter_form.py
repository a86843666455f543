"""A form for the parameters of a method, made from their descriptions."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr

if TYPE_CHECKING:
    from hsiviewer.learning.configuration import Parameter

_MAX_SEED = 2**31 - 1


class ParameterForm(QWidget):
    """One row per parameter; what differs from the preset is in bold.

    Attributes
    ----------
    changed
        The user has changed a value.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._defaults: dict[str, str] = {}
        self._fields: dict[str, QComboBox | QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self._seed = QSpinBox(self)
        self._seed.setObjectName("seedBox")
        self._seed.setRange(0, _MAX_SEED)
        self._seed.setToolTip(tr("The same seed on the same device repeats a run"))
        self._seed.setAccessibleName(tr("Seed"))
        self._seed.valueChanged.connect(self._on_changed)
        self._reset = QPushButton(tr("Reset to preset"), self)
        self._reset.setObjectName("resetParametersButton")
        self._reset.clicked.connect(self.reset)
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.setFieldGrowthPolicy(
            QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        )
        self._layout.addRow(tr("Seed"), self._seed)
        self._layout.addRow(self._reset)
        self._on_changed()

    @property
    def seed(self) -> int:
        """Source of every random choice."""
        return self._seed.value()

    @property
    def overrides(self) -> dict[str, str]:
        """Values that differ from the preset, as text."""
        return {
            name: text
            for name, field in self._fields.items()
            if (text := _text_of(field)) != self._defaults[name] and text
        }

    def field(self, name: str) -> QWidget:
        """Return the field of a parameter."""
        return self._fields[name]

    def show_parameters(
        self, parameters: Sequence["Parameter"], *, preset: str
    ) -> None:
        """Make rows for other parameters, with the values of a preset."""
        for label in self._labels.values():
            self._layout.removeRow(label)
        self._fields, self._labels = {}, {}
        self._defaults = {
            parameter.name: str(parameter.default[preset]) for parameter in parameters
        }
        for position, each in enumerate(parameters, start=1):
            field = _make_field(each.choices, self._on_changed, self)
            field.setObjectName(f"parameter_{each.name}")
            field.setAccessibleName(each.name.replace("_", " "))
            explanation = _explanation(each)
            field.setToolTip(plain(explanation))
            label = PlainLabel(each.name.replace("_", " ").capitalize(), self)
            label.setToolTip(plain(explanation))
            label.setBuddy(field)
            _set_text(field, self._defaults[each.name])
            self._fields[each.name] = field
            self._labels[each.name] = label
            self._layout.insertRow(position, label, field)
        self._on_changed()

    def take(self, overrides: Mapping[str, object], *, seed: int) -> None:
        """Show other values; those that are not named are the preset's."""
        self.reset()
        self._seed.setValue(seed)
        for name, value in overrides.items():
            if name in self._fields:
                _set_text(self._fields[name], str(value))

    def reset(self) -> None:
        """Take the values of the preset again."""
        self._seed.setValue(0)
        for name, field in self._fields.items():
            _set_text(field, self._defaults[name])

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the form instead of changing values by accident."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _on_changed(self) -> None:
        overrides = self.overrides
        for name, label in self._labels.items():
            font = QFont(self.font())
            font.setBold(name in overrides)
            label.setFont(font)
        self._reset.setEnabled(bool(overrides) or self.seed != 0)
        self.changed.emit()


def _make_field(
    choices: Sequence[object], on_changed: Callable[[], None], form: ParameterForm
) -> QComboBox | QLineEdit:
    if choices:
        box = QComboBox(form)
        box.addItems([str(choice) for choice in choices])
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.installEventFilter(form)
        box.currentIndexChanged.connect(on_changed)
        return box
    line = QLineEdit(form)
    line.textChanged.connect(on_changed)
    return line


def _explanation(parameter: "Parameter") -> str:
    lines = [parameter.name, "", parameter.help]
    if parameter.minimum is not None or parameter.maximum is not None:
        lines.append(_range_text(parameter.minimum, parameter.maximum))
    if parameter.source:
        lines.append(tr("Source: {0}").format(parameter.source))
    return "\n".join(lines)


def _range_text(minimum: float | None, maximum: float | None) -> str:
    if minimum is None:
        return tr("At most {0:g}").format(maximum)
    if maximum is None:
        return tr("At least {0:g}").format(minimum)
    return tr("{0:g} to {1:g}").format(minimum, maximum)


def _text_of(field: QComboBox | QLineEdit) -> str:
    if isinstance(field, QComboBox):
        return field.currentText()
    return field.text().strip()


def _set_text(field: QComboBox | QLineEdit, text: str) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentText(text)
    else:
        field.setText(text)
        field.setCursorPosition(0)
