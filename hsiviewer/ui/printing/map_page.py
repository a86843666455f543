"""A map on a page: PNG or PDF with legend, scale bar and north arrow."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QPolygonF,
)

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError
from hsiviewer.core.generator import GENERATOR
from hsiviewer.imaging.overlay import class_table, paint_classes
from hsiviewer.io.atomic import replacing
from hsiviewer.ui.map_view.decorations import length_text, round_length
from hsiviewer.workflows.tasks.exporting import page_note, page_title
from hsiviewer.workflows.tasks.result_sources import ResultSource
from hsiviewer.workflows.viewing.positions import Locator

PAGE_SUFFIXES = (".png", ".pdf")
_LONG_MM, _SHORT_MM = 297.0, 210.0  # A4
_MARGIN_MM, _COLUMN_MM, _LINE_MM = 12.0, 64.0, 5.0
_MM_PER_INCH = 25.4
_MOST_POINTS = 20_000  # along a side of a picture
_MOST_PIXELS = 12_000  # of the map along a side; more are not seen on a page
_INK = QColor("#202020")


@dataclass(frozen=True, eq=False)
class MapPage:
    """What stands on a page.

    Parameters
    ----------
    result : ClassificationResult
        The map, with classes and place.
    title : str
        Above it.
    note : str
        Below it: how it was made.
    dpi : int
        Points per inch.
    """

    result: ClassificationResult
    title: str
    note: str = ""
    dpi: int = 150


def write_page(path: Path, page: MapPage) -> None:
    """Write a page as PNG or PDF, as the suffix says.

    It works without a screen: where no application runs, one without windows is made.

    Raises
    ------
    ExportError
        If the file cannot be written, or would have too many points.
    """
    if path.suffix.lower() not in PAGE_SUFFIXES:
        raise ExportError(
            f"a page is written as {' or '.join(PAGE_SUFFIXES)}, not as {path.name!r}"
        )
    application = QGuiApplication.instance() or QGuiApplication(
        ["hsiviewer", "-platform", "offscreen"]
    )
    assert application is not None
    size = _page_size(page)
    if max(size.width(), size.height()) * page.dpi / _MM_PER_INCH > _MOST_POINTS:
        raise ExportError(
            f"{path.name} would have more than {_MOST_POINTS} points a side at "
            f"{page.dpi} points per inch; give fewer"
        )
    with replacing(path) as (partial,):
        is_written = (
            _write_pdf(partial, page, size)
            if path.suffix.lower() == ".pdf"
            else _write_png(partial, page, size)
        )
        if not is_written:
            raise ExportError(f"{path.name} cannot be written; choose another folder")


def draw_source(
    path: Path, source: ResultSource, *, title: str = "", dpi: int = 150
) -> None:
    """Write a page of a map that was opened or is shown; errors as `write_page`."""
    page = MapPage(source.result, title or page_title(source), page_note(source), dpi)
    write_page(path, page)


def _page_size(page: MapPage) -> QSizeF:
    rows, cols = page.result.class_map.shape
    if rows > 1.2 * cols:
        return QSizeF(_SHORT_MM, _LONG_MM)
    return QSizeF(_LONG_MM, _SHORT_MM)


def _write_png(path: Path, page: MapPage, size: QSizeF) -> bool:
    scale = page.dpi / _MM_PER_INCH
    width, height = (round(side * scale) for side in (size.width(), size.height()))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(page.dpi / 0.0254))
    image.setDotsPerMeterY(round(page.dpi / 0.0254))
    image.setText("Software", GENERATOR)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        _Drawing(painter, page, size, scale).draw()
    return bool(image.save(str(path)))


def _write_pdf(path: Path, page: MapPage, size: QSizeF) -> bool:
    writer = QPdfWriter(str(path))
    writer.setCreator(GENERATOR)
    writer.setTitle(page.title)
    writer.setResolution(page.dpi)
    layout = QPageLayout(
        QPageSize(size, QPageSize.Unit.Millimeter),
        QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
    )
    writer.setPageLayout(layout)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    _Drawing(painter, page, size, page.dpi / _MM_PER_INCH).draw()
    return bool(painter.end())


class _Drawing:
    """Draws one page; lengths are in millimetres."""

    def __init__(
        self, painter: QPainter, page: MapPage, size: QSizeF, scale: float
    ) -> None:
        self._painter = painter
        self._page = page
        self._scale = scale
        self._width, self._height = size.width(), size.height()
        self._locator = Locator(page.result.georeference)
        self._map = self._map_area()

    def draw(self) -> None:
        """Draw map, title, legend, scale bar, north arrow and note."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._font(6.0, is_bold=True)
        self._text(_MARGIN_MM, _MARGIN_MM + 6, self._page.title, self._room)
        self._draw_map()
        bottom = self._draw_legend()
        self._draw_scale(max(bottom + 14, self._map.bottom() - 6))
        self._font(2.8)
        self._text(_MARGIN_MM, self._height - 6, self._page.note, self._room)

    @property
    def _room(self) -> float:
        return self._width - 2 * _MARGIN_MM

    def _map_area(self) -> QRectF:
        rows, cols = self._page.result.class_map.shape
        left, top = _MARGIN_MM, _MARGIN_MM + 12
        width = self._width - left - 2 * _MARGIN_MM - _COLUMN_MM
        height = self._height - top - 16
        ratio = min(width / cols, height / rows)
        return QRectF(left, top, cols * ratio, rows * ratio)

    def _draw_map(self) -> None:
        class_map = np.asarray(self._page.result.class_map)
        step = max(1, -(-max(class_map.shape) // _MOST_PIXELS))
        largest = int(class_map.max(initial=0))
        table = class_table(self._page.result.scheme, largest_id=largest)
        shown = np.ascontiguousarray(class_map[::step, ::step])
        argb = np.ascontiguousarray(paint_classes(shown, table))
        rows, cols = argb.shape
        image = QImage(argb.data, cols, rows, 4 * cols, QImage.Format.Format_ARGB32)
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(self._rect(self._map), image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_INK, 0.2 * self._scale))
        painter.drawRect(self._rect(self._map))

    def _draw_legend(self) -> float:
        """Draw the classes of the map; return where they end."""
        left = self._width - _MARGIN_MM - _COLUMN_MM
        present = set(np.unique(self._page.result.class_map).tolist())
        classes = [cover for cover in self._page.result.scheme if cover.id in present]
        top = self._map.top()
        line = min(_LINE_MM, (self._map.height() - 30) / max(1, len(classes)))
        line = max(line, 2.2)
        self._font(min(3.4, 0.75 * line))
        for number, cover in enumerate(classes):
            place = QRectF(left, top + number * line, 0.8 * line, 0.8 * line)
            self._painter.fillRect(self._rect(place), QColor(cover.color))
            baseline = top + number * line + 0.7 * line
            self._text(left + line + 1, baseline, cover.name, _COLUMN_MM - line - 1)
        return top + len(classes) * line

    def _draw_scale(self, bottom: float) -> None:
        """Draw a bar of a round length and an arrow to the north."""
        rows, cols = self._page.result.class_map.shape
        middle = rows / 2, cols / 2
        per_pixel = self._locator.metres(middle, (middle[0], middle[1] + 1))
        if not (math.isfinite(per_pixel) and per_pixel > 0):
            return
        left = self._width - _MARGIN_MM - _COLUMN_MM
        metres_per_mm = per_pixel * cols / self._map.width()
        length = round_length(0.7 * _COLUMN_MM * metres_per_mm)
        width = length / metres_per_mm
        painter = self._painter
        painter.setPen(QPen(_INK, 0.2 * self._scale))
        for part, color in enumerate((QColor("white"), _INK)):
            half = QRectF(left + part * width / 2, bottom - 2.5, width / 2, 2.5)
            painter.setBrush(color)
            painter.drawRect(self._rect(half))
        self._font(3.0)
        self._text(left, bottom - 4, length_text(length), _COLUMN_MM)
        north = self._locator.north(middle)
        if math.isfinite(north):
            self._draw_north(QPointF(left + width + 10, bottom - 5), north)

    def _draw_north(self, centre: QPointF, degrees: float) -> None:
        painter, scale = self._painter, self._scale
        painter.save()
        painter.translate(centre * scale)
        painter.rotate(degrees)
        tip, foot = -5.0 * scale, 4.0 * scale
        painter.setPen(QPen(_INK, 0.2 * scale))
        for side, color in ((1, _INK), (-1, QColor("white"))):
            painter.setBrush(color)
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(0, tip),
                        QPointF(side * 2.2 * scale, foot),
                        QPointF(0, foot - 1.5 * scale),
                    ]
                )
            )
        self._font(3.4, is_bold=True)
        metrics = QFontMetricsF(painter.font(), painter.device())
        offset = metrics.horizontalAdvance("N") / 2
        painter.drawText(QPointF(-offset, tip - 0.8 * scale), "N")
        painter.restore()

    def _rect(self, millimetres: QRectF) -> QRectF:
        scale = self._scale
        return QRectF(
            millimetres.x() * scale,
            millimetres.y() * scale,
            millimetres.width() * scale,
            millimetres.height() * scale,
        )

    def _font(self, height_mm: float, *, is_bold: bool = False) -> None:
        font = QFont()
        font.setPixelSize(max(1, round(height_mm * self._scale)))
        font.setBold(is_bold)
        self._painter.setFont(font)

    def _text(self, x: float, y: float, text: str, room: float) -> None:
        """Write a text from a point on, shortened to the room that it has."""
        painter, scale = self._painter, self._scale
        metrics = QFontMetricsF(painter.font(), painter.device())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room * scale)
        painter.setPen(_INK)
        painter.drawText(QPointF(x * scale, y * scale), shown)
