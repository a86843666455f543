"""The live map over the scene, in the colours of the classes."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from hsiviewer.imaging.overlay import class_table, paint_classes
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.ui.map_view.pictures import Picture
from hsiviewer.ui.map_view.viewport import Viewport

if TYPE_CHECKING:
    from hsiviewer.workflows.session.live_answers import LivePicture


class LiveLayer:
    """Draws the last live map that came, until another one comes.

    Parameters
    ----------
    model : MapModel
        Its session has the live map.
    """

    def __init__(self, model: MapModel) -> None:
        self._model = model
        self._shown: LivePicture | None = None
        self._picture: Picture | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a live map to draw."""
        return self._model.session.live.picture is not None

    def refresh(self) -> None:
        """Paint it again, after colours have changed."""
        self._shown = None

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw it where it lies."""
        live = self._model.session.live.picture
        if live is not self._shown:
            self._shown = live
            self._picture = None
            if live is not None:
                table = class_table(self._model.document.classes)
                argb = paint_classes(live.class_ids, table)
                self._picture = Picture(argb, live.window, live.step)
        if self._picture is not None:
            self._picture.draw(painter, viewport)
