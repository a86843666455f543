"""One band by a slider, its number or its wavelength."""

import re

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QValidator
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.texts import tr

_WAVELENGTH = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(nm|\u00b5m|\u03bcm|um)\s*")
_BEGUN = re.compile(r"\s*\d*(?:[.,]\d*)?\s*(?:n|nm|\u00b5m?|\u03bcm?|um?)?\s*")
_NM_PER_MICROMETRE = 1000.0


class BandRow(QWidget):
    """A slider over all bands, and a field that takes a number or a wavelength.

    Attributes
    ----------
    chosen : int
        A band was chosen, counted from 0.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = _DirectSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("bandSlider")
        self._slider.setAccessibleName(tr("Band"))
        self._slider.setMinimumWidth(64)
        self._slider.setToolTip(tr("Show a single band; arrow keys go one band on"))
        self._number = _BandBox(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addWidget(self._slider, 1)
        row.addWidget(self._number)
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._number.valueChanged.connect(self._on_number_typed)

    def set_axis(self, axis: BandAxis | None) -> None:
        """Offer the bands of another scene; none without one."""
        count = 1 if axis is None else axis.count
        with QSignalBlocker(self._slider), QSignalBlocker(self._number):
            self._slider.setRange(0, count - 1)
            self._number.set_axis(axis)

    def show_band(self, band: int) -> None:
        """Show that a band, counted from 0, is chosen; nobody is told."""
        with QSignalBlocker(self._slider), QSignalBlocker(self._number):
            self._slider.setValue(band)
            self._number.setValue(band + 1)

    def take_number(self) -> None:
        """Take what is being typed."""
        self._number.interpretText()

    def _on_slider_moved(self, band: int) -> None:
        with QSignalBlocker(self._number):
            self._number.setValue(band + 1)
        self.chosen.emit(band)

    def _on_number_typed(self, number: int) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(number - 1)
        self.chosen.emit(number - 1)


class _DirectSlider(QSlider):
    """Goes where it is clicked, as a user expects who points at a band."""

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the handle below the mouse first, from where it can be dragged."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        control = QStyle.ComplexControl.CC_Slider
        handle = self.style().subControlRect(control, option, part, self)
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(point):
            width = handle.width()
            self.setValue(
                QStyle.sliderValueFromPosition(
                    self.minimum(),
                    self.maximum(),
                    point.x() - width // 2,
                    self.width() - width,
                    option.upsideDown,
                )
            )
        super().mousePressEvent(event)


class _BandBox(QSpinBox):
    """A number of a band, counted from 1, or a wavelength such as ``660 nm``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._axis: BandAxis | None = None
        self.setObjectName("bandNumber")
        self.setAccessibleName(tr("Band"))
        self.setKeyboardTracking(False)
        self.setMinimumWidth(52)
        self.set_axis(None)

    def set_axis(self, axis: BandAxis | None) -> None:
        """Take the numbers and wavelengths of another scene."""
        self._axis = axis
        self.setRange(1, 1 if axis is None else axis.count)
        has_wavelengths = axis is not None and axis.has_wavelengths
        self.setToolTip(
            tr("Number of a band, counted from 1, or a wavelength such as 660 nm")
            if has_wavelengths
            else tr("Number of a band, counted from 1")
        )

    @guarded(0)
    def valueFromText(self, text: str) -> int:
        """Return the band of a number or a wavelength."""
        found = _WAVELENGTH.fullmatch(text)
        if found and self._axis is not None and self._axis.has_wavelengths:
            wavelength = float(found[1].replace(",", "."))
            if found[2] != "nm":
                wavelength *= _NM_PER_MICROMETRE
            return self._axis.nearest(wavelength) + 1
        return super().valueFromText(text)

    @guarded((QValidator.State.Invalid, "", 0))
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept wavelengths beside numbers, also half typed."""
        if self._axis is not None and self._axis.has_wavelengths:
            if _WAVELENGTH.fullmatch(text):
                return QValidator.State.Acceptable, text, position
            is_band = text.strip().isdecimal() and int(text) <= self.maximum()
            if _BEGUN.fullmatch(text) and not is_band:
                return QValidator.State.Intermediate, text, position
        # PySide declares a tuple, and gives the bare state.
        plain = super().validate(text, position)
        return plain if isinstance(plain, tuple) else (plain, text, position)
