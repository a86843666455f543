"""What there is to say of a tool of the map."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.ui.map_view.gestures import Gesture
from hsiviewer.ui.map_view.model import MapModel

Run = Callable[[Coroutine[Any, Any, None]], object]
OptionBox = Callable[[MapModel, QWidget], QWidget]


@dataclass(frozen=True)
class LabelTool:
    """A tool that the mouse holds on the map: its action and what it does there.

    Parameters
    ----------
    id : str
        As `ViewState.tool`; ``label.`` before it gives the action. Public: scripts
        rely on it. Its icon has the same name.
    text : str
        As in the menu.
    tooltip : str
        The gesture, in a sentence that teaches.
    key : str
        Key sequence.
    gesture : callable
        Makes what the mouse does, from document, view and a callable that runs a
        coroutine and shows its errors.
    option_box : callable, optional
        Makes the box that the toolbar shows while the tool is held.
    """

    id: str
    text: str
    tooltip: str
    key: str
    gesture: Callable[[Document, ViewState, Run], Gesture]
    option_box: OptionBox | None = None

    @property
    def action_id(self) -> str:
        """Id of the action that takes the tool."""
        return f"label.{self.id}"
