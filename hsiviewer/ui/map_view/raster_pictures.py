"""Pictures of the rasters that lie over the scene, and of values over its map."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.map_view.model import MapModel, MapSession
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.session.raster_layers import MapLayer
from hsiviewer.workflows.viewing.reading import values


@dataclass(frozen=True)
class _Shown:
    """What a view wants to see."""

    viewport: Viewport
    width: int
    height: int


class RasterPictures(QObject):
    """Asks for a picture of each visible layer and draws the last that came.

    Parameters
    ----------
    model : MapModel
        Its session has the layers that there are to draw.

    Attributes
    ----------
    changed
        There is something new to draw.
    """

    changed = Signal()

    def __init__(self, model: MapModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._wanted: _Shown | None = None
        self._pictures: dict[int, tuple[_Shown, int, ArgbPicture]] = {}
        self._render = LatestOnly(parent, self._answer)
        self._follow = SessionFollower(model, self)
        self._follow.connect(
            lambda session: session.layers.changed, self._on_layers_changed
        )

    @property
    def is_busy(self) -> bool:
        """Whether a picture is on its way."""
        return self._render.is_running

    def request(self, viewport: Viewport, size: QSize) -> None:
        """Ask for the pictures of what is visible, unless they are there."""
        self._wanted = _Shown(viewport, size.width(), size.height())
        self._want_missing()

    def begin(self) -> None:
        """Forget the pictures over the scene before."""
        self._render.forget()
        self._wanted, self._pictures = None, {}

    def draw(
        self, painter: QPainter, viewport: Viewport, *, over_map: bool = False
    ) -> None:
        """Draw the visible layers under the map, or those over it."""
        for layer in self._model.session.layers:
            is_wanted = layer.visible and layer.is_over_map == over_map
            if is_wanted and layer.id in self._pictures:
                shown, _, argb = self._pictures[layer.id]
                painter.setOpacity(layer.opacity)
                self._draw(painter, viewport, shown, argb)

    @staticmethod
    def _draw(
        painter: QPainter, viewport: Viewport, shown: _Shown, argb: ArgbPicture
    ) -> None:
        """Draw a picture where its place is now; perhaps another was looked at."""
        corner = viewport.point(shown.viewport.top, shown.viewport.left)
        ratio = viewport.scale / shown.viewport.scale
        height, width = argb.shape
        image = QImage(argb.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
        target = QRectF(corner.x(), corner.y(), width * ratio, height * ratio)
        painter.drawImage(target, image)

    def _want_missing(self) -> None:
        session, wanted = self._model.session, self._wanted
        if wanted is not None and self._missing(session, wanted):
            self._render.want((session, wanted))

    async def _answer(self, request: tuple[MapSession, _Shown]) -> None:
        session, wanted = request
        seen = wanted.viewport
        place = (seen.top, seen.left, seen.scale)
        for layer in self._missing(session, wanted):
            size = (wanted.height, wanted.width)
            argb = await values.read(layer.cube, layer.picture, place, size)
            if session.document.is_closed:
                return
            self._pictures[layer.id] = (wanted, layer.version, argb)
            self.changed.emit()

    def _missing(self, session: MapSession, wanted: _Shown) -> list[MapLayer]:
        if not (wanted.width and wanted.height):
            return []  # a view that is hidden, or folded away
        return [
            layer
            for layer in session.layers
            if layer.visible
            and (
                layer.id not in self._pictures
                or self._pictures[layer.id][:2] != (wanted, layer.version)
            )
        ]

    def _on_layers_changed(self) -> None:
        kept = {layer.id for layer in self._model.session.layers}
        self._pictures = {
            key: value for key, value in self._pictures.items() if key in kept
        }
        self._want_missing()
        self.changed.emit()
