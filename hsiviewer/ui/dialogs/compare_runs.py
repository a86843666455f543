"""A table of runs: what differs, and how good their maps are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base.durations import duration_text, moment_text
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.session.map_differences import RunFigures

_WORDS = (0, 1)  # columns of text, aligned to the left
_FIGURES = (5, 6, 7, 9)  # columns that only a reference map fills


class CompareRunsDialog(QDialog):
    """Shows the figures of runs, one a row.

    Parameters
    ----------
    rows : sequence of RunFigures
        Accuracies are shown if they have any.
    """

    def __init__(
        self, rows: Sequence[RunFigures], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareRunsDialog")
        self.setWindowTitle(tr("Compare runs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 280)
        titles = [
            tr("Run"), tr("What differs"), tr("Begun"), tr("Labels"), tr("Time"), "OA",
            "AA", tr("Kappa"), tr("Like the first"), tr("McNemar p"),
        ]  # fmt: skip
        table = QTableWidget(len(rows), len(titles), self)
        table.setObjectName("compareRunsTable")
        table.setAccessibleName(tr("Compare runs"))
        table.setHorizontalHeaderLabels(titles)
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        for column in _FIGURES:
            table.setColumnHidden(column, not any(row.accuracy for row in rows))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for row, found in enumerate(rows):
            for column, text in enumerate(_texts(found)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain(text))
                if column not in _WORDS:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, column, item)
        note = PlainLabel(self)
        note.setWordWrap(True)
        note.setText(
            tr(
                "Measured against the reference map; labels of each run are left out. "
                "McNemar's test compares each map with the first: below 0.05, the "
                "difference is more than chance."
            )
            if any(row.accuracy for row in rows)
            else tr("Load a reference map to see how good each map is.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(table, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)


def _texts(found: RunFigures) -> list[str]:
    figures = ["", "", ""]
    if found.accuracy is not None:
        own = found.accuracy
        values = (own.overall_accuracy, own.average_accuracy, own.kappa)
        figures = [f"{value:.3f}" for value in values]
    return [
        found.title, found.changes or tr("no setting"),
        moment_text(found.begun_at) if found.begun_at else "",
        f"{found.labels:n}", duration_text(found.seconds), *figures,
        f"{found.agreement:.1%}",
        "" if found.p_value is None else f"{found.p_value:.3g}",
    ]  # fmt: skip
