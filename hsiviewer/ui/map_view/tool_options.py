"""Boxes of the toolbar that are shown while one of their tools is held."""

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.model import MapModel


class BrushSizeBox(QSpinBox):
    """Diameter of brush and eraser."""

    def __init__(self, model: MapModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brushSizeBox")
        self.setAccessibleName(tr("Brush size"))
        self.setToolTip(tr("Diameter of brush and eraser in pixels ([ and ])"))
        self.setRange(1, 99)
        self.setSuffix(tr(" px"))
        self._model = model
        self.valueChanged.connect(self._on_value_changed)
        self._follow = SessionFollower(model, self)
        self._follow.connect(
            lambda session: session.view.brush_size_changed, self._show_size
        )
        self._show_size(model.view.brush_size)

    def _show_size(self, pixels: int) -> None:
        self.setValue(pixels)

    def _on_value_changed(self, pixels: int) -> None:
        self._model.view.set_brush_size(pixels)


class WandAngleBox(QDoubleSpinBox):
    """Spectral angle within which the wand grows."""

    def __init__(self, model: MapModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wandAngleBox")
        self.setAccessibleName(tr("Wand angle"))
        self.setToolTip(
            tr(
                "Spectral angle to the clicked pixel in degrees; also "
                "changes the area that was grown last"
            )
        )
        self.setRange(0.1, 45.0)
        self.setSingleStep(0.25)
        self.setDecimals(2)
        self.setSuffix("\N{DEGREE SIGN}")
        self._model = model
        self.valueChanged.connect(self._on_value_changed)
        self._follow = SessionFollower(model, self)
        self._follow.connect(
            lambda session: session.view.wand_angle_changed, self._show_angle
        )
        self._show_angle(model.view.wand_angle)

    def _show_angle(self, degrees: float) -> None:
        self.setValue(degrees)

    def _on_value_changed(self, degrees: float) -> None:
        self._model.view.set_wand_angle(degrees)
