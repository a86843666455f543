"""Numbers in cells that are the darker the greater: a cosine matrix, and bars."""

import html
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
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
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr

_VALUE = Qt.ItemDataRole.UserRole
_STRONGEST = 130  # alpha of a cosine of 1; text on it stays readable
_WIDEST_NAME_PX = 160
_SWATCH_PX = 12
_LONGEST_HINT = 400
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
        names = self.verticalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        names.setMaximumWidth(_WIDEST_NAME_PX)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)

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
            column.setToolTip(_hint(known))
            self.setVerticalHeaderItem(place, row)
            self.setHorizontalHeaderItem(place, column)
            for other in range(len(class_ids)):
                cell = _cell(float(cosines[place, other]))
                across = classes[class_ids[other]].name
                cell.setToolTip(plain(f"{known.name} / {across}: {cell.text()}"))
                self.setItem(place, other, cell)

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
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setItemDelegateForColumn(1, _BarDelegate(self))

    def show_similarities(
        self,
        classes: ClassScheme,
        cosines: Mapping[int, float],
        names: Mapping[int, str],
    ) -> None:
        """Fill the table with classes that still exist.

        Parameters
        ----------
        names : mapping of int to str
            What the classes were called when the model learned them; another name
            is told beside today's.
        """
        known = {key: value for key, value in cosines.items() if key in classes}
        self.setRowCount(len(known))
        for row, (class_id, cosine) in enumerate(known.items()):
            each = classes[class_id]
            name = _named(each)
            then = names.get(class_id, each.name)
            if then != each.name:
                name.setText(tr("{0} (was {1})").format(each.name, then))
            bar = QTableWidgetItem(f"{cosine:.2f}")
            bar.setData(_VALUE, cosine)
            bar.setTextAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            self.setItem(row, 0, name)
            self.setItem(row, 1, bar)
        wanted = self.sizeHintForColumn(0)
        self.setColumnWidth(0, min(max(wanted, 60), _WIDEST_NAME_PX))

    @property
    def names(self) -> list[str]:
        """Classes from the most similar on."""
        items = (self.item(row, 0) for row in range(self.rowCount()))
        return [entry.text() for entry in items if entry is not None]


class _BarDelegate(QStyledItemDelegate):
    """Draws a bar behind the number; half of the cell is a cosine of 0."""

    @guarded(None)
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
    picture = QPixmap(_SWATCH_PX, _SWATCH_PX)
    picture.fill(QColor(known.color))
    item.setIcon(QIcon(picture))  # headers draw icons, but no plain colours
    item.setToolTip(_hint(known))
    return item


def _hint(known: LandCoverClass) -> str:
    """Return name and text, not longer than a screen is high, and as they are."""
    text = known.text
    if len(text) > _LONGEST_HINT:
        text = f"{text[:_LONGEST_HINT]}…"
    return f"<p><b>{html.escape(known.name)}</b><br>{html.escape(text)}</p>"


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
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    table.setTabKeyNavigation(False)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    palette = table.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    table.setPalette(palette)
