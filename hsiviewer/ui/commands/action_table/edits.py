"""Undo and redo."""

from hsiviewer.ui.commands.action_table.spec import ActionSpec

EDIT_ACTIONS = (
    ActionSpec(
        "edit.undo",
        "Undo",
        "Take the last edit back",
        "Edit",
        "Ctrl+Z",
        "undo",
        needs="undo",
    ),
    ActionSpec(
        "edit.redo",
        "Redo",
        "Repeat what was taken back",
        "Edit",
        "Ctrl+Shift+Z",
        "redo",
        needs="redo",
    ),
    ActionSpec(
        "edit.preferences",
        "Preferences...",
        "Theme, size of text, language, wheel, and what a training begins with",
        "Edit",
        "Ctrl+,",
        "settings",
    ),
)
