"""The tools of the map, in the order of menu and toolbar."""

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.ui.map_view.area_gestures import (
    FreehandGesture,
    PolygonGesture,
    RectangleGesture,
    RegionGesture,
)
from hsiviewer.ui.map_view.gestures import Gesture, SelectGesture, StrokeGesture
from hsiviewer.ui.map_view.label_tool import LabelTool, Run
from hsiviewer.ui.map_view.region_gestures import FillGesture, WandGesture
from hsiviewer.ui.map_view.tool_options import BrushSizeBox, WandAngleBox

TOOLS = (
    LabelTool(
        "select",
        "Select",
        "Click a pixel to see its spectrum",
        "S",
        lambda document, view, _: SelectGesture(document, view),
    ),
    LabelTool(
        "region",
        "Region spectrum",
        "Drag a rectangle to see the mean spectrum of its pixels and their spread",
        "J",
        lambda document, view, _: RegionGesture(document, view),
    ),
    LabelTool(
        "point",
        "Point",
        "Click single pixels to give them the current class",
        "P",
        lambda document, view, _: StrokeGesture(document, view, is_point=True),
    ),
    LabelTool(
        "brush",
        "Brush",
        "Paint the current class; [ and ] change the size",
        "B",
        lambda document, view, _: StrokeGesture(document, view),
        BrushSizeBox,
    ),
    LabelTool(
        "eraser",
        "Eraser",
        "Remove labels; [ and ] change the size",
        "E",
        lambda document, view, _: StrokeGesture(document, view, erases=True),
        BrushSizeBox,
    ),
    LabelTool(
        "rectangle",
        "Rectangle",
        "Drag a rectangle of the current class; Ctrl erases",
        "R",
        lambda document, view, _: RectangleGesture(document, view),
    ),
    LabelTool(
        "polygon",
        "Polygon",
        "Click corners, double-click or Enter to close; Backspace takes one back, "
        "Ctrl erases",
        "G",
        lambda document, view, _: PolygonGesture(document, view),
    ),
    LabelTool(
        "freehand",
        "Freehand",
        "Drag an outline; what it encloses gets the current class; Ctrl erases",
        "F",
        lambda document, view, _: FreehandGesture(document, view),
    ),
    LabelTool(
        "fill",
        "Fill",
        "Fill the area around the clicked pixel up to the next label; Ctrl erases",
        "K",
        FillGesture,
    ),
    LabelTool(
        "relabel",
        "Relabel",
        "Give the clicked patch of labels the current class; Ctrl erases it",
        "C",
        lambda document, view, run: FillGesture(document, view, run, only_labels=True),
    ),
    LabelTool(
        "wand",
        "Wand",
        "Grow an area of like spectra; drag sideways to make it larger or smaller",
        "W",
        WandGesture,
        WandAngleBox,
    ),
)


def make_gestures(document: Document, view: ViewState, run: Run) -> dict[str, Gesture]:
    """Return the gesture of every tool, by its id.

    Parameters
    ----------
    run : callable
        Runs a coroutine and shows its errors.
    """
    return {tool.id: tool.gesture(document, view, run) for tool in TOOLS}
