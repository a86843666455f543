"""Accuracy figures as tables, and as text for papers and spreadsheets."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.csv_text import csv_line
from hsiviewer.evaluation.intervals import (
    Interval,
    f1_intervals,
    precision_intervals,
    recall_intervals,
)
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.ui.base.overrides import NOTHING, guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_MISSED = tr("none of these")


@dataclass(frozen=True, eq=False)
class AccuracyTable:
    """Accuracy with the names and colours of its classes.

    Parameters
    ----------
    accuracy : Accuracy
        Figures and confusion matrix; rows are the reference.
    scheme : ClassScheme
        Gives names and colours; classes that it lacks get defaults.
    """

    accuracy: Accuracy
    scheme: ClassScheme

    @property
    def class_ids(self) -> tuple[int, ...]:
        """Ids in the order of the confusion matrix."""
        return self.accuracy.class_ids

    @property
    def has_missed(self) -> bool:
        """Whether some reference pixels have no class of the matrix in the map."""
        return bool(self.accuracy.missed.any())

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Number of pixels; rows are the reference, columns the map.

        A last column holds missed pixels if there are any.
        """
        if not self.has_missed:
            return self.accuracy.matrix
        return np.column_stack([self.accuracy.matrix, self.accuracy.missed])

    @property
    def column_names(self) -> tuple[str, ...]:
        """What the columns of `counts` stand for."""
        names = tuple(self.name(class_id) for class_id in self.class_ids)
        return (*names, _MISSED) if self.has_missed else names

    def name(self, class_id: int) -> str:
        """Return a class's name."""
        known = class_id in self.scheme
        return self.scheme[class_id].name if known else f"class {class_id}"

    def color(self, class_id: int) -> QColor:
        """Return a class's colour."""
        known = class_id in self.scheme
        return QColor(self.scheme[class_id].color if known else palette_color(class_id))

    def summary(self) -> list[tuple[str, str]]:
        """Return overall figures as pairs of title and value."""
        found = self.accuracy
        return [
            (tr("Overall accuracy"), figure(found.overall_accuracy)),
            (tr("Average accuracy"), figure(found.average_accuracy)),
            (tr("Cohen's kappa"), figure(found.kappa)),
            (tr("Reference pixels"), str(found.n)),
        ]

    def scores(self) -> list[tuple[str, float, float, float, int]]:
        """Return name, precision, recall, F1 and reference pixels per class."""
        found = self.accuracy
        count = self.counts.sum(axis=1)
        return [
            (
                self.name(each),
                float(found.precision[row]),
                float(found.recall[row]),
                float(found.f1[row]),
                int(count[row]),
            )
            for row, each in enumerate(self.class_ids)
        ]


def figure(value: float) -> str:
    """Return a fraction with three decimals; a dash where it is undefined."""
    return f"{value:.3f}" if np.isfinite(value) else "\N{EN DASH}"


def as_csv(table: AccuracyTable, *, delimiter: str = ",") -> str:
    """Return all figures as comma- or tab-separated text.

    Class names that a spreadsheet would run as a formula get an apostrophe.
    """
    titles = [tr("Class"), tr("Precision"), tr("Recall"), "F1", tr("Reference pixels")]
    rows: list[Any] = [*table.summary(), [], titles]
    for name, precision, recall, f1, count in table.scores():
        scores = [figure(score) for score in (precision, recall, f1)]
        rows.append([name, *scores, count])
    corner = tr("Confusion matrix: rows reference, columns map")
    rows += [[], [corner, *table.column_names]]
    for class_id, counts in zip(table.class_ids, table.counts.tolist(), strict=True):
        rows.append([table.name(class_id), *counts])
    return "".join(csv_line(row, delimiter=delimiter) for row in rows)


class ScoreColumn(IntEnum):
    """Columns of the table of scores."""

    NAME = 0
    PRECISION = 1
    RECALL = 2
    F1 = 3
    COUNT = 4


def score_intervals(accuracy: Accuracy) -> dict[ScoreColumn, list[Interval]]:
    """Return the 95 % intervals of the columns of scores."""
    return {
        ScoreColumn.PRECISION: precision_intervals(accuracy),
        ScoreColumn.RECALL: recall_intervals(accuracy),
        ScoreColumn.F1: f1_intervals(accuracy),
    }


_SCORE_HEADERS = {
    ScoreColumn.NAME: (tr("Class"), ""),
    ScoreColumn.PRECISION: (
        tr("Prec."),
        tr(
            "Precision (user's accuracy): share of the pixels mapped "
            "as the class that are it in the reference"
        ),
    ),
    ScoreColumn.RECALL: (
        tr("Recall"),
        tr(
            "Recall (producer's accuracy): share of the class's "
            "reference pixels that are mapped as it"
        ),
    ),
    ScoreColumn.F1: ("F1", tr("Harmonic mean of precision and recall")),
    ScoreColumn.COUNT: ("n", tr("Reference pixels of the class")),
}


class ScoresModel(QAbstractTableModel):
    """Precision, recall and F1, one row per class."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: AccuracyTable | None = None
        self._rows: list[tuple[str, float, float, float, int]] = []

    def show_table(self, table: AccuracyTable | None) -> None:
        """Show other figures."""
        self.beginResetModel()
        self._table = table
        self._rows = table.scores() if table is not None else []
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of classes."""
        return 0 if parent.isValid() else len(self._rows)

    @guarded(0)
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(ScoreColumn)

    @guarded(NOTHING)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return titles, explained by tooltips."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        title, explanation = _SCORE_HEADERS[ScoreColumn(section)]
        if role == Role.TextAlignmentRole:
            return _alignment(is_text=section == ScoreColumn.NAME)
        if role == Role.DisplayRole:
            return title
        return explanation if role == Role.ToolTipRole else None

    @guarded(NOTHING)
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return a figure."""
        if not index.isValid() or self._table is None:
            return None
        value = self._rows[index.row()][index.column()]
        if role == Role.DisplayRole:
            return figure(value) if isinstance(value, float) else str(value)
        if role == Role.TextAlignmentRole:
            return _alignment(is_text=index.column() == ScoreColumn.NAME)
        if role == Role.DecorationRole and index.column() == ScoreColumn.NAME:
            return self._table.color(self._table.class_ids[index.row()])
        if role == Role.ToolTipRole:
            return plain(self._explained(index.row(), index.column()))
        return None

    def _explained(self, row: int, column: int) -> str:
        """Return what a tooltip says: a class's id, or the interval of a score."""
        if self._table is None:
            return ""
        if column == ScoreColumn.NAME:
            return f"{self._table.class_ids[row]}: {self._rows[row][column]}"
        intervals = score_intervals(self._table.accuracy).get(ScoreColumn(column))
        if intervals is None:
            return ""
        low, high = (figure(end) for end in intervals[row])
        return tr("95 % interval: {0} to {1}").format(low, high)


class ConfusionModel(QAbstractTableModel):
    """The confusion matrix; rows are the reference, columns the map."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: AccuracyTable | None = None

    def show_table(self, table: AccuracyTable | None) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of classes."""
        if parent.isValid() or self._table is None:
            return 0
        return len(self._table.class_ids)

    @guarded(0)
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of classes, and one more for missed pixels."""
        if parent.isValid() or self._table is None:
            return 0
        return len(self._table.column_names)

    @guarded(NOTHING)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return ids, with names as tooltips: columns have to stay narrow."""
        if self._table is None:
            return None
        is_class = section < len(self._table.class_ids)
        short = str(self._table.class_ids[section]) if is_class else "\N{EN DASH}"
        if role == Role.DisplayRole:
            return short
        if role == Role.ToolTipRole:
            side = (
                tr("Map")
                if orientation is Qt.Orientation.Horizontal
                else tr("Reference")
            )
            return plain(f"{side}: {short} {self._table.column_names[section]}")
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    @guarded(NOTHING)
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return a count, or what it means in words."""
        if not index.isValid() or self._table is None:
            return None
        count = int(self._table.counts[index.row(), index.column()])
        if role == Role.DisplayRole:
            return str(count)
        if role == Role.UserRole:
            return self.share(index.row(), index.column())
        if role == Role.TextAlignmentRole:
            return _alignment(is_text=False)
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            told = self._sentence(index.row(), index.column(), count)
            return plain(told) if role == Role.ToolTipRole else told
        return None

    def share(self, row: int, column: int) -> float:
        """Return a cell's share of its reference class, 0..1."""
        if self._table is None:
            return 0.0
        counts = self._table.counts[row]
        return float(counts[column] / counts.sum()) if counts.sum() else 0.0

    def _sentence(self, row: int, column: int, count: int) -> str:
        if self._table is None:
            return ""
        names = self._table.column_names
        truth, mapped = names[row], names[column]
        share = tr("{0:.1%} of them").format(self.share(row, column))
        pixels = tr("1 pixel") if count == 1 else tr("{0} pixels").format(count)
        how = "right" if row == column else tr("as {0!r}").format(mapped)
        return tr("Mapped {0}: {1} of {2!r} ({3}).").format(how, pixels, truth, share)


def _alignment(*, is_text: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
