"""The spectra of the pixel under the mouse, the selected pixel and the classes."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.language.absorptions import ABSORPTIONS
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.curve_legend import LegendEntry
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.scene_facts import quantity_text
from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.ui.panels.spectrum.class_means import ClassMeans
from hsiviewer.ui.panels.spectrum.header import SpectrumHeader
from hsiviewer.ui.panels.spectrum.label_spectra import LabelSpectra
from hsiviewer.ui.panels.spectrum.pins import Pins
from hsiviewer.ui.panels.spectrum.pixel_spectrum import (
    PixelSpectrum,
    Spectrum,
    reading_text,
)
from hsiviewer.ui.panels.spectrum.plot import SpectrumPlot
from hsiviewer.ui.panels.spectrum.region_curve import RegionCurve
from hsiviewer.ui.panels.spectrum.spectral_axis import SpectralAxis
from hsiviewer.workflows.viewing.reading import values
from hsiviewer.workflows.viewing.spectra import read_spectrum

if TYPE_CHECKING:
    from hsiviewer.workflows.session.scene_session import SceneSession
    from hsiviewer.workflows.session.workspace import Workspace

CURSOR, SELECTED, _OVERLAY = "cursor", "selected", "overlay"
_HINT = tr("Move over the map to see spectra; click a pixel to keep its spectrum")


class SpectrumPanel(QWidget):
    """Plot of spectra with a legend, a read-out and pins.

    Parameters
    ----------
    workspace : Workspace
        Its document tells scene, labels and selected pixel, its view the cursor.
    """

    def __init__(self, workspace: "Workspace", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._cursor_read = LatestOnly(self, partial(self._read, CURSOR))
        self._selected_read = LatestOnly(self, partial(self._read, SELECTED))
        self._spectra: dict[str, PixelSpectrum] = {}
        self._hovered = -1
        self._trouble = self._overlay = ""
        self._header = SpectrumHeader(self)
        self._plot = SpectrumPlot(self)
        self._labels = LabelSpectra(workspace, self._plot, self)
        self._region = RegionCurve(workspace, self._plot, self)
        self._means = ClassMeans(workspace, self._plot, self)
        self._pins = Pins(workspace, self._plot, self)
        self._header.set_pins_menu(self._pins.fill_menu)
        self._empty = EmptyState(parent=self)
        self._arrange()
        self._connect()
        self._on_session_changed()

    @property
    def plot(self) -> SpectrumPlot:
        """The plot, for pictures and tests."""
        return self._plot

    @property
    def readout_text(self) -> str:
        """What the read-out says."""
        return self._header.readout

    @property
    def legend_entries(self) -> tuple[str, ...]:
        """Texts of the legend."""
        return self._header.legend.entries

    @property
    def empty_text(self) -> str:
        """What the panel says instead of a plot; empty while there is one."""
        return self._empty.text if self._stack.currentWidget() is self._empty else ""

    def spectra_shown(self) -> dict[str, Spectrum]:
        """Return the spectra of pixels, pins and classes by name, as measured."""
        named = {}
        if SELECTED in self._spectra:
            chosen = self._spectra[SELECTED]
            named[f"pixel {chosen.place}"] = chosen.values
        return named | self._region.spectra | self._pins.spectra | self._means.spectra

    def show_overlay(self, name: str, values: Spectrum) -> None:
        """Lay one more spectrum over the others, such as a library's."""
        self._overlay = name
        self._plot.draw(_OVERLAY, values, color=theme.faint(), width=2, dashed=True)
        self._refresh_texts()

    def hide_overlay(self) -> None:
        """Remove the spectrum that lies over the others."""
        self._overlay = ""
        self._plot.remove(_OVERLAY)
        self._refresh_texts()

    def pin_selected(self) -> None:
        """Keep the spectrum of the selected pixel in the plot."""
        spectrum = self._spectra.get(SELECTED)
        if spectrum is not None:
            self._pins.add(spectrum)

    def clear_pins(self) -> None:
        """Remove all kept spectra."""
        self._pins.clear()

    def toggle_means(self) -> None:
        """Show the class means, or no longer."""
        self._header.toggle_means()

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Draw in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_stack"):
            self._draw_pixels()
            self._plot.mark_bands(
                self._workspace.view.bands if self._workspace.document.cube else ()
            )
            self._refresh_texts()

    def _arrange(self) -> None:
        self._content = QWidget(self)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(
            theme.MARGIN, theme.SPACING // 2, theme.MARGIN, theme.SPACING // 2
        )
        layout.setSpacing(theme.SPACING // 2)
        layout.addWidget(self._header)
        layout.addWidget(self._plot, 1)
        self._empty.say(
            tr("No scene is open"),
            tr("Open a cube to see the spectrum of every pixel."),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._content)

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(
            lambda session: session.document.bands_changed, self._on_marks_changed
        )
        follow.connect(
            lambda session: session.document.selected_pixel_changed,
            self._on_pixel_selected,
        )
        follow.connect(
            lambda session: session.view.cursor_changed, self._on_cursor_changed
        )
        follow.connect(
            lambda session: session.view.bands_changed, self._on_bands_changed
        )
        follow.connect(
            lambda session: session.view.spectrum_changed,
            self._on_spectrum_view_changed,
        )
        self._workspace.session_changed.connect(self._on_session_changed)
        values.restored.connect(self._on_pixel_selected)
        self._header.means_toggled.connect(self._means.set_wanted)
        self._header.pin_wanted.connect(self.pin_selected)
        self._header.clear_wanted.connect(self.clear_pins)
        for source in (self._labels, self._region, self._means, self._pins):
            source.changed.connect(self._refresh_texts)
        self._plot.band_clicked.connect(self._show_band)
        self._plot.bands_marked.connect(self._mark_bands)
        self._plot.band_hovered.connect(self._on_band_hovered)

    def _on_session_changed(self) -> None:
        for read in (self._cursor_read, self._selected_read):
            read.forget()
        self._spectra = {}
        self._hovered, self._trouble = -1, ""
        self._set_axis()
        for part in (self._labels, self._region, self._means, self._pins):
            part.begin()
        self._on_spectrum_view_changed()
        self._on_cursor_changed()
        self._refresh_texts()

    def _set_axis(self) -> None:
        cube = self._workspace.document.cube
        if cube is None:
            self._plot.set_axis(None)
        else:
            quantity = quantity_text(cube, unknown=tr("value"))
            axis = SpectralAxis(cube.bands, self._workspace.view.spectrum.unit)
            self._plot.set_axis(axis, quantity=quantity)
        self._on_bands_changed()

    def _on_marks_changed(self) -> None:
        """Draw the same spectra over other bad bands, or in another unit."""
        cube = self._workspace.document.cube
        if cube is not None:
            self._plot.change_axis(
                SpectralAxis(cube.bands, self._workspace.view.spectrum.unit)
            )
            self._on_bands_changed()
            self._name_features()
            self._refresh_texts()

    def _on_spectrum_view_changed(self) -> None:
        how, axis = self._workspace.view.spectrum, self._plot.axis
        if axis is not None and axis.unit != how.unit:
            self._on_marks_changed()
        self._plot.set_shape(how.shape)
        self._name_features()
        self._on_pixel_selected()

    def _name_features(self) -> None:
        cube, how = self._workspace.document.cube, self._workspace.view.spectrum
        if cube is not None:
            shown = [
                absorption
                for absorption in ABSORPTIONS
                if how.has_features and cube.bands.covers(absorption.middle_nm)
            ]
            self._plot.name_features(shown)

    def _on_bands_changed(self) -> None:
        cube = self._workspace.document.cube
        fits = cube is not None and not self._workspace.view.derived
        self._plot.mark_bands(self._workspace.view.bands if fits else ())

    def _on_cursor_changed(self) -> None:
        self._want_pixel(CURSOR, self._cursor_read, self._workspace.view.cursor)

    def _on_pixel_selected(self) -> None:
        self._want_pixel(
            SELECTED, self._selected_read, self._workspace.document.selected_pixel
        )

    def _want_pixel(
        self,
        key: str,
        read: LatestOnly[tuple["SceneSession", int, int]],
        pixel: tuple[int, int] | None,
    ) -> None:
        session = self._workspace.session
        cube = session.document.cube
        if cube is None or pixel is None or not cube.window.contains(*pixel):
            read.forget()
            self._spectra.pop(key, None)
            self._plot.remove(key)
            self._refresh_texts()
        elif self.isVisible() or key == SELECTED:
            read.want((session, *pixel))

    async def _read(self, key: str, request: tuple["SceneSession", int, int]) -> None:
        session, row, col = request
        document, view, cube = session.document, session.view, session.document.cube
        if cube is None or session.is_closed:
            return
        trouble = ""
        try:
            area = view.spectrum.area
            values = await read_spectrum(cube, row, col, area=area)
        except HsiViewerError as error:
            # A message box for every pixel that the mouse crosses helps nobody.
            trouble = str(error)
            values = np.full(cube.bands.count, np.nan, np.float32)
        wanted = view.cursor if key == CURSOR else document.selected_pixel
        if wanted is not None and not session.is_closed:
            self._trouble = trouble
            self._spectra[key] = PixelSpectrum(row, col, values)
            self._draw_pixels()
            self._refresh_texts()

    def _draw_pixels(self) -> None:
        styles = ((CURSOR, theme.faint(), 1.0), (SELECTED, theme.accent(), 2.5))
        for key, color, width in styles:
            if key in self._spectra:
                self._plot.draw(
                    key, self._spectra[key].values, color=color, width=width
                )

    def _mark_bands(self, start: int, stop: int) -> None:
        """Mark the bands between two bad; good again if all of them are bad."""
        cube, axis = self._workspace.document.cube, self._plot.axis
        if cube is None or axis is None:
            return
        ends = sorted((axis.position(start), axis.position(stop)))
        places = np.array([axis.position(band) for band in range(cube.bands.count)])
        inside = (places >= ends[0]) & (places <= ends[1])
        good = cube.bands.good_mask.copy()
        good[inside] = not good[inside].any()
        self._workspace.document.set_good_bands(good)

    def _show_band(self, band: int) -> None:
        self._workspace.view.show_bands((band,))

    def _on_band_hovered(self, band: int) -> None:
        self._hovered = band
        self._refresh_texts()

    def _refresh_texts(self) -> None:
        cube = self._workspace.document.cube
        self._stack.setCurrentWidget(self._empty if cube is None else self._content)
        if cube is None:
            return
        read = self._spectra.get(CURSOR) or self._spectra.get(SELECTED)
        # A low plot has no room for the titles of its axes.
        axes = tr("{0} against {1}").format(
            self._plot.title("left"), self._plot.title("bottom")
        )
        reading = reading_text(cube.bands, self._hovered, read)
        self._header.say(self._trouble or self._means.trouble or reading or axes)
        self._header.legend.show_entries(self._legend_entries(), hint=_HINT)
        self._header.allow(pin=SELECTED in self._spectra, clear=len(self._pins) > 0)

    def _legend_entries(self) -> list[LegendEntry]:
        styles = (
            (tr("selected"), SELECTED, theme.accent()),
            (tr("cursor"), CURSOR, theme.faint()),
        )
        entries = [
            LegendEntry(color, f"{word}: {self._spectra[key].place}")
            for word, key, color in styles
            if key in self._spectra
        ]
        if self._overlay:
            entries.append(LegendEntry(theme.faint(), self._overlay))
        axis = self._plot.axis
        if axis is not None and axis.bad_count:
            text = tr_count(axis.bad_count, "1 bad band", "{0} bad bands")
            entries.append(LegendEntry(theme.line(), text))
        classes = self._workspace.document.classes
        painted = self._labels.class_id
        if painted in classes and painted not in self._means.class_ids:
            name = tr("labels of {0}").format(classes[painted].name)
            entries.append(LegendEntry(QColor(classes[painted].color), name))
        return entries + self._region.entries + self._means.entries + self._pins.entries
