"""Boxes of the toolbar that belong to single tools."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace


class BrushSizeBox(QSpinBox):
    """Diameter of brush and eraser."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brushSizeBox")
        self.setAccessibleName(tr("Brush size"))
        self.setToolTip(tr("Diameter of brush and eraser in pixels ([ and ])"))
        self.setRange(1, 99)
        self.setSuffix(tr(" px"))
        self._workspace = workspace
        self.valueChanged.connect(self._on_value_changed)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(
            lambda session: session.view.brush_size_changed, self._show_size
        )
        self.setValue(workspace.view.brush_size)

    def show_for_tools(self, place: QAction) -> None:
        """Show what the toolbar has made for the box with brush and eraser only."""
        self._shown = _ShownForTools(self._workspace, place, ("brush", "eraser"))

    def _show_size(self, pixels: int) -> None:
        self.setValue(pixels)

    def _on_value_changed(self, pixels: int) -> None:
        self._workspace.view.set_brush_size(pixels)


class WandAngleBox(QDoubleSpinBox):
    """Spectral angle within which the wand grows."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wandAngleBox")
        self.setAccessibleName(tr("Wand angle"))
        self.setToolTip(
            tr(
                "Spectral angle to the clicked pixel in degrees; also "
                "changes the area that was grown last"
            )
        )
        self.setRange(0.1, 45.0)
        self.setSingleStep(0.25)
        self.setDecimals(2)
        self.setSuffix("\N{DEGREE SIGN}")
        self._workspace = workspace
        self.valueChanged.connect(self._on_value_changed)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(
            lambda session: session.view.wand_angle_changed, self._show_angle
        )
        self.setValue(workspace.view.wand_angle)

    def show_for_tools(self, place: QAction) -> None:
        """Show what the toolbar has made for the box with the wand only."""
        self._shown = _ShownForTools(self._workspace, place, ("wand",))

    def _show_angle(self, degrees: float) -> None:
        self.setValue(degrees)

    def _on_value_changed(self, degrees: float) -> None:
        self._workspace.view.set_wand_angle(degrees)


class _ShownForTools:
    """Shows a place of the toolbar while one of some tools is held.

    Parameters
    ----------
    place : QAction
        What the toolbar has made for a box; hiding it frees the room.
    """

    def __init__(
        self, workspace: Workspace, place: QAction, tools: tuple[str, ...]
    ) -> None:
        self._place = place
        self._tools = tools
        self._follow = SessionFollower[SceneSession](workspace, place)
        self._follow.connect(lambda session: session.view.tool_changed, self._show)
        workspace.session_changed.connect(self._on_session_changed)
        self._show(workspace.view.tool)

    def _on_session_changed(self, _old: SceneSession, new: SceneSession) -> None:
        self._show(new.view.tool)

    def _show(self, tool: str) -> None:
        self._place.setVisible(tool in self._tools)
