"""A plot as a picture or a drawing."""

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from hsiviewer.ui.base.picture_files import write_drawing, write_picture
from hsiviewer.ui.base.themed_plot import ThemedPlot

_WIDTH, _HEIGHT = 1600, 900  # points of a picture, enough for a printed page


def save_plot(plot: ThemedPlot, path: Path) -> None:
    """Write a plot as PNG or SVG, by the suffix of the path.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    if path.suffix.lower() == ".svg":
        write_drawing(lambda painter: _paint(plot, painter), plot.size(), path)
        return
    image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    image.fill(plot.backgroundBrush().color())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ratio = min(_WIDTH / plot.width(), _HEIGHT / plot.height())
    painter.scale(ratio, ratio)
    _paint(plot, painter)
    painter.end()
    height = round(plot.height() * ratio)
    write_picture(image.copy(0, 0, round(plot.width() * ratio), height), path)


def _paint(plot: ThemedPlot, painter: QPainter) -> None:
    area = QRectF(0, 0, plot.width(), plot.height())
    plot.scene().render(painter, area, area)
