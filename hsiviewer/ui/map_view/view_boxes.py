"""Boxes of the toolbar that choose bands and stretch."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from hsiviewer.imaging.composite import (
    FILE_DEFAULT,
    SINGLE_BAND,
    SPREAD,
    available_composites,
    bands_of,
    has_file_default,
)
from hsiviewer.imaging.stretch import STRETCHES
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.model import MapModel
from hsiviewer.workflows.viewing.derived import DERIVED_VIEWS, available_views

_FREE_CHOICE = ""


class _ToolbarBox(QComboBox):
    """Lets letters go to the map again after a choice from the open list.

    Those who step through the choices with the arrow keys keep the focus.
    """

    @guarded(None)
    def hidePopup(self) -> None:
        super().hidePopup()
        self.clearFocus()


class CompositeBox(_ToolbarBox):
    """Ways to show the scene that its wavelengths allow."""

    def __init__(self, model: MapModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compositeBox")
        self.setAccessibleName(tr("Composite"))
        self.setToolTip(tr("Bands shown as red, green and blue, chosen by wavelength"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._model = model
        self._follow = SessionFollower(model, self)
        self._follow.connect(lambda session: session.document.bands_changed, self._fill)
        self._follow.connect(
            lambda session: session.view.bands_changed, self._on_bands_changed
        )
        model.session_changed.connect(self._fill)
        self.activated.connect(self._on_activated)
        self._fill()

    def _fill(self) -> None:
        cube = self._model.document.cube
        with QSignalBlocker(self):
            self.clear()
            if cube is not None:
                for preset in available_composites(cube.bands):
                    self.addItem(tr(preset.title), preset.id)
                    self.setItemData(self.count() - 1, tr(preset.purpose), _TOOLTIP)
                if has_file_default(cube):
                    self.addItem(tr("As the file proposes"), FILE_DEFAULT)
                if not cube.bands.has_wavelengths and cube.bands.count >= 3:
                    self.addItem(tr("Last, middle, first band"), SPREAD)
                self.addItem(tr("Single band"), SINGLE_BAND)
                self.insertSeparator(self.count())
                for view in available_views(cube.bands):
                    self.addItem(tr(view.title), view.id)
                    self.setItemData(self.count() - 1, tr(view.purpose), _TOOLTIP)
        self.setEnabled(cube is not None)
        self._on_bands_changed()

    def _on_bands_changed(self) -> None:
        view = self._model.view
        wanted = view.composite or (SINGLE_BAND if len(view.bands) == 1 else "")
        with QSignalBlocker(self):
            free = self.findText(_FREE_TEXT)
            index = self.findData(wanted) if wanted else free
            if index < 0:  # three bands, or a ratio of two, of the user's choice
                index = free
            if index < 0:
                self.addItem(_FREE_TEXT, _FREE_CHOICE)
                index = self.count() - 1
            self.setCurrentIndex(index)

    def _on_activated(self) -> None:
        cube, chosen = self._model.document.cube, self.currentData()
        if cube is None or chosen == _FREE_CHOICE:
            return
        if chosen in {derived_view.id for derived_view in DERIVED_VIEWS}:
            self._model.view.show_derived(chosen)
        elif chosen == SINGLE_BAND:
            self._model.view.show_bands((self._model.view.bands[0],))
        else:
            self._model.view.show_bands(bands_of(chosen, cube), composite=chosen)


class StretchBox(_ToolbarBox):
    """How stored values become brightness."""

    def __init__(self, model: MapModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stretchBox")
        self.setAccessibleName(tr("Stretch"))
        self.setToolTip(tr("Which values become black and full brightness"))
        self._model = model
        for title, _ in STRETCHES:
            self.addItem(tr(title))
        self._follow = SessionFollower(model, self)
        self._follow.connect(
            lambda session: session.view.stretch_changed, self._on_stretch_changed
        )
        model.session_changed.connect(self._on_stretch_changed)
        self.activated.connect(self._on_activated)
        self._on_stretch_changed()

    def _on_stretch_changed(self) -> None:
        known = [stretch for _, stretch in STRETCHES]
        stretch = self._model.view.stretch
        plain = replace(stretch, gamma=1.0, scope="scene")
        own = self.findText(_OWN_LIMITS)
        if stretch.method == "limits":
            if own < 0:
                self.addItem(_OWN_LIMITS)
            self.setCurrentIndex(self.findText(_OWN_LIMITS))
        elif own >= 0:
            self.removeItem(own)
        if plain in known:
            self.setCurrentIndex(known.index(plain))

    def _on_activated(self, index: int) -> None:
        if index < len(STRETCHES):
            now = self._model.view.stretch
            chosen = replace(STRETCHES[index][1], gamma=now.gamma, scope=now.scope)
            self._model.view.set_stretch(chosen)


_FREE_TEXT = tr("Own choice")
_OWN_LIMITS = tr("Own limits")
_TOOLTIP = 3  # Qt.ItemDataRole.ToolTipRole
