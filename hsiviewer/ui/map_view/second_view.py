"""A second map beside the first: same place, other bands or layers."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.map_view.model import MapModel, SecondModel
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.map_view.view_boxes import CompositeBox, StretchBox


class SecondView(QWidget):
    """Another map view with its own composite, stretch and layers.

    Parameters
    ----------
    model : MapModel
        Of the first view.
    first : MapView
        Zoom and place are shared with it.
    """

    def __init__(
        self, model: MapModel, first: MapView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("secondView")
        self._model = SecondModel(model)
        self.map_view = MapView(self._model, self)
        self.map_view.setObjectName("secondMapView")
        self.map_view.setAccessibleName(tr("Second map"))
        self._result = QCheckBox(tr("Result"), self)
        self._result.setObjectName("secondResultBox")
        self._result.setToolTip(tr("Show the result in this view, too"))
        composite = CompositeBox(self._model, self)
        composite.setObjectName("secondCompositeBox")
        stretch = StretchBox(self._model, self)
        stretch.setObjectName("secondStretchBox")
        # On the map, not above it: both views begin at the same height, so that a
        # place stands side by side with itself.
        bar = QFrame(self.map_view)
        bar.setObjectName("secondViewBar")
        bar.setAutoFillBackground(True)
        bar.setFrameShape(QFrame.Shape.StyledPanel)
        bar.move(theme.MARGIN, theme.MARGIN)
        bar.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(bar)
        row.setContentsMargins(*[theme.SPACING // 2] * 4)
        for box in (composite, stretch, self._result):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.map_view, 1)
        self._result.toggled.connect(self._show_result)
        self._show_result()
        self._model.session_changed.connect(self._on_session_changed)
        first.viewport_changed.connect(self.map_view.follow)
        self.map_view.viewport_changed.connect(self._lead)
        self._first = first

    def _lead(self, centre: QPointF, scale: float) -> None:
        # A hidden view has no size: what it looks at is nobody's wish.
        if self.isVisible():
            self._first.follow(centre, scale)

    def catch_up(self) -> None:
        """Show the place that the first view shows."""
        self.map_view.follow(self._first.centre, self._first.viewport.scale)

    def _on_session_changed(self) -> None:
        self._show_result()
        self.catch_up()

    def _show_result(self) -> None:
        for name in ("map", "live"):
            self._model.view.set_layer(name, visible=self._result.isChecked())
