"""Line icons, drawn once as SVG and tinted by the palette."""

from functools import cache

import shiboken6
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from hsiviewer.core import paths

_SIZES = (16, 20, 24, 32, 48)
_NAME = "iconName"  # dynamic property by which a theme change finds its owners


def icon(name: str) -> QIcon:
    """Return an icon of ``resources/icons``, tinted by the current palette.

    Widgets and actions that follow a change of theme get their icon by
    `set_icon` instead.

    Raises
    ------
    FileNotFoundError
        If there is no such icon.
    """
    palette = QApplication.palette()
    normal = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    faded = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    chosen = palette.color(
        QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText
    )
    made = QIcon()
    for mode, color in (
        (QIcon.Mode.Normal, normal),  # and of Mode.Active, which has no own picture
        (QIcon.Mode.Disabled, faded),
        (QIcon.Mode.Selected, chosen),
    ):
        for size in _SIZES:
            made.addPixmap(pixmap(name, size, color), mode)
    return made


def pixmap(name: str, size: int, color: QColor) -> QPixmap:
    """Return an icon as a picture of `size` x `size` pixels in one colour."""
    key = f"icon/{name}/{size}/{color.name()}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    source = _svg(name).replace("currentColor", color.name())
    renderer = QSvgRenderer(QByteArray(source.encode()))
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, picture)
    return picture


def swatch(color: str) -> QIcon:
    """Return a square of a class's colour, ``#rrggbb``, for lists."""
    picture = QPixmap(14, 14)
    picture.fill(QColor(color))
    return QIcon(picture)


def set_icon(owner: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button an icon that follows the theme."""
    owner.setProperty(_NAME, name)
    owner.setIcon(icon(name))


def refresh_icons() -> None:
    """Tint the icons of all windows again, after the palette has changed."""
    owners: list[QAction | QAbstractButton] = []
    for window in QApplication.topLevelWidgets():
        owners.extend(window.findChildren(QAction))
        owners.extend(window.findChildren(QAbstractButton))
    for owner in owners:
        # Asking for one window's children may finish deleting another's.
        if not shiboken6.isValid(owner):
            continue
        name = owner.property(_NAME)
        if name:
            owner.setIcon(icon(str(name)))


@cache
def _svg(name: str) -> str:
    file = paths.resources() / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8")
