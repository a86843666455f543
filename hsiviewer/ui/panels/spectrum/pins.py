"""Spectra that stay in the plot until they are removed, with names and colours."""

from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QInputDialog, QMenu, QWidget

from hsiviewer.core.class_colors import PALETTE
from hsiviewer.ui.base.curve_legend import LegendEntry
from hsiviewer.ui.base.icons import swatch
from hsiviewer.ui.base.menus import clear_menu
from hsiviewer.ui.base.plain_text import plain_caption
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.panels.spectrum.pixel_spectrum import PixelSpectrum, Spectrum
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot

if TYPE_CHECKING:
    from hsiviewer.workflows.session.workspace import Workspace

_FIRST_COLOR = 6  # not the colours of the first classes


@dataclass(frozen=True, eq=False)
class Pin:
    """A kept spectrum."""

    name: str
    color: QColor
    pixel: tuple[int, int]
    values: Spectrum


class Pins(QObject):
    """The kept spectra, drawn into the plot and marked on the map.

    Attributes
    ----------
    changed
        There are others, or they are called otherwise.
    """

    changed = Signal()

    def __init__(
        self, workspace: "Workspace", plot: SpectrumPlot, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._widget = parent
        self._plot = plot
        self._pins: dict[int, Pin] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._pins)

    @property
    def entries(self) -> list[LegendEntry]:
        """What the legend says."""
        return [
            LegendEntry(pin.color, tr("pin: {0}").format(pin.name))
            for pin in self._pins.values()
        ]

    @property
    def spectra(self) -> dict[str, Spectrum]:
        """Kept spectra by name, as measured."""
        return {f"pin {pin.name}": pin.values for pin in self._pins.values()}

    def add(self, spectrum: PixelSpectrum) -> None:
        """Keep a spectrum."""
        self._count += 1
        color = QColor(PALETTE[(self._count - 1 + _FIRST_COLOR) % len(PALETTE)])
        self._set(
            self._count,
            Pin(spectrum.place, color, (spectrum.row, spectrum.col), spectrum.values),
        )

    def clear(self) -> None:
        """Remove all kept spectra."""
        self.begin()
        self._tell()

    def begin(self) -> None:
        """Show none of the scene before."""
        for key in tuple(self._pins):
            self._plot.remove(f"pin {key}")
        self._pins, self._count = {}, 0

    def fill_menu(self, menu: QMenu) -> None:
        """Offer to rename, colour and remove each."""
        clear_menu(menu)
        for key, pin in self._pins.items():
            own = menu.addMenu(swatch(pin.color.name()), plain_caption(pin.name))
            own.addAction(tr("Rename...")).triggered.connect(
                lambda _checked=False, key=key: self._run(self._rename(key))
            )
            own.addAction(tr("Colour...")).triggered.connect(
                lambda _checked=False, key=key: self._run(self._recolor(key))
            )
            own.addAction(tr("Remove")).triggered.connect(
                lambda _checked=False, key=key: self._remove(key)
            )

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what is meant for the open scene."""
        run_async(self._widget, work, scene=self._workspace.document)

    def _set(self, key: int, pin: Pin) -> None:
        self._pins[key] = pin
        self._plot.draw(f"pin {key}", pin.values, color=pin.color, dashed=True)
        self._tell()

    def _remove(self, key: int) -> None:
        if key not in self._pins:
            return  # of a menu that was open while another scene came
        self._plot.remove(f"pin {key}")
        del self._pins[key]
        self._tell()

    def _tell(self) -> None:
        self._workspace.view.set_pins(
            tuple((pin.pixel, pin.color.name()) for pin in self._pins.values())
        )
        self.changed.emit()

    async def _rename(self, key: int) -> None:
        if key not in self._pins:
            return
        dialog = QInputDialog(self._widget)
        dialog.setObjectName("pinNameDialog")
        dialog.setWindowTitle(tr("Rename spectrum"))
        dialog.setLabelText(tr("Name:"))
        dialog.setTextValue(self._pins[key].name)
        name = dialog.textValue().strip() if await answer(dialog) else ""
        if name and key in self._pins:
            self._set(key, replace(self._pins[key], name=name))

    async def _recolor(self, key: int) -> None:
        if key not in self._pins:
            return
        dialog = QColorDialog(self._pins[key].color, self._widget)
        dialog.setObjectName("pinColorDialog")
        if await answer(dialog) and key in self._pins:
            self._set(key, replace(self._pins[key], color=dialog.currentColor()))
