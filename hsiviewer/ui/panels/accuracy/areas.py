"""How large the classes of the map are, as mapped and by the reference."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.csv_text import csv_line
from hsiviewer.evaluation.areas import ClassArea, area_rows, hectares_text
from hsiviewer.evaluation.intervals import Z95
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, heading, plain
from hsiviewer.ui.base.texts import tr


class AreasView(QWidget):
    """A table of areas, one class a row; nothing is seen of it without a map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: Sequence[ClassArea] = ()
        titles = [tr("Class"), tr("Mapped"), tr("By the reference")]
        self._table = QTableWidget(0, len(titles), self)
        self._table.setObjectName("areaTable")
        self._table.setAccessibleName(tr("Areas of the classes"))
        self._table.setHorizontalHeaderLabels(titles)
        explained = QTableWidgetItem(titles[2])
        explained.setToolTip(
            plain(
                tr(
                    "Area corrected by the reference, with half of its 95 % interval "
                    "(Olofsson and others 2014). It holds if the reference pixels "
                    "were drawn at random within the classes of the map."
                )
            )
        )
        self._table.setHorizontalHeaderItem(2, explained)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setFrameShape(QFrame.Shape.NoFrame)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._note = PlainLabel(self)
        self._note.setWordWrap(True)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        copy = QPushButton(tr("Copy areas"), self)
        copy.setObjectName("copyAreasButton")
        copy.setToolTip(plain(tr("Copy all areas, to paste into a table")))
        set_icon(copy, "copy")
        copy.clicked.connect(self.copy_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading(tr("Areas"), self))
        column.addWidget(self._table)
        column.addWidget(self._note)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(False)

    def show_areas(self, areas: Sequence[ClassArea], scheme: ClassScheme) -> None:
        """Show other areas; none hide the table."""
        self._areas = areas
        self.setVisible(bool(areas))
        self._table.setRowCount(len(areas))
        has_reference = any(area.adjusted is not None for area in areas)
        self._table.setColumnHidden(2, not has_reference)
        for row, area in enumerate(areas):
            name = QTableWidgetItem(area.name)
            if area.class_id in scheme:
                color = QColor(scheme[area.class_id].color)
                name.setData(Qt.ItemDataRole.DecorationRole, color)
            self._table.setItem(row, 0, name)
            for column, text in ((1, _mapped(area)), (2, _adjusted(area))):
                item = QTableWidgetItem(text)
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
                self._table.setItem(row, column, item)
        is_known = any(math.isfinite(area.hectares) for area in areas)
        self._note.setVisible(not is_known)
        self._note.setText(
            tr("The scene has no coordinate system: set it in Scene properties.")
        )
        header = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(header + self._table.verticalHeader().length() + 4)

    def copy_text(self) -> None:
        """Put all areas on the clipboard."""
        text = "".join(csv_line(row, delimiter="\t") for row in area_rows(self._areas))
        QGuiApplication.clipboard().setText(text)


def _mapped(area: ClassArea) -> str:
    share = f"{area.share:.1%}"
    if not math.isfinite(area.hectares):
        return f"{area.pixels:n}, {share}"
    return f"{hectares_text(area.hectares)} ha, {share}"


def _adjusted(area: ClassArea) -> str:
    adjusted, hectares = area.adjusted, area.adjusted_hectares
    if adjusted is None or hectares is None or not math.isfinite(adjusted.value):
        return "\N{EN DASH}"
    if math.isfinite(hectares.value):
        half = hectares_text(Z95 * hectares.error)
        return f"{hectares_text(hectares.value)} ± {half} ha"
    return f"{adjusted.value:.1%} ± {Z95 * adjusted.error:.1%}"
