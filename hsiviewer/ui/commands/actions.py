"""The actions of the table, made and enabled."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.action_table import ACTIONS, ActionSpec


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Make the action of every row of the table, owned by `parent`."""
    groups: dict[str, QActionGroup] = {}
    actions = {}
    for spec in ACTIONS:
        action = QAction(tr(spec.text), parent)
        action.setObjectName(spec.id)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(plain(_tooltip(spec)))
        action.setStatusTip(tr(spec.tooltip))
        if spec.icon:
            set_icon(action, spec.icon)
        action.setCheckable(spec.is_switch)
        if spec.group:
            group = groups.setdefault(spec.group, QActionGroup(parent))
            action.setCheckable(True)
            group.addAction(action)
        # The window holds them, so that shortcuts work without an open menu.
        parent.addAction(action)
        actions[spec.id] = action
    return actions


def enable_actions(actions: Mapping[str, QAction], there: Mapping[str, bool]) -> None:
    """Enable the actions whose needs are met.

    Parameters
    ----------
    actions : mapping
        From `make_actions`.
    there : mapping
        Whether each kind of need of `ActionSpec` is met.
    """
    for spec in ACTIONS:
        if spec.needs:
            actions[spec.id].setEnabled(there[spec.needs])


def _tooltip(spec: ActionSpec) -> str:
    keys = QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    tooltip = tr(spec.tooltip)
    return f"{tooltip} ({keys})" if keys else tooltip
