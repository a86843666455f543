"""Light and dark appearance: Fusion style, one palette each, one accent colour."""

from dataclasses import dataclass

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from hsiviewer.ui.base.icons import refresh_icons

MARGIN = 8
SPACING = 6
THEMES = ("system", "light", "dark")
_WITH_EDGES = ("QCheckBox", "QRadioButton", "QLineEdit", "QAbstractSpinBox")


@dataclass(frozen=True)
class _Colors:
    window: str
    base: str
    alternate: str
    raised: str
    text: str
    faint: str
    disabled: str
    line: str
    edge: str
    accent: str
    on_accent: str
    canvas: str


_LIGHT = _Colors(
    window="#f3f4f6",
    base="#ffffff",
    alternate="#f7f8fa",
    raised="#fafbfc",
    text="#1d2329",
    faint="#636c76",
    disabled="#a3aab2",
    line="#cfd4da",
    edge="#8d959e",
    accent="#0b67b2",
    on_accent="#ffffff",
    canvas="#dfe2e6",
)
_DARK = _Colors(
    window="#23272c",
    base="#1a1d21",
    alternate="#1f2328",
    raised="#2e333a",
    text="#e4e7eb",
    faint="#9aa3ad",
    disabled="#666e77",
    line="#3f464e",
    edge="#6f7983",
    accent="#4a9fe8",
    on_accent="#0c1116",
    canvas="#131518",
)
_current = _LIGHT
_choice = "system"
_LEAST_CONTRAST = 2.2  # of a curve of a class and the ground of its plot
_STEP, _MOST_STEPS = 0.03, 30
_LARGEST_PT, _USUAL_PT = 10, 9.5
_usual_size: float | None = None  # of the desktop, before any scaling
_text_scale = 1.0


def apply_theme(app: QApplication, theme: str = "system") -> None:
    """Give the application its style, palette, font and icons.

    Parameters
    ----------
    app : QApplication
    theme : {"system", "light", "dark"}
        ``"system"`` follows the desktop, and is light where it does not tell.

    Raises
    ------
    ValueError
        If there is no such theme.
    """
    global _current, _choice
    if theme not in THEMES:
        raise ValueError(f"the theme is one of {THEMES}, not {theme!r}")
    hints = QGuiApplication.styleHints()
    dark = theme == "dark" or (
        theme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark
    )
    _current, _choice = (_DARK if dark else _LIGHT), theme
    if app.style().objectName() != "fusion":
        app.setStyle("fusion")
    app.setFont(_font(app.font()))
    palette = _palette(_current)
    app.setPalette(palette)
    # The style derives the edges of fields from the window's colour, and draws them
    # darker: on a dark window nobody would see them.
    palette.setColor(QPalette.ColorRole.Window, QColor(_current.edge).lighter(140))
    for edge in _WITH_EDGES:
        app.setPalette(palette, edge)  # type: ignore[arg-type] # the stub is wrong
    app.setStyleSheet(_style_sheet(_current))
    pyqtgraph.setConfigOptions(background=_current.base, foreground=_current.faint)
    refresh_icons()


def follow_system(app: QApplication) -> None:
    """Change with the desktop, as long as the theme is ``"system"``."""

    def change() -> None:
        if _choice == "system":
            apply_theme(app, "system")

    QGuiApplication.styleHints().colorSchemeChanged.connect(change)


def choice() -> str:
    """Return which of `THEMES` was chosen."""
    return _choice


def is_dark() -> bool:
    """Whether the dark theme is in use."""
    return _current is _DARK


def accent() -> QColor:
    """Return the one colour that marks what is active or comes next."""
    return QColor(_current.accent)


def faint() -> QColor:
    """Return the colour of text that explains and of axes."""
    return QColor(_current.faint)


def line() -> QColor:
    """Return the colour of borders and grids."""
    return QColor(_current.line)


def readable(color: QColor) -> QColor:
    """Return a colour for lines, made darker or brighter until it is seen on plots."""
    seen = QColor(color)
    for _ in range(_MOST_STEPS):
        if _contrast(seen, QColor(_current.base)) >= _LEAST_CONTRAST:
            break
        # Not brighter than white by HSV: black has to become grey, too.
        lightness = seen.lightnessF() + (_STEP if is_dark() else -_STEP)
        seen.setHslF(
            seen.hslHueF(),
            seen.hslSaturationF(),
            min(1.0, max(0.0, lightness)),
            seen.alphaF(),
        )
    return seen


def canvas() -> QColor:
    """Return the colour around the map."""
    return QColor(_current.canvas)


def scale_text(app: QApplication, factor: float) -> None:
    """Make all text larger or smaller, 1 being the usual size."""
    global _text_scale
    _text_scale = factor
    app.setFont(_font(app.font()))
    app.setStyleSheet(_style_sheet(_current))


def _font(font: QFont) -> QFont:
    font = QFont(font)
    if QFontInfo(font).family() == "DejaVu Sans":
        # The usual font of a bare Linux is wide; its condensed cut reads better.
        font.setFamilies(["DejaVu Sans"])
        font.setStretch(QFont.Stretch.SemiCondensed)
    global _usual_size
    if _usual_size is None:
        given = font.pointSizeF()
        _usual_size = given if 0 < given <= _LARGEST_PT else _USUAL_PT
    font.setPointSizeF(_usual_size * _text_scale)
    return font


def _contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted(_luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    parts = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (color.redF(), color.greenF(), color.blueF())
    )
    return sum(
        w * part for w, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def _palette(colors: _Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for each, value in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.base),
        (role.AlternateBase, colors.alternate),
        (role.Text, colors.text),
        (role.PlaceholderText, colors.faint),
        (role.Button, colors.raised),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.on_accent),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Accent, colors.accent),
        (role.Link, colors.accent),
        (role.LinkVisited, colors.accent),
        (role.ToolTipBase, colors.raised),
        (role.ToolTipText, colors.text),
        (role.Light, colors.raised),
        (role.Midlight, colors.line),
        (role.Mid, colors.line),
        (role.Dark, colors.line),
        (role.Shadow, "#000000"),
    ):
        palette.setColor(each, QColor(value))
    for text_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(
            QPalette.ColorGroup.Disabled, text_role, QColor(colors.disabled)
        )
    palette.setColor(
        QPalette.ColorGroup.Disabled, role.Highlight, QColor(colors.disabled)
    )
    return palette


def _style_sheet(colors: _Colors) -> str:
    accent_color = QColor(colors.accent)
    red, green, blue = accent_color.red(), accent_color.green(), accent_color.blue()
    # rgba() in the sheet: the same tint must sit on both window and toolbar.
    chosen, hover = f"rgba({red},{green},{blue},60)", f"rgba({red},{green},{blue},28)"
    return f"""
    QToolTip {{ color: {colors.text}; background: {colors.raised};
        border: 1px solid {colors.line}; padding: 3px; }}
    QToolBar {{ border: 0; padding: 3px; spacing: 3px; }}
    QToolBar QToolButton {{ border: 1px solid transparent; border-radius: 4px;
        padding: 3px; }}
    QToolBar QToolButton:hover {{ background: {hover}; }}
    QToolBar QToolButton:pressed {{ background: {chosen}; }}
    QToolBar QToolButton:checked {{ background: {chosen};
        border-color: {colors.accent}; }}
    QMainWindow::separator {{ background: {colors.window}; width: 5px;
        height: 5px; }}
    QMainWindow::separator:hover {{ background: {colors.accent}; }}
    QDockWidget {{ font-weight: bold; }}
    QDockWidget::title {{ padding: 5px 8px; background: {colors.window};
        text-align: left; }}
    QStatusBar::item {{ border: 0; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    """
