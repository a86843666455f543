"""The options of the tools in the toolbar."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.ui.map_view.tools import TOOLS


def add_option_boxes(bar: QToolBar, model: MapModel) -> None:
    """Add the box of each option; it is seen while one of its tools is held."""
    # In the order of the tools; some tools share a box.
    for make in dict.fromkeys(tool.option_box for tool in TOOLS if tool.option_box):
        tools = {tool.id for tool in TOOLS if tool.option_box is make}
        _ShownForTools(bar.addWidget(make(model, bar)), tools, model)


class _ShownForTools(QObject):
    """Shows a place of the toolbar while one of some tools is held; belongs to it.

    Parameters
    ----------
    place : QAction
        What the toolbar has made for a box; hiding it frees the room.
    """

    def __init__(self, place: QAction, tools: set[str], model: MapModel) -> None:
        super().__init__(place)
        self._place = place
        self._tools = tools
        self._model = model
        self._follow = SessionFollower(model, self)
        self._follow.connect(lambda session: session.view.tool_changed, self._show)
        model.session_changed.connect(self._show)
        self._show()

    def _show(self, *_what: object) -> None:
        self._place.setVisible(self._model.view.tool in self._tools)
