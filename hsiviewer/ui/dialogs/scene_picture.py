"""A small picture of a scene that is not open, read in the background."""

import numpy as np
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.axis_orders import order_picture

_SIDE = 280


class ScenePicture(PlainLabel):
    """Shows the scene that was asked for last, or why it cannot be shown.

    Parameters
    ----------
    parent : QWidget
    name : str
        Object name.
    """

    def __init__(self, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Preview"))
        self.setFixedSize(_SIDE, _SIDE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self._wanted = ""
        self._reading = LatestOnly(self, self._show)

    @property
    def is_reading(self) -> bool:
        """Whether a scene is being read."""
        return self._reading.is_running

    def show_scene(self, reference: str) -> None:
        """Read a scene and show it."""
        self._wanted = reference
        self._reading.want(reference)

    async def _show(self, reference: str) -> None:
        argb: ArgbPicture | None = None
        sentence = ""
        try:
            argb = await in_io_thread(order_picture, reference, side=_SIDE)
        except HsiViewerError as error:
            sentence = str(error)
        if not shiboken6.isValid(self) or reference != self._wanted:
            return
        if argb is None:
            self.setText(sentence)
        else:
            self.setPixmap(picture_pixmap(argb, self.size()))


def picture_pixmap(argb: ArgbPicture, room: QSize) -> QPixmap:
    """Return a picture that fills its room as far as its shape allows."""
    data = np.ascontiguousarray(argb)
    rows, cols = data.shape
    image = QImage(data.data, cols, rows, 4 * cols, QImage.Format.Format_ARGB32)
    scaled = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    # A strip of one row would have no height.
    return QPixmap.fromImage(scaled if not scaled.isNull() else image.copy())
