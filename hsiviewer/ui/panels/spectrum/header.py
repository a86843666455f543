"""Legend, read-out and buttons above the plot of spectra."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.curve_legend import CurveLegend
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr


class SpectrumHeader(QWidget):
    """One line, as the plot below needs the height.

    Attributes
    ----------
    means_toggled : bool
        Class means are wanted, or no longer.
    pin_wanted, clear_wanted
        The selected spectrum is to be kept, or all kept ones removed.
    """

    means_toggled = Signal(bool)
    pin_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = CurveLegend(self)
        self.legend.setObjectName("spectrumLegend")
        self._readout = PlainLabel(self)
        self._readout.setObjectName("spectrumReadout")
        self._readout.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._means = _tool_button(
            self,
            tr("Class means"),
            "spectrum",
            tr("Show the mean spectrum of each class's labels in the class's colour"),
        )
        self._means.setObjectName("classMeansButton")
        self._means.setCheckable(True)
        self._means.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._pin = _tool_button(
            self,
            tr("Pin spectrum"),
            "pin",
            tr("Keep the spectrum of the selected pixel"),
        )
        self._pin.setObjectName("pinButton")
        self._pins_menu = QMenu(self)
        self._pins_menu.setObjectName("pinsMenu")
        self._clear = _tool_button(
            self, tr("Clear pins"), "clear", tr("Remove all kept spectra")
        )
        self._clear.setObjectName("clearPinsButton")
        self._means.toggled.connect(self.means_toggled)
        self._pin.clicked.connect(self._on_pin)
        self._clear.clicked.connect(self._on_clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addWidget(self.legend, 1)
        for widget in (self._readout, self._means, self._pin, self._clear):
            row.addWidget(widget)

    def toggle_means(self) -> None:
        """Press the button of the class means."""
        self._means.toggle()

    def set_pins_menu(self, fill: Callable[[QMenu], None]) -> None:
        """Give the pin's button a menu that is filled whenever it opens."""
        self._pins_menu.aboutToShow.connect(lambda: fill(self._pins_menu))

    @property
    def readout(self) -> str:
        """What the read-out says."""
        return self._readout.text()

    def say(self, reading: str) -> None:
        """Show another reading."""
        self._readout.setText(reading)

    def allow(self, *, pin: bool, clear: bool) -> None:
        """Tell which buttons have something to do."""
        self._pin.setEnabled(pin or clear)
        self._clear.setEnabled(clear)
        if clear != (self._pin.menu() is not None):
            # An arrow that opens nothing would puzzle.
            mode = QToolButton.ToolButtonPopupMode
            self._pin.setPopupMode(mode.MenuButtonPopup if clear else mode.DelayedPopup)
            no_menu: Any = None  # Qt takes it, its type stubs do not know
            self._pin.setMenu(self._pins_menu if clear else no_menu)

    def _on_pin(self) -> None:
        self.pin_wanted.emit()

    def _on_clear(self) -> None:
        self.clear_wanted.emit()


def _tool_button(
    parent: QWidget, text: str, icon_name: str, explanation: str
) -> QToolButton:
    button = QToolButton(parent)
    button.setText(text)
    set_icon(button, icon_name)
    button.setToolTip(plain(explanation))
    button.setAccessibleName(text)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
