"""The gesture of every tool."""

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.ui.map_view.area_gestures import (
    FreehandGesture,
    PolygonGesture,
    RectangleGesture,
    RegionGesture,
)
from hsiviewer.ui.map_view.gestures import Gesture, SelectGesture, StrokeGesture
from hsiviewer.ui.map_view.region_gestures import FillGesture, Run, WandGesture


def make_gestures(document: Document, view: ViewState, run: Run) -> dict[str, Gesture]:
    """Return the gesture of every tool that `ViewState` knows.

    Parameters
    ----------
    run : callable
        Runs a coroutine and shows its errors.
    """
    return {
        "select": SelectGesture(document, view),
        "region": RegionGesture(document, view),
        "point": StrokeGesture(document, view, is_point=True),
        "brush": StrokeGesture(document, view),
        "eraser": StrokeGesture(document, view, erases=True),
        "rectangle": RectangleGesture(document, view),
        "polygon": PolygonGesture(document, view),
        "freehand": FreehandGesture(document, view),
        "fill": FillGesture(document, view, run),
        "relabel": FillGesture(document, view, run, only_labels=True),
        "wand": WandGesture(document, view, run),
    }
