"""Figures of methods beside each other, as tables."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hsiviewer.ui.base.durations import duration_text
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.tasks.comparison_records import (
    ComparedMethod,
    MethodComparison,
)

_SWATCH_PX = 12
_FIGURES = ("overall_accuracy", "average_accuracy", "kappa")


class MethodTable(QTableWidget):
    """One method a row: accuracy over the rounds, lag, time and memory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("methodTable")
        self.setAccessibleName(tr("Figures of the methods"))
        titles = [
            tr("Method"), "OA", "AA", tr("Kappa"), tr("Behind the best"), tr("Time"),
            tr("Memory"),
        ]  # fmt: skip
        hints = [
            "",
            tr("Overall accuracy: mean and standard deviation over the rounds"),
            tr("Average accuracy: mean of the classes' recalls"),
            tr("Cohen's kappa: agreement beyond what chance would give"),
            tr(
                "Difference in overall accuracy, and how likely as large a one is by "
                "chance (paired permutation test over the rounds; rounds share labels, "
                "so read it as a hint)"
            ),
            tr("Of one training with its map"),
            tr("That one training took above what the program holds anyway"),
        ]
        _prepare(self, titles, hints)
        self.horizontalHeader().setStretchLastSection(True)

    def show_comparison(self, found: MethodComparison) -> None:
        """Fill the table, the best method first."""
        self.setRowCount(len(found.methods))
        for row, each in enumerate(found.methods):
            for column, text in enumerate(_row(each, found.rounds)):
                self.setItem(row, column, _item(text, is_name=not column))
            if not row:
                for column in range(self.columnCount()):
                    _embolden(self.item(row, column))


class ClassFigures(QTableWidget):
    """F1 of every class by every method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("methodClassTable")
        self.setAccessibleName(tr("F1 of each class by each method"))
        _prepare(self, [], [])

    def show_comparison(self, found: MethodComparison) -> None:
        """Fill the table; the best figure of a class is bold."""
        titles = [tr("F1"), *(method.title for method in found.methods)]
        _prepare(self, titles, [""] * len(titles))
        scheme = found.winner.result.scheme
        self.setRowCount(len(scheme))
        for row, known in enumerate(scheme):
            name = _item(known.name, is_name=True)
            name.setIcon(_swatch(known.color))
            self.setItem(row, 0, name)
            values = [
                method.figures.get("f1", {}).get(known.name) for method in found.methods
            ]
            told = [value["mean"] for value in values if value]
            for column, value in enumerate(values, start=1):
                item = _item(_spread(value, found.rounds) if value else "\N{EN DASH}")
                if value and value["mean"] == max(told):
                    _embolden(item)
                self.setItem(row, column, item)


def _row(each: ComparedMethod, rounds: int) -> list[str]:
    lag = f"{each.behind:.3f}" if each.behind else ""
    if each.p_value is not None:
        lag = f"{each.behind:.3f}, p = {each.p_value:.2f}"
    return [
        each.title,
        *(_spread(each.figures[name], rounds) for name in _FIGURES),
        lag,
        duration_text(each.figures["seconds"]),
        tr("{0:.0f} MB").format(each.figures["memory_mb"]),
    ]


def _spread(value: Mapping[str, Any], rounds: int) -> str:
    told = f"{value['mean']:.3f}"
    return f"{told} ± {value['std']:.3f}" if rounds > 1 else told


def _item(text: str, *, is_name: bool = False) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(plain(text))
    side = Qt.AlignmentFlag.AlignLeft if is_name else Qt.AlignmentFlag.AlignRight
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item


def _embolden(item: QTableWidgetItem | None) -> None:
    if item is not None:
        font = item.font()
        font.setBold(True)
        item.setFont(font)


def _swatch(color: str) -> QIcon:
    picture = QPixmap(_SWATCH_PX, _SWATCH_PX)
    picture.fill(QColor(color))
    return QIcon(picture)


def _prepare(table: QTableWidget, titles: list[str], hints: list[str]) -> None:
    table.setColumnCount(len(titles))
    for column, (title, hint) in enumerate(zip(titles, hints, strict=True)):
        item = QTableWidgetItem(title)
        item.setToolTip(plain(hint))
        table.setHorizontalHeaderItem(column, item)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
