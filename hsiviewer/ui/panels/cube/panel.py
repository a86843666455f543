"""The scene as a cube: composite on top, spectra of its edges down the sides."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from hsiviewer.core.cube import HsiCube
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.colors import color_table
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.cube_faces import CubeFaces, cube_faces
from hsiviewer.workflows.viewing.reading import values

_DEPTH = 0.55  # of the longer side of the scene
_DEGREES_PER_POINT = 0.5
_SIDES = ("south", "east", "north", "west")
Point3 = tuple[float, float, float]


class CubePicture(QWidget):
    """A cube that the mouse turns; the wheel makes it larger or smaller.

    Parameters
    ----------
    workspace : Workspace
        Its scene, bands and stretch are shown.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cubePicture")
        self.setAccessibleName(tr("Cube"))
        self.setToolTip(tr("Drag to turn the cube; the wheel changes its size"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._workspace = workspace
        self._faces: CubeFaces | None = None
        self._images: dict[str, QImage] = {}
        self._yaw, self._pitch, self._size = 30.0, 32.0, 1.0
        self._drag_from: QPointF | None = None
        self._read = LatestOnly(self, self._make)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.view.bands_changed, self._want)
        self._follow.connect(lambda session: session.view.stretch_changed, self._want)
        workspace.session_changed.connect(self._want)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """Return a size at which spectra can be told apart."""
        return QSize(360, 300)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        """Return the least size that is of any use."""
        return QSize(160, 120)

    @property
    def is_ready(self) -> bool:
        """Whether there is a cube to be seen."""
        return self._faces is not None and not self._read.is_running

    @property
    def direction(self) -> tuple[float, float]:
        """Turn and tilt in degrees."""
        return self._yaw, self._pitch

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Read the faces only when somebody looks."""
        super().showEvent(event)
        self._want()

    @guarded(None)
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the top and the two sides that are turned to the eye."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.canvas())
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if self._faces is None:
            painter.setPen(theme.faint())
            text = tr("Open a scene to see it as a cube.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name in (*self._visible_sides(), "top"):
            self._draw_face(painter, name)

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the cube."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn and tilt it."""
        if self._drag_from is None:
            return
        way = event.position() - self._drag_from
        self._drag_from = event.position()
        self._yaw = (self._yaw + way.x() * _DEGREES_PER_POINT) % 360
        tilt = self._pitch + way.y() * _DEGREES_PER_POINT
        self._pitch = min(85.0, max(8.0, tilt))
        self.update()

    @guarded(None)
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self._drag_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make it larger or smaller."""
        self._size *= 1.1 ** (event.angleDelta().y() / 120)
        self._size = min(4.0, max(0.4, self._size))
        self.update()
        event.accept()

    def _want(self) -> None:
        session = self._workspace.session
        cube = session.document.cube
        if cube is None:
            self._faces, self._images = None, {}
            self.update()
        elif self.isVisible():
            self._read.want((session, cube))

    async def _make(self, request: tuple[SceneSession, HsiCube]) -> None:
        session, cube = request
        bands, stretch = session.view.bands, session.view.stretch
        colors = color_table("viridis")
        if colors is None:
            return
        faces = await values.read(cube, cube_faces, cube, bands, stretch, colors)
        if not session.is_closed:
            self._faces = faces
            names = ("top", *_SIDES)
            self._images = {name: _image(getattr(faces, name)) for name in names}
            self.update()

    def _visible_sides(self) -> list[str]:
        """Return the sides whose outside is turned to the eye."""
        turns = {"south": 0.0, "east": -90.0, "north": 180.0, "west": 90.0}
        return [
            name
            for name in _SIDES
            if math.cos(math.radians(self._yaw + turns[name])) > 1e-6
        ]

    def _draw_face(self, painter: QPainter, name: str) -> None:
        image = self._images[name]
        width, height = image.width(), image.height()
        source = QPolygonF(
            [
                QPointF(0, 0),
                QPointF(width, 0),
                QPointF(width, height),
                QPointF(0, height),
            ]
        )
        target = QPolygonF([self._projected(corner) for corner in self._corners(name)])
        transform = QTransform()
        if not QTransform.quadToQuad(source, target, transform):
            return  # seen from its edge
        painter.save()
        painter.setTransform(transform, True)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()
        painter.setPen(theme.faint())
        painter.drawPolygon(target)

    def _corners(self, name: str) -> list[Point3]:
        """Return the corners that the picture's corners belong to.

        x runs along columns, y along rows, z up; from the upper left corner of
        the picture clockwise.
        """
        x, y, z = self._half_sizes()
        return {
            "top": [(-x, -y, z), (x, -y, z), (x, y, z), (-x, y, z)],
            "south": [(-x, y, z), (x, y, z), (x, y, -z), (-x, y, -z)],
            "north": [(-x, -y, z), (x, -y, z), (x, -y, -z), (-x, -y, -z)],
            "west": [(-x, -y, z), (-x, y, z), (-x, y, -z), (-x, -y, -z)],
            "east": [(x, -y, z), (x, y, z), (x, y, -z), (x, -y, -z)],
        }[name]

    def _half_sizes(self) -> Point3:
        rows, cols = self._workspace.document.labels.shape
        longest = max(rows, cols, 1)
        return cols / longest / 2, rows / longest / 2, _DEPTH / 2

    def _projected(self, point: Point3) -> QPointF:
        """Return where a corner is seen, without perspective."""
        x, y, z = point
        turn, tilt = math.radians(self._yaw), math.radians(self._pitch)
        across = x * math.cos(turn) - y * math.sin(turn)
        away = x * math.sin(turn) + y * math.cos(turn)
        down = away * math.sin(tilt) - z * math.cos(tilt)
        scale = self._size * min(self.width() / 1.6, self.height() / 1.6)
        return QPointF(
            self.width() / 2 + across * scale, self.height() / 2 + down * scale
        )


def _image(argb: ArgbPicture) -> QImage:
    rows, cols = argb.shape
    data = np.ascontiguousarray(argb)
    made = QImage(data.data, cols, rows, 4 * cols, QImage.Format.Format_ARGB32)
    return made.copy()  # the array need not outlive it
