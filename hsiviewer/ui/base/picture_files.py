"""Pictures and drawings of widgets, written to files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from hsiviewer.core.errors import ExportError
from hsiviewer.io.atomic import write_bytes
from hsiviewer.ui.base.texts import tr


def write_picture(image: QImage, path: Path) -> None:
    """Write a PNG file.

    Raises
    ------
    ExportError
        If it cannot be written; what was there before stays.
    """
    _write(path, lambda buffer: QImageWriter(buffer, b"PNG").write(image))


def write_drawing(paint: Callable[[QPainter], None], size: QSize, path: Path) -> None:
    """Write an SVG file that keeps lines and texts; `ExportError` as above.

    Parameters
    ----------
    paint : callable
        Paints into an area of `size`.
    """

    def save(buffer: QBuffer) -> bool:
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        painter = QPainter()
        if not painter.begin(generator):
            return False
        paint(painter)
        return painter.end()

    _write(path, save)


def _write(path: Path, save: Callable[[QBuffer], bool]) -> None:
    # Qt does not tell when a disk is full, so it writes to memory.
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not save(buffer):
        raise ExportError(
            tr(
                "{0} could not be written; choose another folder or free some space"
            ).format(path)
        )
    write_bytes(path, bytes(buffer.data().data()))
