"""The classes: their names, colours, labels and descriptions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.scene_bound import close_with_scene
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.classes.description_edit import DescriptionEdit
from hsiviewer.ui.panels.classes.table import ClassTable
from hsiviewer.ui.panels.classes.table_model import ClassTableModel, Column

if TYPE_CHECKING:
    from hsiviewer.workflows.session.workspace import Workspace

_HINT = tr("For example: bright tiled roofs, smooth, 3-8 m high, no vegetation")


_BUTTONS = (
    "class.add",
    "class.remove",
    "class.merge",
    "class.split",
    "class.describe",
)


class ClassesPanel(QWidget):
    """Table of the classes above the description of the selected one.

    Parameters
    ----------
    workspace : Workspace
        Its document holds the classes.
    actions : mapping of str to QAction
        Those of the area ``class`` become buttons.
    """

    def __init__(
        self,
        workspace: "Workspace",
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._described = 0
        self._model = ClassTableModel(workspace, self)
        self._table = ClassTable(self._model, self)
        self._caption = PlainLabel(self)
        self._edit = DescriptionEdit(self)
        self._edit.setObjectName("descriptionEdit")
        self._empty = EmptyState(parent=self)
        self._buttons: list[ActionButton] = []
        self._arrange()
        self._connect()
        self._refresh()

    @property
    def empty_text(self) -> str:
        """What the panel says when there are no classes; empty if there are."""
        return self._empty.text if self._stack.currentWidget() is self._empty else ""

    def commit_edits(self) -> None:
        """Write the name and the description that are being typed now."""
        self._table.commit_editor()
        self._edit.commit()

    def _arrange(self) -> None:
        self._caption.setBuddy(self._edit)
        self._caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for action_id in _BUTTONS:
            if action_id in self._actions:
                # So many texts would make the panel wider than the map can spare.
                has_text = action_id == "class.add"
                button = ActionButton(self._actions[action_id], self, has_text=has_text)
                button.setObjectName(action_id.replace("class.", "") + "ClassButton")
                self._buttons.append(button)
        lower = QWidget(self)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.SPACING // 2)
        below.addWidget(self._caption)
        below.addWidget(self._edit)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._table)
        self._splitter.addWidget(lower)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._table.setMinimumHeight(90)
        lines = 3 * self._edit.fontMetrics().lineSpacing()
        self._edit.setMinimumHeight(lines + 2 * theme.MARGIN)
        row = QHBoxLayout()
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        content = QWidget(self)
        self._stack = QStackedLayout(content)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(content, 1)
        layout.addLayout(row)

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(lambda session: session.document.edits_wanted, self.commit_edits)
        follow.connect(lambda session: session.document.classes_changed, self._refresh)
        follow.connect(
            lambda session: session.document.current_class_changed,
            self._on_current_class_changed,
        )
        self._workspace.session_changed.connect(self._on_session_changed)
        self._table.selectionModel().selectionChanged.connect(self._on_row_selected)
        self._table.color_wanted.connect(self._ask_color)
        # After the class is there: this is asked first.
        self._actions["class.add"].triggered.connect(
            lambda _checked=False: QTimer.singleShot(0, self._name_current)
        )
        self._table.removal_wanted.connect(self._actions["class.remove"].trigger)
        self._edit.written.connect(self._write_description)

    def _name_current(self) -> None:
        """Let the user type the name of a new class at once."""
        row = self._model.row_of(self._workspace.document.current_class)
        if self.isVisible() and row >= 0:
            self._table.setFocus()
            self._table.edit(self._model.index(row, Column.NAME))

    def _on_session_changed(self) -> None:
        self._described = 0  # all that was typed has been written
        self._model.begin()
        self._refresh()

    def _refresh(self) -> None:
        if self._workspace.document.cube is None:
            self._empty.say(
                tr("No scene is open"),
                tr(
                    "Open a cube; then add a class for everything that the map "
                    "should tell apart."
                ),
            )
        else:
            self._empty.say(
                tr("No classes yet"),
                tr(
                    "Add one for everything that the map should tell apart, "
                    "such as roof, road or meadow. Then click a few pixels of "
                    "each."
                ),
            )
        filled = len(self._workspace.document.classes) > 0
        self._stack.setCurrentWidget(self._splitter if filled else self._empty)
        self._on_current_class_changed(self._workspace.document.current_class)

    def _on_current_class_changed(self, class_id: int) -> None:
        if class_id != self._described:
            # What was typed belongs to the class that is being left.
            self._edit.commit()
        self._described = class_id
        self._table.choose(self._model.row_of(class_id))
        known = class_id in self._workspace.document.classes
        self._edit.setEnabled(known)
        if not known:
            self._caption.setText(tr("Description"))
            self._edit.setPlaceholderText(tr("Choose a class to describe it"))
            self._edit.show_text("")
            return
        chosen = self._workspace.document.classes[class_id]
        self._caption.setText(tr("What {0!r} looks like").format(chosen.name))
        self._edit.setAccessibleName(tr("Description of class {0}").format(chosen.name))
        self._edit.setPlaceholderText(_HINT)
        self._edit.setToolTip(
            tr(
                "A sentence about material, brightness, texture, height "
                "and surroundings; methods guided by text learn from it."
            )
        )
        if not self._edit.has_unwritten:
            self._edit.show_text(chosen.description)

    def _on_row_selected(
        self, selected: QItemSelection, _deselected: QItemSelection
    ) -> None:
        indexes = selected.indexes()
        chosen = self._model.class_at(indexes[0].row()) if indexes else None
        if chosen is not None:
            self._workspace.document.set_current_class(chosen.id)

    def _write_description(self, text: str) -> None:
        if self._described in self._workspace.document.classes:
            self._workspace.document.change_class(self._described, description=text)

    def _ask_color(self, class_id: int) -> None:
        if self.findChild(QColorDialog) is not None:
            return
        document = self._workspace.document
        chosen = document.classes[class_id]
        dialog = QColorDialog(QColor(chosen.color), self)
        dialog.setWindowTitle(tr("Colour of {0!r}").format(chosen.name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(
            lambda color: document.change_class(class_id, color=color.name())
        )
        close_with_scene(dialog, document)
        dialog.open()
