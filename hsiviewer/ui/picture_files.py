"""Pictures and drawings of widgets, written to files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from hsiviewer.core.errors import ExportError
from hsiviewer.io.atomic import replacing
from hsiviewer.ui.texts import tr


def write_picture(image: QImage, path: Path) -> None:
    """Write a PNG file.

    Raises
    ------
    ExportError
        If it cannot be written; what was there before stays.
    """
    _write(path, lambda partial: QImageWriter(str(partial), b"PNG").write(image))


def write_drawing(paint: Callable[[QPainter], None], size: QSize, path: Path) -> None:
    """Write an SVG file that keeps lines and texts; `ExportError` as above.

    Parameters
    ----------
    paint : callable
        Paints into an area of `size`.
    """

    def save(partial: Path) -> bool:
        generator = QSvgGenerator()
        generator.setFileName(str(partial))
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        painter = QPainter()
        if not painter.begin(generator):
            return False
        paint(painter)
        return painter.end()

    _write(path, save)


def _write(path: Path, save: Callable[[Path], bool]) -> None:
    try:
        with replacing(path) as (partial,):
            if not save(partial):
                raise ExportError(
                    tr(
                        "{0} could not be written; choose another folder or free "
                        "some space"
                    ).format(path)
                )
    except OSError as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(
            tr("{0} could not be written: {1}").format(path.name, error)
        ) from error
