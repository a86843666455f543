"""What lies on the map: scene, labels, result and its confidence."""

import numpy as np
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError, UnreadableValuesError
from hsiviewer.core.view import ViewState
from hsiviewer.core.view_settings import LAYERS
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.overlay import (
    class_table,
    inner_removed,
    paint_classes,
    paint_confidence,
)
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.map_view.label_marks import LabelMarks
from hsiviewer.ui.map_view.model import MapModel, MapSession
from hsiviewer.ui.map_view.pictures import Ids, IdsLayer
from hsiviewer.ui.map_view.raster_pictures import RasterPictures
from hsiviewer.ui.map_view.scene_layer import SceneLayer
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.derived import derive
from hsiviewer.workflows.viewing.reading import values

_LINES_FROM_SCALE = 3.0  # points per pixel from which outlines run between pixels
_DOTS_BELOW_SCALE = 6.0  # points per pixel below which single labels are hard to see
_FEW_LABELS = 4000  # that are marked one by one
_LARGEST_WINDOW = 4_000_000  # pixels that are searched for labels


class MapLayers(QObject):
    """Draws the layers that the view state shows, from bottom to top.

    Follows the open session by itself, but its beginning; whoever draws decides when.

    Attributes
    ----------
    scene : SceneLayer
        Asks for pictures of the cube.
    rasters : RasterPictures
        Asks for pictures of what lies over it.
    changed
        A computed picture is ready to be asked for.
    """

    changed = Signal()

    def __init__(self, model: MapModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.rasters = RasterPictures(model, parent)
        self.scene = SceneLayer(model, self)
        self._derive = LatestOnly(parent, self._show_derived)
        self._shown: str | None = None  # a computed picture, "" for bands; or nothing
        self._labels = IdsLayer(self._paint_labels)
        self._marks = LabelMarks(model)
        self._map = IdsLayer(self._paint_map)
        self._confidence = IdsLayer(paint_confidence)
        self._follow = follow = SessionFollower(model, self)
        follow.connect(
            lambda session: session.document.labels_changed, self._on_labels_changed
        )
        follow.connect(
            lambda session: session.document.classes_changed, self._on_classes_changed
        )
        follow.connect(
            lambda session: session.document.classification_changed, self._show_map
        )
        follow.connect(
            lambda session: session.view.label_style_changed, self._on_style_changed
        )
        follow.connect(lambda session: session.view.bands_changed, self._show_scene)
        values.restored.connect(self._show_scene)
        self.begin()

    @property
    def is_busy(self) -> bool:
        """Whether a picture is on its way."""
        return self._derive.is_running or self.scene.is_busy or self.rasters.is_busy

    def begin(self) -> None:
        """Show the session that is open now."""
        # Of a computed picture, nothing is seen before it is there.
        self._shown = None
        self.scene.show(None)
        self._show_scene()
        self.rasters.begin()
        self._marks.forget()
        self._labels.show(self._document.labels.values)
        self._show_map()

    def request(self, viewport: Viewport, size: QSize) -> None:
        """Ask for pictures of what is visible."""
        self.scene.request(viewport, size)
        self.rasters.request(viewport, size)

    def draw(self, painter: QPainter, viewport: Viewport, window: PixelWindow) -> None:
        """Draw what is visible of a window of the scene."""
        for name in reversed(LAYERS):
            if name == "map":
                self.rasters.draw(painter, viewport)  # right above the cube
            if name == "labels":
                self._clip_to_swipe(painter)
                self.rasters.draw(painter, viewport, over_map=True)
            painter.setClipping(False)
            state = self._view.layer(name)
            if not state.visible:
                continue
            painter.setOpacity(state.opacity)
            if name in ("map", "confidence"):
                self._clip_to_swipe(painter)
            if name == "cube":
                self.scene.draw(painter, viewport)
            elif name == "labels":
                self._draw_labels(painter, viewport, window)
            else:
                layer = self._map if name == "map" else self._confidence
                layer.draw(painter, viewport, window)
        painter.setClipping(False)
        painter.setOpacity(1.0)

    def _clip_to_swipe(self, painter: QPainter) -> None:
        """Draw what is made of the scene on one side of the line only."""
        if self._view.swipe is not None:
            area = painter.viewport()
            area.setWidth(round(area.width() * self._view.swipe))
            painter.setClipRect(area)

    def _draw_labels(
        self, painter: QPainter, viewport: Viewport, window: PixelWindow
    ) -> None:
        are_few = (
            self._document.labels.total <= _FEW_LABELS
            and window.height * window.width <= _LARGEST_WINDOW
        )
        scale = viewport.scale
        if self._has_outlines and scale >= _LINES_FROM_SCALE:
            self._marks.draw_outlines(painter, viewport, window)
        elif are_few and not self._has_outlines and scale < _DOTS_BELOW_SCALE:
            self._marks.draw_dots(painter, viewport, window)
        else:
            self._labels.draw(painter, viewport, window)
            if are_few and not self._has_outlines:
                self._marks.draw_edges(painter, viewport, window)

    @property
    def _document(self) -> Document:
        return self._model.document

    @property
    def _view(self) -> ViewState:
        return self._model.view

    @property
    def _has_outlines(self) -> bool:
        return self._view.label_style == "outline"

    def _show_scene(self) -> None:
        """Show what the view state wants, or compute it."""
        cube, wanted = self._document.cube, self._view.derived
        if cube is None or wanted == self._shown:
            self._derive.forget()
        elif wanted:
            self._derive.want((self._model.session, cube, wanted))
        else:
            self._derive.forget()
            self._shown = ""
            self.scene.show(cube)

    async def _show_derived(self, request: tuple[MapSession, HsiCube, str]) -> None:
        session, cube, wanted = request
        try:
            computed = await values.read(cube, derive, cube, wanted)
        except UnreadableValuesError:
            raise  # computed once the file can be read again
        except HsiViewerError:
            if self._is_wanted(session, wanted):
                session.view.show_bands(session.view.bands)
                raise
            return
        if self._is_wanted(session, wanted):
            self._shown = wanted
            bands = tuple(range(computed.shape[0]))
            self.scene.show(computed, bands=bands)
            self.changed.emit()

    @staticmethod
    def _is_wanted(session: MapSession, derived: str) -> bool:
        return not session.document.is_closed and session.view.derived == derived

    def _on_labels_changed(self, window: PixelWindow) -> None:
        self._marks.forget()
        if self._has_outlines:
            self._labels.refresh()  # the border may lie outside what has changed
        else:
            self._labels.update(window)

    def _on_classes_changed(self) -> None:
        self._labels.refresh()
        self._map.refresh()

    def _show_map(self) -> None:
        result = self._document.classification
        self._map.show(None if result is None else np.asarray(result.class_map))
        self._confidence.show(None if result is None else np.asarray(result.confidence))

    def _on_style_changed(self, _style: str) -> None:
        self._marks.forget()
        self._labels.refresh()

    def _paint_labels(self, ids: Ids) -> ArgbPicture:
        shown = inner_removed(ids) if self._has_outlines else ids.astype(np.uint16)
        return paint_classes(shown, class_table(self._document.classes))

    def _paint_map(self, ids: Ids) -> ArgbPicture:
        result = self._document.classification
        scheme = self._document.classes
        if result is not None:
            # Colours follow the user's later choices; lost classes keep theirs.
            for cover in result.scheme:
                if cover.id not in scheme:
                    scheme = scheme.with_class(cover)
        return paint_classes(ids.astype(np.uint16), class_table(scheme))
