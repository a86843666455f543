"""Finding out what there is."""

from hsiviewer.ui.action_table.spec import ActionSpec

HELP_ACTIONS = (
    ActionSpec(
        "help.commands",
        "Commands...",
        "Find any command by typing a part of its name",
        "Help",
        "Ctrl+Shift+P",
    ),
    ActionSpec("help.shortcuts", "Shortcuts", "List all keys", "Help", "F1", "help"),
    ActionSpec("help.about", "About", "Version and environment", "Help", icon="info"),
)
