"""The options of the tools in the toolbar."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar

from hsiviewer.core.view import ViewState
from hsiviewer.ui.map_view.tools import TOOLS


def add_option_boxes(bar: QToolBar, view: ViewState) -> None:
    """Add the box of each option; it is seen while one of its tools is held."""
    # In the order of the tools; some tools share a box.
    for make in dict.fromkeys(tool.option_box for tool in TOOLS if tool.option_box):
        tools = {tool.id for tool in TOOLS if tool.option_box is make}
        _show_for(bar.addWidget(make(view, bar)), tools, view)


def _show_for(place: QAction, tools: set[str], view: ViewState) -> None:
    """Show what the toolbar has made for a box; hiding it frees the room."""

    def follow(tool: str) -> None:
        place.setVisible(tool in tools)

    view.tool_changed.connect(follow)
    follow(view.tool)
