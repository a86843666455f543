"""The live map, and the pixels that are suggested for labelling."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.map_view.map_hints import MapHints
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.workflows.session.live_map import LiveMap
from hsiviewer.workflows.session.next_pixels import NextPixels
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace

_IN_VIEW_PX = 16  # from the edge of the map on
_SKIP_KEY = "S"  # of the tool Select while no pixel is suggested


class LiveCommands(CommandGroup):
    """Switches both on and off, and takes the keys that answer a suggestion."""

    def __init__(
        self,
        window: QMainWindow,
        workspace: Workspace,
        actions: Mapping[str, QAction],
        map_view: MapView,
    ) -> None:
        super().__init__(window, workspace, actions)
        self._map_view = map_view
        self._was_on = False
        self._select_key = actions["label.select"].shortcut()
        self._hints = MapHints(workspace, actions, map_view)
        actions["train.live"].triggered.connect(self._switch_live)
        actions["label.suggest"].triggered.connect(self._switch_suggestions)
        self._connect({"label.skip_suggestion": self._skip})
        self._follow = follow = SessionFollower[SceneSession](workspace, window)
        follow.connect(lambda session: session.live.changed, self._show_live)
        follow.connect(
            lambda session: session.next_pixels.changed, self._show_suggestions
        )
        follow.connect(lambda session: session.next_pixels.reached, self._on_reached)
        workspace.session_changed.connect(self._on_session_changed)

    def take_digit(self, class_id: int) -> bool:
        """Give the suggested pixel at hand a class; tell whether there was one."""
        return self._suggested.label(class_id)

    @property
    def _live(self) -> LiveMap:
        return self._workspace.session.live

    @property
    def _suggested(self) -> NextPixels:
        return self._workspace.session.next_pixels

    def _switch_live(self, is_on: bool) -> None:
        self._was_on = False  # the user knows
        self._live.switch(is_on=is_on)

    def _switch_suggestions(self, is_on: bool) -> None:
        self._suggested.switch(is_on=is_on)

    def _skip(self) -> None:
        self._suggested.skip()

    def _on_reached(self, pixel: tuple[int, int]) -> None:
        # A map that moves although the pixel is in view has to be read anew.
        place = self._map_view.map_from_pixel(*pixel)
        margin = _IN_VIEW_PX
        seen = self._map_view.rect().adjusted(margin, margin, -margin, -margin)
        if not seen.contains(place):
            self._map_view.bring_into_view(pixel)
            return
        covered = self._hints.geometry().adjusted(-margin, 0, margin, margin)
        if self._hints.isVisible() and covered.contains(place):
            self._map_view.pan(QPointF(0, covered.bottom() + margin - place.y()))

    def _on_session_changed(self) -> None:
        self._was_on = False
        self._show_live()
        self._show_suggestions()

    def _show_live(self) -> None:
        live = self._live
        self._actions["train.live"].setChecked(live.is_on)
        if self._was_on and not live.is_on and not live.trouble:
            self._tell(tr("The trained map is shown; Live is off"))
        self._was_on = live.is_on

    def _show_suggestions(self) -> None:
        is_on = self._suggested.is_on
        self._actions["label.suggest"].setChecked(is_on)
        skips, selects = QKeySequence(_SKIP_KEY), self._select_key
        nothing = QKeySequence()
        self._actions["label.select"].setShortcut(nothing if is_on else selects)
        self._actions["label.skip_suggestion"].setShortcut(skips if is_on else nothing)
