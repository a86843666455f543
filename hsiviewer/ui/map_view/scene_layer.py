"""The cube's picture: asked for in an I/O thread, drawn when it arrives."""

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QPainter

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import SourceClosedError, UnreadableValuesError
from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.stretch import Limits
from hsiviewer.ui.map_view.colors import color_table
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.ui.map_view.pictures import Picture
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.reading import values
from hsiviewer.workflows.viewing.render_view import (
    RenderedView,
    ViewRequest,
    render_view,
)

_MARGIN = 0.25  # share of the visible window that is drawn around it, for panning


class SceneLayer(QObject):
    """Shows the bands that the view state names.

    One request is on its way at a time; the next starts when it is answered,
    from what is wanted by then. What has become stale is never drawn as new.

    Parameters
    ----------
    model : MapModel
        Its view has bands and stretch.

    Attributes
    ----------
    ready
        There is something new to draw.
    rendered : RenderedView
        The same, with the bands and limits of what is new.
    """

    ready = Signal()
    rendered = Signal(object)

    def __init__(self, model: MapModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._cube: HsiCube | None = None
        self._bands: tuple[int, ...] | None = None
        self._picture: Picture | None = None
        self._shown: ViewRequest | None = None
        self._wanted: ViewRequest | None = None
        self._limits: tuple[tuple[object, ...], Limits] | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a picture is on its way."""
        return self._task is not None

    def show(
        self, cube: HsiCube | None, *, bands: tuple[int, ...] | None = None
    ) -> None:
        """Show another scene, or none.

        Parameters
        ----------
        bands : tuple of int, optional
            Bands to show, if not those of the view state.
        """
        self._cube, self._bands = cube, bands
        self._picture = self._shown = self._wanted = self._limits = None

    def request(self, viewport: Viewport, size: QSize) -> None:
        """Ask for the picture of what is visible, unless it is there already."""
        cube = self._cube
        if cube is None or size.isEmpty():
            return
        window = viewport.visible(size, cube.grid_shape)
        bands = self._shown_bands
        if window.is_empty or max(bands) >= cube.bands.count:
            return
        if self._covers(window, viewport.step):
            return
        margin = 0 if self._is_stretched_by_view else int(_MARGIN * max(window.size))
        # Multiples of the step, so that panning does not shift what is drawn.
        grown = window.grown(margin).intersection(cube.window)
        self._wanted = ViewRequest(
            cube,
            bands,
            self._model.view.stretch,
            grown,
            viewport.step,
            self._known_limits(),
            color_table(self._model.view.colors) if len(bands) == 1 else None,
        )
        if self._task is None:
            self._task = asyncio.get_event_loop().create_task(self._answer())

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the last picture that has arrived."""
        if self._picture is not None:
            self._picture.draw(painter, viewport)

    async def _answer(self) -> None:
        try:
            while self._wanted is not None:
                request, self._wanted = self._wanted, None
                try:
                    rendered = await values.read(request.cube, render_view, request)
                except (SourceClosedError, UnreadableValuesError):
                    continue  # told already; what was drawn stays
                if self._cube is not None and request.cube.source is self._cube.source:
                    self._take(rendered)
        finally:
            self._task = None

    def _take(self, rendered: RenderedView) -> None:
        request = rendered.request
        self._limits = None
        if request.stretch.scope == "scene":
            key = _limits_key(request.cube, request.bands, request.stretch)
            self._limits = (key, rendered.limits)
        self._shown = replace(request, limits=rendered.limits)
        self._picture = Picture(rendered.picture, request.window, request.step)
        self.ready.emit()
        self.rendered.emit(rendered)

    def _covers(self, window: PixelWindow, step: int) -> bool:
        shown = self._wanted or self._shown
        if shown is None or shown.cube is not self._cube:
            return False
        same = (shown.bands, shown.stretch) == (
            self._shown_bands,
            self._model.view.stretch,
        )
        if len(shown.bands) == 1:
            same = same and shown.colors is color_table(self._model.view.colors)
        inside = shown.window.intersection(window) == window
        if self._is_stretched_by_view:
            inside = shown.window == window
        return same and inside and shown.step == step

    def _known_limits(self) -> Limits | None:
        if self._limits is None or self._cube is None:
            return None
        key, limits = self._limits
        wanted = _limits_key(self._cube, self._shown_bands, self._model.view.stretch)
        return limits if key == wanted else None

    @property
    def _is_stretched_by_view(self) -> bool:
        return self._model.view.stretch.scope == "view"

    @property
    def _shown_bands(self) -> tuple[int, ...]:
        return self._model.view.bands if self._bands is None else self._bands


def _limits_key(
    cube: HsiCube, bands: tuple[int, ...], stretch: Stretch
) -> tuple[object, ...]:
    return id(cube.source), bands, replace(stretch, gamma=1.0)
