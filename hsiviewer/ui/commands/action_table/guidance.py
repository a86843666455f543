"""Finding out what there is."""

from hsiviewer.ui.commands.action_table.spec import ActionSpec

HELP_ACTIONS = (
    ActionSpec(
        "help.guide",
        "Guide",
        "Open the guide at the chapter of the panel that you work in",
        "Help",
        "F1",
        "guide",
    ),
    ActionSpec(
        "help.tour",
        "Guided first map",
        "Make a map of the sample scene in five steps, shown at the real controls",
        "Help",
        "Ctrl+F1",
        "help",
    ),
    ActionSpec(
        "help.whats_this",
        "What is this?",
        "Click a panel afterwards to read what it is for",
        "Help",
        "Shift+F1",
        "help",
    ),
    ActionSpec(
        "help.commands",
        "Commands...",
        "Find any command by typing a part of its name",
        "Help",
        "Ctrl+Shift+P",
    ),
    ActionSpec(
        "help.shortcuts", "Shortcuts", "List all keys", "Help", "Ctrl+K", "help"
    ),
    ActionSpec(
        "help.devices",
        "Graphics card...",
        "See what trainings can run on, and what to do if a card is not found",
        "Help",
    ),
    ActionSpec(
        "help.reports",
        "Reports and log",
        "Open the folder with the log and with reports of unexpected errors",
        "Help",
    ),
    ActionSpec("help.about", "About", "Version and environment", "Help", icon="info"),
)
