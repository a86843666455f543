"""What a map view needs to know; a workspace has it, and so has a second view."""

from dataclasses import dataclass
from typing import Protocol

from psygnal import Signal, SignalInstance

from hsiviewer.core.document import Document
from hsiviewer.core.view import ViewState
from hsiviewer.imaging.composite import SPREAD, initial_view
from hsiviewer.workflows.session.doubts import DoubtfulLabels
from hsiviewer.workflows.session.live_map import LiveMap
from hsiviewer.workflows.session.next_pixels import NextPixels
from hsiviewer.workflows.session.raster_layers import RasterLayers


class MapSession(Protocol):
    """A scene with its labels, and how it is shown."""

    @property
    def document(self) -> Document:
        """Scene, labels, classes and result."""

    @property
    def view(self) -> ViewState:
        """What the map shows."""

    @property
    def doubts(self) -> DoubtfulLabels:
        """Labels that look unlike their class."""

    @property
    def live(self) -> LiveMap:
        """The map that follows the labels."""

    @property
    def next_pixels(self) -> NextPixels:
        """Pixels that are suggested for labelling."""

    @property
    def layers(self) -> RasterLayers:
        """Other rasters over the scene."""


class MapModel(Protocol):
    """The open session as a map sees it; its parts for short."""

    @property
    def session(self) -> MapSession:
        """The session of the open scene."""

    @property
    def session_changed(self) -> SignalInstance:
        """Told with the session before and the one that is open now."""

    @property
    def document(self) -> Document:
        """That of the session."""

    @property
    def view(self) -> ViewState:
        """That of the session."""


@dataclass(frozen=True, eq=False)
class _SecondSession:
    """A session whose scene is shown another way."""

    document: Document
    view: ViewState
    doubts: DoubtfulLabels
    live: LiveMap
    next_pixels: NextPixels
    layers: RasterLayers


class SecondModel:
    """The same scene, labels and tools, shown another way.

    Parameters
    ----------
    first : MapModel
        Tools, brush, wand and cursor are always those of this one.

    Attributes
    ----------
    session_changed : MapSession, MapSession
        The same as that of the first, with this view.
    """

    session_changed = Signal(object, object)

    def __init__(self, first: MapModel) -> None:
        self._first = first
        self._session = self._beside(first.session, ViewState())
        first.session_changed.connect(self._on_session_changed)

    @property
    def session(self) -> MapSession:
        """The open session, shown another way."""
        return self._session

    @property
    def document(self) -> Document:
        """Scene, labels, classes and result."""
        return self._session.document

    @property
    def view(self) -> ViewState:
        """What this view shows."""
        return self._session.view

    def _on_session_changed(self) -> None:
        old = self._session
        self._session = self._beside(self._first.session, old.view)
        self.session_changed.emit(old, self._session)

    def _beside(self, first: MapSession, earlier: ViewState) -> _SecondSession:
        cube = first.document.cube
        bands, composite = ((0,), "") if cube is None else initial_view(cube)
        if composite == SPREAD:
            # The first map has looked for bands that are clearer than the last one.
            bands, composite = first.view.bands, first.view.composite
        view = earlier.for_scene(bands, composite=composite)
        view.set_stretch(earlier.stretch.automatic)
        self._link(first.view, view)
        self._link(view, first.view)
        return _SecondSession(
            first.document,
            view,
            first.doubts,
            first.live,
            first.next_pixels,
            first.layers,
        )

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
