"""What a map view needs to know; a workspace has it, and so has a second view."""

from typing import Protocol

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.workflows.session.doubts import DoubtfulLabels
from hsiviewer.workflows.session.raster_layers import RasterLayers


class MapModel(Protocol):
    """Scene and labels, how they are shown, what is doubtful, and other rasters."""

    document: Document
    view: ViewState
    doubts: DoubtfulLabels
    layers: RasterLayers


class SecondModel:
    """The same scene, labels and tools, shown another way.

    Parameters
    ----------
    first : MapModel
        Tools, brush, wand and cursor are always those of this one.
    """

    def __init__(self, first: MapModel) -> None:
        self.document = first.document
        self.doubts = first.doubts
        self.layers = first.layers
        self.view = ViewState()
        self._link(first.view, self.view)
        self._link(self.view, first.view)

    @staticmethod
    def _link(source: ViewState, target: ViewState) -> None:
        def follow_cursor() -> None:
            target.set_cursor(source.cursor)

        source.tool_changed.connect(target.set_tool)
        source.brush_size_changed.connect(target.set_brush_size)
        source.wand_angle_changed.connect(target.set_wand_angle)
        source.label_style_changed.connect(target.set_label_style)
        source.cursor_changed.connect(follow_cursor)
        target.set_tool(source.tool)
        target.set_brush_size(source.brush_size)
        target.set_wand_angle(source.wand_angle)
        target.set_label_style(source.label_style)
