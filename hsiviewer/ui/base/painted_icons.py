"""Icons for delegates, which paint them again with every row."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache

from hsiviewer.ui.base.icons import pixmap


def paint_icon(painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
    """Paint an icon of ``resources/icons`` in one colour, sharp on every screen."""
    ratio = painter.device().devicePixelRatioF()
    side = round(rect.width() * ratio)
    key = f"hsiviewer/{name}/{side}/{color.name()}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = pixmap(name, side, color)
        QPixmapCache.insert(key, picture)
    picture.setDevicePixelRatio(ratio)
    painter.drawPixmap(rect.topLeft(), picture)
