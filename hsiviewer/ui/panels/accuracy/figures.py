"""The overall figures of accuracy, large, with their 95 % intervals."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from hsiviewer.evaluation.intervals import (
    average_interval,
    kappa_interval,
    overall_interval,
)
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.accuracy.model import figure

_FIGURES = (
    ("OA", tr("Overall accuracy: share of the reference pixels that are mapped right")),
    (
        "AA",
        tr("Average accuracy: mean of the classes' recalls; small classes count fully"),
    ),
    (tr("Kappa"), tr("Cohen's kappa: agreement beyond what chance would give")),
)


class FigureRow(QWidget):
    """Overall accuracy, average accuracy and kappa side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = [PlainLabel(self) for _ in _FIGURES]
        self._intervals = [PlainLabel(self) for _ in _FIGURES]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * theme.MARGIN)
        grid.setVerticalSpacing(0)
        for column, (title, explanation) in enumerate(_FIGURES):
            self._add(grid, column, title, explanation)
        grid.setColumnStretch(len(_FIGURES), 1)

    @property
    def texts(self) -> tuple[str, ...]:
        """The figures as shown."""
        return tuple(value.text() for value in self._values)

    @property
    def interval_texts(self) -> tuple[str, ...]:
        """Their intervals as shown."""
        return tuple(interval.text() for interval in self._intervals)

    def show_accuracy(self, accuracy: Accuracy) -> None:
        """Show other figures."""
        for value, found in zip(
            self._values,
            (accuracy.overall_accuracy, accuracy.average_accuracy, accuracy.kappa),
            strict=True,
        ):
            value.setText(figure(found))
        intervals = (
            overall_interval(accuracy),
            average_interval(accuracy),
            kappa_interval(accuracy),
        )
        for label, interval in zip(self._intervals, intervals, strict=True):
            label.setText("\N{EN DASH}".join(figure(end) for end in interval))

    def _add(
        self, grid: QGridLayout, column: int, title: str, explanation: str
    ) -> None:
        value, interval = self._values[column], self._intervals[column]
        font = value.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        value.setFont(font)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        caption = PlainLabel(title, self)
        for label in (value, caption):
            label.setToolTip(plain(explanation))
        for label in (caption, interval):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        value.setAccessibleName(explanation.split(":")[0])
        interval.setToolTip(
            plain(
                tr(
                    "95 % interval. It holds for reference pixels that were drawn "
                    "at random; neighbours that are alike make it too narrow."
                )
            )
        )
        for row, label in enumerate((caption, value, interval)):
            grid.addWidget(label, row, column)
