"""Numbers in cells that are the darker the greater: a cosine matrix, and bars."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.ui import theme
from hsiviewer.ui.texts import tr

_VALUE = Qt.ItemDataRole.UserRole
_STRONGEST = 150  # alpha of a cosine of 1
_BAR_MARGIN = 3


class CosineMatrix(QTableWidget):
    """How close every text is to every other one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cosineMatrix")
        self.setAccessibleName(tr("Cosines of the classes' texts"))
        _calm(self)
        self.horizontalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )
        self.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )

    def show_cosines(
        self,
        classes: ClassScheme,
        class_ids: tuple[int, ...],
        cosines: npt.NDArray[np.float64],
    ) -> None:
        """Fill the table; rows and columns are the classes in their order."""
        self.setRowCount(len(class_ids))
        self.setColumnCount(len(class_ids))
        for place, class_id in enumerate(class_ids):
            known = classes[class_id]
            row = _named(known)
            row.setText(f"{class_id}  {known.name}")
            column = QTableWidgetItem(str(class_id))
            column.setToolTip(f"{known.name}: {known.text}")
            self.setVerticalHeaderItem(place, row)
            self.setHorizontalHeaderItem(place, column)
            for other in range(len(class_ids)):
                self.setItem(place, other, _cell(float(cosines[place, other])))

    def cosine(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        item = self.item(row, column)
        return "" if item is None else item.text()


class SimilarityTable(QTableWidget):
    """A pixel's cosine with every class, greatest first, as bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setObjectName("similarityTable")
        self.setAccessibleName(tr("Similarity of the selected pixel to the classes"))
        _calm(self)
        self.setHorizontalHeaderLabels([tr("Class"), tr("Cosine")])
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setItemDelegateForColumn(1, _BarDelegate(self))

    def show_similarities(
        self, classes: ClassScheme, cosines: Mapping[int, float]
    ) -> None:
        """Fill the table with classes that still exist."""
        known = {key: value for key, value in cosines.items() if key in classes}
        self.setRowCount(len(known))
        for row, (class_id, cosine) in enumerate(known.items()):
            each = classes[class_id]
            name = _named(each)
            bar = QTableWidgetItem(f"{cosine:.2f}")
            bar.setData(_VALUE, cosine)
            bar.setTextAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            self.setItem(row, 0, name)
            self.setItem(row, 1, bar)

    @property
    def names(self) -> list[str]:
        """Classes from the most similar on."""
        items = (self.item(row, 0) for row in range(self.rowCount()))
        return [each.text() for each in items if each is not None]


class _BarDelegate(QStyledItemDelegate):
    """Draws a bar behind the number; half of the cell is a cosine of 0."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw bar, then text."""
        value = index.data(_VALUE)
        cell = QRectF(option.rect).adjusted(
            _BAR_MARGIN, _BAR_MARGIN, -_BAR_MARGIN, -_BAR_MARGIN
        )
        if value is not None:
            painter.fillRect(cell, _shade(0.15))
            cell.setWidth(cell.width() * (float(value) + 1) / 2)
            painter.fillRect(cell, _shade(0.8))
        super().paint(painter, option, index)


def _named(known: LandCoverClass) -> QTableWidgetItem:
    """Return the name of a class beside its colour."""
    item = QTableWidgetItem(known.name)
    item.setData(Qt.ItemDataRole.DecorationRole, QColor(known.color))
    item.setToolTip(known.text)
    return item


def _cell(cosine: float) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{cosine:.2f}")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    # Below a half everything is far apart; the shades are kept for what is near.
    item.setBackground(_shade(max(0.0, 2 * cosine - 1)))
    return item


def _shade(strength: float) -> QColor:
    color = theme.accent()
    color.setAlpha(round(_STRONGEST * min(1.0, strength)))
    return color


def _calm(table: QTableWidget) -> None:
    """Make a table that is only read."""
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    palette = table.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    table.setPalette(palette)
