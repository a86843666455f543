"""The strip over the map: what is known about the scene, and what is missing."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.scene_facts import scene_facts
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.model import MapModel

_SEPARATOR = "   ·   "
_LEAST_BANDS = 4  # a picture of three bands needs no wavelengths


class SceneHeader(QWidget):
    """Name, size, bands and range, quantity, coordinate system and nodata.

    Parameters
    ----------
    model : MapModel
        Has the scene.
    set_properties : QAction
        Asks for what is missing.
    """

    def __init__(
        self, model: MapModel, set_properties: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sceneHeader")
        self._model = model
        self._facts = _ElidedLabel(self)
        self._facts.setObjectName("sceneFacts")
        self._facts.setAccessibleName(tr("What is known about the scene"))
        self._banner = QPushButton(tr("No wavelengths: set them"), self)
        self._banner.setObjectName("wavelengthsBanner")
        self._banner.setToolTip(
            tr(
                "Without wavelengths there is no true colour, no index and no library "
                "search. Type or paste them, or choose the sensor."
            )
        )
        self._banner.setFlat(True)
        set_icon(self._banner, "warning")
        self._banner.clicked.connect(set_properties.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 2, theme.MARGIN, 2)
        row.setSpacing(theme.SPACING)
        row.addWidget(self._facts, 1)
        row.addWidget(self._banner)
        row.addStrut(self._banner.sizeHint().height())  # also without the banner
        self._follow = SessionFollower(model, self)
        self._follow.connect(
            lambda session: session.document.bands_changed, self._on_scene_changed
        )
        model.session_changed.connect(self._on_scene_changed)
        self._on_scene_changed()

    def _on_scene_changed(self) -> None:
        cube = self._model.document.cube
        self.setVisible(cube is not None)
        if cube is None:
            return
        self._facts.show_text(_SEPARATOR.join(scene_facts(cube)))
        has_wavelengths = cube.bands.has_wavelengths
        self._banner.setVisible(
            not has_wavelengths and cube.bands.count >= _LEAST_BANDS
        )


class _ElidedLabel(PlainLabel):
    """A text in one line that ends in dots where there is no room for all of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        # It must not keep the map from becoming narrow.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setToolTip(plain(text.replace(_SEPARATOR, "\n")))
        self._elide()

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(0, self.fontMetrics().height())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        right = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._whole, right, self.width()))
