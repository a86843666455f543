"""How the table of classes is drawn and used from the keyboard."""

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.painted_icons import paint_icon
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.classes.table_model import ClassTableModel, Column, Index

_SWATCH_PX = 14
_NOTICE_PX = 14


class ClassTable(QTableView):
    """One row per class; the selected row is the class that tools paint.

    Attributes
    ----------
    color_wanted : int
        The user wants another colour for the class of this id.
    removal_wanted
        The user pressed Delete.
    """

    color_wanted = Signal(int)
    removal_wanted = Signal()

    def __init__(self, model: ClassTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("classTable")
        self.setAccessibleName(tr("Classes"))
        self._model = model
        self._pressed = QModelIndex()
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(Column.COLOR, _SwatchDelegate(self))
        self.setItemDelegateForColumn(Column.NOTICE, _NoticeDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._arrange_header()
        model.modelReset.connect(self._hide_repeated_ids)
        self._hide_repeated_ids()

    def commit_editor(self) -> None:
        """Take the name that is being typed, and end typing."""
        for editor in self.viewport().findChildren(QLineEdit):
            if not editor.isHidden():  # else it has ended already, and will be deleted
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def choose(self, row: int) -> None:
        """Select a row, or none for -1, without touching the column in use."""
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(self._model.index(-1, -1))
            return
        current = self.currentIndex()
        column = current.column() if current.isValid() else Column.NAME
        if current.row() != row or not self.selectionModel().isRowSelected(row):
            self.setCurrentIndex(self._model.index(row, column))

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits the cell, Delete asks for removal."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The key that ends an editor comes here as well.
            if self.state() is not QAbstractItemView.State.EditingState:
                self._edit_current()
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for another colour on a click on that of the chosen class."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index == self._pressed and event.button() is Qt.MouseButton.LeftButton:
            self._want_color(index.row())
        self._pressed = QModelIndex()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note a press on the colour of the class that is chosen already."""
        index = self.indexAt(event.position().toPoint())
        on_color = index.isValid() and index.column() == Column.COLOR
        chosen = on_color and index.row() == self.currentIndex().row()
        self._pressed = index if chosen else QModelIndex()
        super().mousePressEvent(event)

    @guarded(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for another colour on a double click on the present one."""
        index = self.indexAt(event.position().toPoint())
        if index.column() == Column.COLOR:
            self._want_color(index.row())
        else:
            super().mouseDoubleClickEvent(event)

    def _edit_current(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        if index.column() == Column.COLOR:
            self._want_color(index.row())
        else:
            self.edit(self._model.index(index.row(), Column.NAME))

    def _want_color(self, row: int) -> None:
        chosen = self._model.class_at(row)
        if chosen is not None:
            self.color_wanted.emit(chosen.id)

    def _arrange_header(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(22)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((Column.COLOR, 28), (Column.NOTICE, 24)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        self.verticalHeader().hide()
        self._size_rows()

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Make rows as high as another size of text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size_rows()

    def _size_rows(self) -> None:
        height = max(22, self.fontMetrics().height() + 8)
        self.verticalHeader().setDefaultSectionSize(height)

    def _hide_repeated_ids(self) -> None:
        self.setColumnHidden(Column.ID, self._model.ids_are_keys)


class _SwatchDelegate(QStyledItemDelegate):
    """Paints the class's colour untouched: styles tint icons of selected rows."""

    @guarded(None)
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        _paint_background(self, painter, option, index)
        color = index.data(Qt.ItemDataRole.UserRole)
        if color:
            selected = option.state & QStyle.StateFlag.State_Selected
            role = QPalette.ColorRole
            frame = option.palette.color(
                role.HighlightedText if selected else role.WindowText
            )
            frame.setAlpha(220 if selected else 90)
            painter.save()
            painter.setPen(frame)
            painter.setBrush(QColor(color))
            painter.drawRect(_centred(option.rect, _SWATCH_PX))
            painter.restore()


class _NoticeDelegate(QStyledItemDelegate):
    """Paints a warning sign where the class still lacks something."""

    @guarded(None)
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        _paint_background(self, painter, option, index)
        if index.data(Qt.ItemDataRole.ToolTipRole):
            selected = option.state & QStyle.StateFlag.State_Selected
            role = QPalette.ColorRole
            color = option.palette.color(
                role.HighlightedText if selected else role.PlaceholderText
            )
            paint_icon(painter, _centred(option.rect, _NOTICE_PX), "warning", color)


def _paint_background(
    delegate: QStyledItemDelegate,
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: Index,
) -> None:
    plain = QStyleOptionViewItem(option)
    delegate.initStyleOption(plain, index)
    plain.text = ""
    option.widget.style().drawControl(
        QStyle.ControlElement.CE_ItemViewItem, plain, painter, option.widget
    )


def _centred(rect: QRect, side: int) -> QRect:
    return QRect(
        rect.center().x() - side // 2, rect.center().y() - side // 2, side, side
    )
