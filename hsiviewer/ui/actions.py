"""Every command of the window in one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from hsiviewer.ui.icons import set_icon


@dataclass(frozen=True)
class ActionSpec:
    """One command: how it is named, reached and shown.

    Parameters
    ----------
    id : str
        Area, dot, verb; public, scripts rely on it.
    text : str
        As in menus.
    tooltip : str
        What it does, in a sentence that teaches.
    menu : str
        Title of its menu.
    shortcut : str
        Key sequence; empty for none.
    icon : str
        Name in ``resources/icons``; empty for none.
    group : str
        Actions of one group exclude each other and stay checked.
    needs : str
        What must be there: ``scene``, ``classes``, ``labels``, ``doubts``,
        ``result``, ``undo``, ``redo``, ``training``; empty for nothing, or where a
        panel decides (the training panel, which also says why not).
    is_switch : bool
        Whether it stays checked until chosen again.
    """

    id: str
    text: str
    tooltip: str
    menu: str
    shortcut: str = ""
    icon: str = ""
    group: str = ""
    needs: str = ""
    is_switch: bool = False


SEPARATOR = "-"

ACTIONS = (
    ActionSpec(
        "file.open",
        "Open...",
        "Open a hyperspectral cube, or a project with its labels",
        "File",
        "Ctrl+O",
        "open",
    ),
    ActionSpec(
        "file.open_sample",
        "Open sample scene",
        "Make the sample town and open it with its labels and classes",
        "File",
        icon="sample",
    ),
    ActionSpec(
        "file.save",
        "Save",
        "Everything is saved as you work; this gives the project a place of its own",
        "File",
        "Ctrl+S",
        "save",
        needs="scene",
    ),
    ActionSpec(
        "file.save_as",
        "Save project as...",
        "Write labels, classes and their whole history to another file; go on there",
        "File",
        "Ctrl+Shift+S",
        needs="scene",
    ),
    ActionSpec(
        "file.save_copy",
        "Save copy with data...",
        "Copy project and rasters into a new folder that can be handed on",
        "File",
        needs="scene",
    ),
    ActionSpec(
        "file.add_auxiliary",
        "Add auxiliary raster...",
        "Add a surface model or another raster that methods may use beside the cube",
        "File",
        "Ctrl+Shift+O",
        "layer-add",
        needs="scene",
    ),
    ActionSpec(
        "file.import_labels",
        "Import labels...",
        "Take the labels of a raster or vector file; can be undone",
        "File",
        "Ctrl+I",
        "import",
        needs="scene",
    ),
    ActionSpec(
        "file.import_classes",
        "Import classes...",
        "Take names, colours and descriptions from a class file",
        "File",
        needs="scene",
    ),
    ActionSpec(
        "file.load_reference",
        "Load reference map...",
        "Compare the result with a ground truth; labelled pixels are left out",
        "File",
        "Ctrl+R",
        "reference",
        needs="scene",
    ),
    ActionSpec(
        "file.export_map",
        "Export map...",
        "Write the class map as GeoTIFF, with its confidence if you like",
        "File",
        "Ctrl+E",
        "export-map",
        needs="result",
    ),
    ActionSpec(
        "file.export_labels",
        "Export labels...",
        "Write the labels with names and colours: raster, GeoPackage or GeoJSON",
        "File",
        "Ctrl+Shift+E",
        "export",
        needs="labels",
    ),
    ActionSpec(
        "file.export_classes",
        "Export classes...",
        "Write names, colours and descriptions to a class file",
        "File",
        needs="classes",
    ),
    ActionSpec("file.quit", "Quit", "Close the window", "File", "Ctrl+Q"),
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
        "label.select",
        "Select",
        "Click a pixel to see its spectrum",
        "Label",
        "S",
        "select",
        group="tool",
    ),
    ActionSpec(
        "label.point",
        "Point",
        "Click single pixels to give them the current class",
        "Label",
        "P",
        "point",
        group="tool",
    ),
    ActionSpec(
        "label.brush",
        "Brush",
        "Paint the current class; [ and ] change the size",
        "Label",
        "B",
        "brush",
        group="tool",
    ),
    ActionSpec(
        "label.eraser",
        "Eraser",
        "Remove labels; [ and ] change the size",
        "Label",
        "E",
        "eraser",
        group="tool",
    ),
    ActionSpec(
        "label.rectangle",
        "Rectangle",
        "Drag a rectangle of the current class; Ctrl erases",
        "Label",
        "R",
        "rectangle",
        group="tool",
    ),
    ActionSpec(
        "label.polygon",
        "Polygon",
        "Click corners, double-click or Enter to close; Backspace takes one back, "
        "Ctrl erases",
        "Label",
        "G",
        "polygon",
        group="tool",
    ),
    ActionSpec(
        "label.freehand",
        "Freehand",
        "Drag an outline; what it encloses gets the current class; Ctrl erases",
        "Label",
        "F",
        "freehand",
        group="tool",
    ),
    ActionSpec(
        "label.fill",
        "Fill",
        "Fill the area around the clicked pixel up to the next label; Ctrl erases",
        "Label",
        "K",
        "fill",
        group="tool",
    ),
    ActionSpec(
        "label.relabel",
        "Relabel",
        "Give the clicked patch of labels the current class; Ctrl erases it",
        "Label",
        "C",
        "relabel",
        group="tool",
    ),
    ActionSpec(
        "label.wand",
        "Wand",
        "Grow an area of like spectra; drag sideways to make it larger or smaller",
        "Label",
        "W",
        "wand",
        group="tool",
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
        "class.split",
        "Split class...",
        "Give some labels of the selected class to a new one",
        "Label",
        "Ctrl+Shift+M",
        "split",
        needs="labels",
    ),
    ActionSpec(
        "view.zoom_full",
        "Whole scene",
        "Show the whole scene",
        "View",
        "Ctrl+0",
        "zoom-full",
        needs="scene",
    ),
    ActionSpec(
        "view.zoom_in",
        "Zoom in",
        "Show less, larger; the wheel does so at the cursor",
        "View",
        "Ctrl++",
        "zoom-in",
        needs="scene",
    ),
    ActionSpec(
        "view.zoom_out",
        "Zoom out",
        "Show more, smaller",
        "View",
        "Ctrl+-",
        "zoom-out",
        needs="scene",
    ),
    ActionSpec(
        "view.zoom_native",
        "One to one",
        "Show each pixel of the scene as one point of the screen",
        "View",
        "Ctrl+1",
        "zoom-native",
        needs="scene",
    ),
    ActionSpec(
        "view.go_to",
        "Go to...",
        "Go to a pixel, to map coordinates, or to latitude and longitude",
        "View",
        "Ctrl+G",
        "pin",
        needs="scene",
    ),
    ActionSpec(
        "view.second",
        "Second view",
        "Show the scene twice, side by side, with other bands or layers",
        "View",
        "F6",
        "second-view",
        needs="scene",
        is_switch=True,
    ),
    ActionSpec(
        "view.cube",
        "Cube",
        "Show the scene as a cube with the spectra of its edges; drag to turn it",
        "View",
        "F7",
        "cube",
        is_switch=True,
    ),
    ActionSpec(
        "view.swipe",
        "Swipe",
        "Show the result left of a line only; drag the line",
        "View",
        "Ctrl+W",
        "swipe",
        needs="result",
        is_switch=True,
    ),
    ActionSpec(
        "view.scale_bar",
        "Scale bar and north arrow",
        "Draw how long a stretch is and where north lies",
        "View",
        "Ctrl+B",
        "scale-bar",
        is_switch=True,
    ),
    ActionSpec(
        "view.save_picture",
        "Save picture...",
        "Write the map as it is shown to a PNG file, with a legend",
        "View",
        "Ctrl+P",
        "save",
        needs="scene",
    ),
    ActionSpec(
        "view.copy_picture",
        "Copy picture",
        "Put the map as it is shown on the clipboard, with a legend",
        "View",
        "Ctrl+Shift+C",
        "copy",
        needs="scene",
    ),
    ActionSpec(
        "view.colors_gray",
        "Gray",
        "Show single bands and indices in these colours",
        "View",
        group="colors",
    ),
    ActionSpec(
        "view.colors_viridis",
        "Viridis",
        "Show single bands and indices in these colours",
        "View",
        group="colors",
    ),
    ActionSpec(
        "view.colors_magma",
        "Magma",
        "Show single bands and indices in these colours",
        "View",
        group="colors",
    ),
    ActionSpec(
        "view.colors_cividis",
        "Cividis",
        "Show single bands and indices in these colours",
        "View",
        group="colors",
    ),
    ActionSpec(
        "view.colors_diverging",
        "Blue to red",
        "Show single bands and indices in these colours",
        "View",
        group="colors",
    ),
    ActionSpec(
        "view.theme",
        "Switch theme",
        "Change between light and dark",
        "View",
        "Ctrl+T",
        "theme",
    ),
    ActionSpec(
        "result.opacity",
        "Show or hide map",
        "Look under the map and back",
        "View",
        "M",
        needs="result",
    ),
    ActionSpec(
        "spectrum.measured",
        "As measured",
        "Show spectra as they are",
        "Spectrum",
        "Alt+1",
        group="shape",
    ),
    ActionSpec(
        "spectrum.continuum",
        "Continuum removed",
        "Divide spectra by the hull over them, so that absorptions can be compared",
        "Spectrum",
        "Alt+2",
        group="shape",
    ),
    ActionSpec(
        "spectrum.derivative",
        "First derivative",
        "Show the slope of spectra; edges become peaks",
        "Spectrum",
        "Alt+3",
        group="shape",
    ),
    ActionSpec(
        "spectrum.normalized",
        "Normalised",
        "Show spectra without their brightness",
        "Spectrum",
        "Alt+4",
        group="shape",
    ),
    ActionSpec(
        "spectrum.area1",
        "Single pixel",
        "Read the pixel under the cursor",
        "Spectrum",
        "Alt+P",
        group="area",
    ),
    ActionSpec(
        "spectrum.area3",
        "Mean of 3 x 3 pixels",
        "Average the pixel with its neighbours; less noise",
        "Spectrum",
        group="area",
    ),
    ActionSpec(
        "spectrum.area5",
        "Mean of 5 x 5 pixels",
        "Average a square of 25 pixels",
        "Spectrum",
        group="area",
    ),
    ActionSpec(
        "spectrum.features",
        "Name absorptions",
        "Mark where chlorophyll, water, clay and others absorb",
        "Spectrum",
        "Alt+A",
        "spectrum",
        is_switch=True,
    ),
    ActionSpec(
        "spectrum.match",
        "Match with library...",
        "Compare the selected pixel with the spectra of a library (.sli)",
        "Spectrum",
        "Ctrl+L",
        "reference",
        needs="scene",
    ),
    ActionSpec(
        "spectrum.export",
        "Export spectra...",
        "Write the selected, pinned and mean spectra as CSV or ENVI library",
        "Spectrum",
        icon="export",
        needs="scene",
    ),
    ActionSpec(
        "train.pretrain",
        "Pre-train",
        "Learn from the unlabelled scene first; later trainings start from there",
        "Train",
        "Ctrl+Shift+T",
        "pretrain",
    ),
    ActionSpec(
        "train.finetune",
        "Start",
        "Train on the labels and classify the whole scene in the background",
        "Train",
        "F5",
        "train",
    ),
    ActionSpec(
        "train.cancel",
        "Cancel",
        "Stop the running job",
        "Train",
        "Shift+F5",
        "stop",
        needs="training",
    ),
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

# Menus have a line above these.
GROUP_STARTS = {
    "file.save",
    "file.add_auxiliary",
    "file.import_labels",
    "file.load_reference",
    "file.export_map",
    "file.quit",
    "label.brush_smaller",
    "label.next",
    "label.outline",
    "class.add",
    "spectrum.area1",
    "spectrum.features",
    "spectrum.match",
    "view.go_to",
    "view.save_picture",
    "view.colors_gray",
    "view.theme",
}

TOOLBAR = (
    "file.open", SEPARATOR,
    "label.select", "label.point", "label.brush", "label.eraser", "label.rectangle",
    "label.polygon", "label.freehand", "label.fill", "label.relabel", "label.wand",
    SEPARATOR,
    "edit.undo", "edit.redo", SEPARATOR,
    "view.zoom_full", "view.zoom_in", "view.zoom_out",
)  # fmt: skip


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Make the action of every row of the table, owned by `parent`."""
    groups: dict[str, QActionGroup] = {}
    actions = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(_tooltip(spec))
        action.setStatusTip(spec.tooltip)
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
    return f"{spec.tooltip} ({keys})" if keys else spec.tooltip
