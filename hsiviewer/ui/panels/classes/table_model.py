"""The class scheme as a table."""

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import NOTHING, guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr, tr_count

if TYPE_CHECKING:
    from hsiviewer.workflows.session.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_KEYS = 10  # classes that a digit key chooses; 0 is the tenth
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """Columns of the table."""

    KEY = 0
    COLOR = 1
    ID = 2
    NAME = 3
    LABELS = 4
    NOTICE = 5


_HEADERS = {
    Column.KEY: (tr("Key"), tr("The digit on the keyboard that chooses the class")),
    Column.COLOR: ("", tr("Colour; click that of the chosen class for another")),
    Column.ID: (tr("Id"), tr("The class's value in label and map files")),
    Column.NAME: (tr("Name"), tr("Double-click to rename")),
    Column.LABELS: (tr("Labels"), tr("Number of labelled pixels")),
    Column.NOTICE: ("", tr("What the class still lacks")),
}


class ClassTableModel(QAbstractTableModel):
    """Rows are the document's classes in order of id; holds no state of its own.

    Parameters
    ----------
    workspace : Workspace
        Its document is read, and changed when a name is edited; its doubts are told
        in the notices.
    """

    def __init__(
        self,
        workspace: "Workspace",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        # Qt has to be told about rows after they have changed in the document,
        # so the classes that the views were last told about are kept.
        self._shown: tuple[LandCoverClass, ...] = tuple(workspace.document.classes)
        self._follow = follow = SessionFollower(workspace, self)
        follow.connect(
            lambda session: session.document.classes_changed, self._on_classes_changed
        )
        follow.connect(
            lambda session: session.document.labels_changed, self._on_labels_changed
        )
        follow.connect(lambda session: session.doubts.changed, self._everything_changed)

    def begin(self) -> None:
        """Show the classes of the scene that is open now."""
        self.beginResetModel()
        self._shown = tuple(self._workspace.document.classes)
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of classes."""
        return 0 if parent.isValid() else len(self._shown)

    @guarded(0)
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def class_at(self, row: int) -> LandCoverClass | None:
        """Return the class of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, class_id: int) -> int:
        """Return the row of a class, -1 if it has none."""
        ids = [cover.id for cover in self._shown]
        return ids.index(class_id) if class_id in ids else -1

    @property
    def ids_are_keys(self) -> bool:
        """Whether ids run 1, 2, 3, so that the id column says nothing new."""
        return all(each.id == row + 1 for row, each in enumerate(self._shown))

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = super().flags(index)
        if index.column() == Column.NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @guarded(NOTHING)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return titles and explanations of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        title, explanation = _HEADERS[Column(section)]
        if role == Role.DisplayRole:
            return title
        if role == Role.ToolTipRole:
            return explanation
        if role == Role.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    @guarded(NOTHING)
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        shown = self.class_at(index.row()) if index.isValid() else None
        if shown is None:
            return None
        column = Column(index.column())
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(shown, column, index.row())
        if role == Role.ToolTipRole:
            return plain(self.tooltip(shown, column, index.row()))
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.UserRole and column is Column.COLOR:
            return shown.color
        if role == Role.AccessibleTextRole:
            return self._spoken(shown, column, index.row())
        return None

    @guarded(False)
    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Rename a class; an empty name is refused."""
        shown = self.class_at(index.row())
        name = " ".join(str(value).split())
        if (
            role != Role.EditRole
            or index.column() != Column.NAME
            or shown is None
            or not name
            or shown.id not in self._workspace.document.classes
        ):
            return False
        self._workspace.document.change_class(shown.id, name=name)
        return True

    def notice(self, shown: LandCoverClass) -> str:
        """Return what a class lacks and what is doubtful; empty if nothing."""
        missing = []
        if not self._workspace.document.labels.counts.get(shown.id):
            missing.append(tr("labels: click a few of its pixels with the Point tool"))
        if not shown.description.strip():
            missing.append(tr("a description: write a sentence below the table"))
        sentences = []
        if missing:
            sentences.append(
                tr("{0!r} needs {1}.").format(shown.name, "; and ".join(missing))
            )
        doubtful = self._workspace.doubts.count(shown.id)
        if doubtful:
            sentences.append(
                tr_count(
                    doubtful,
                    "1 label looks unlike the class, ringed in the map; press D to go "
                    "there.",
                    "{0} labels look unlike the class, ringed in the map; press D to "
                    "go there.",
                )
            )
        return " ".join(sentences)

    def tooltip(self, shown: LandCoverClass, column: Column, row: int) -> str:
        """Return the explanation of a cell."""
        if column is Column.KEY and row < _KEYS:
            return tr("Press {0} to choose {1!r}").format(_key(row), shown.name)
        if column is Column.COLOR:
            return tr(
                "{0}; click it in the chosen row, or press Enter, for another"
            ).format(shown.color)
        if column is Column.NAME:
            return shown.description or tr("{0}\nDouble-click to rename").format(
                shown.name
            )
        return self.notice(shown)

    def _text(self, shown: LandCoverClass, column: Column, row: int) -> str | int:
        if column is Column.KEY:
            return _key(row) if row < _KEYS else ""
        if column is Column.ID:
            return shown.id
        if column is Column.NAME:
            return shown.name
        if column is Column.LABELS:
            return f"{self._workspace.document.labels.counts.get(shown.id, 0):n}"
        return ""

    def _spoken(self, shown: LandCoverClass, column: Column, row: int) -> str:
        if column is Column.COLOR:
            return tr("Colour of {0}: {1}").format(shown.name, shown.color)
        if column is Column.NOTICE:
            return self.notice(shown) or "complete"
        return str(self._text(shown, column, row))

    def _on_classes_changed(self) -> None:
        classes = tuple(self._workspace.document.classes)
        if [cover.id for cover in classes] == [cover.id for cover in self._shown]:
            self._shown = classes
            self._everything_changed()
            return
        self.beginResetModel()
        self._shown = classes
        self.endResetModel()

    def _on_labels_changed(self, _window: PixelWindow) -> None:
        self._everything_changed()

    def _everything_changed(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _key(row: int) -> str:
    return str((row + 1) % 10)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    middle = Qt.AlignmentFlag.AlignVCenter
    if column in (Column.KEY, Column.COLOR):
        return middle | Qt.AlignmentFlag.AlignHCenter
    if column in (Column.LABELS, Column.ID):
        return middle | Qt.AlignmentFlag.AlignRight
    return middle | Qt.AlignmentFlag.AlignLeft
