"""Tools, labels and classes."""

from hsiviewer.ui.commands.action_table.spec import ActionSpec
from hsiviewer.ui.map_view.tools import TOOLS

LABEL_ACTIONS = (
    *(
        ActionSpec(
            tool.action_id, tool.text, tool.tooltip, "Label", tool.key, tool.id, "tool"
        )
        for tool in TOOLS
    ),
    ActionSpec(
        "label.brush_smaller",
        "Smaller brush",
        "Make brush and eraser smaller",
        "Label",
        "[",
        "down",
    ),
    ActionSpec(
        "label.brush_larger",
        "Larger brush",
        "Make brush and eraser larger",
        "Label",
        "]",
        "up",
    ),
    ActionSpec(
        "label.next",
        "Next label",
        "Go to the next patch of labels of the current class",
        "Label",
        "N",
        "right",
        needs="labels",
    ),
    ActionSpec(
        "label.previous",
        "Previous label",
        "Go to the patch of labels before",
        "Label",
        "Shift+N",
        needs="labels",
    ),
    ActionSpec(
        "label.next_doubtful",
        "Next doubtful label",
        "Go to the next label whose spectrum is far from its class",
        "Label",
        "D",
        "doubt",
        needs="doubts",
    ),
    ActionSpec(
        "label.outline",
        "Outlines",
        "Draw labels as outlines, so that the scene shows through",
        "Label",
        "O",
        "outline",
        is_switch=True,
    ),
    ActionSpec(
        "class.add",
        "Add class",
        "Add a class with the next free id; number keys choose classes",
        "Label",
        "Ctrl+N",
        "add",
        needs="scene",
    ),
    ActionSpec(
        "class.remove",
        "Remove class",
        "Remove the selected class and its labels; can be undone",
        "Label",
        "Ctrl+Delete",
        "remove",
        needs="classes",
    ),
    ActionSpec(
        "class.merge",
        "Merge class...",
        "Give all labels of the selected class to another one",
        "Label",
        "Ctrl+M",
        "merge",
        needs="classes",
    ),
    ActionSpec(
        "class.describe",
        "Describe class...",
        "Choose a description: drafted from the labels, or from a library",
        "Label",
        "Ctrl+Shift+D",
        "edit",
        needs="classes",
    ),
    ActionSpec(
        "class.ask_model",
        "Ask a language model...",
        "Copy an instruction for a language model, and take its descriptions back",
        "Label",
        "Ctrl+Shift+K",
        "copy",
        needs="classes",
    ),
    ActionSpec(
        "class.compare_texts",
        "Compare texts",
        "Show how close the classes' texts are, and the selected pixel to each",
        "Label",
        "Ctrl+Shift+X",
        "spectrum",
        is_switch=True,
    ),
    ActionSpec(
        "class.split",
        "Split class...",
        "Give some labels of the selected class to a new one",
        "Label",
        "Ctrl+Shift+M",
        "split",
        needs="labels",
    ),
)
