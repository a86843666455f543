"""Boxes of the toolbar that are shown while one of their tools is held."""

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from hsiviewer.core.view import ViewState
from hsiviewer.ui.base.texts import tr


class BrushSizeBox(QSpinBox):
    """Diameter of brush and eraser."""

    def __init__(self, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brushSizeBox")
        self.setAccessibleName(tr("Brush size"))
        self.setToolTip(tr("Diameter of brush and eraser in pixels ([ and ])"))
        self.setRange(1, 99)
        self.setSuffix(tr(" px"))
        self.valueChanged.connect(view.set_brush_size)
        view.brush_size_changed.connect(self._on_brush_size_changed)
        self._on_brush_size_changed(view.brush_size)

    def _on_brush_size_changed(self, pixels: int) -> None:
        self.setValue(pixels)


class WandAngleBox(QDoubleSpinBox):
    """Spectral angle within which the wand grows."""

    def __init__(self, view: ViewState, parent: QWidget | None = None) -> None:
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
        self.valueChanged.connect(view.set_wand_angle)
        view.wand_angle_changed.connect(self._on_angle_changed)
        self._on_angle_changed(view.wand_angle)

    def _on_angle_changed(self, degrees: float) -> None:
        self.setValue(degrees)
