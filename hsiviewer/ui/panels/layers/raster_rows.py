"""A row for each layer over scene and map: shown or not, opacity, legend, removal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import plain, plain_caption
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.layers.value_legend import ValueLegend
from hsiviewer.workflows.session.raster_layers import MapLayer
from hsiviewer.workflows.session.value_layers import ValueLayer
from hsiviewer.workflows.session.workspace import Workspace


class RasterRows(QWidget):
    """Follows the layers; nothing is seen of it while there are none.

    Parameters
    ----------
    workspace : Workspace
        The layers of its session are listed, the uppermost first.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: tuple[tuple[int, int], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.SPACING)
        self._grid.setColumnStretch(0, 1)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.layers.changed, self._fill)
        workspace.session_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        layers = self._workspace.layers
        wanted = tuple((layer.id, layer.version) for layer in layers)
        if wanted != self._shown:
            self._shown = wanted
            for old in self.findChildren(QWidget):
                old.deleteLater()
            for row, layer in enumerate(reversed(list(layers))):
                self._add_row(2 * row, layer)
                if isinstance(layer, ValueLayer):
                    self._add_legend(2 * row + 1, layer)
        self.setVisible(bool(wanted))

    def _add_row(self, row: int, layer: MapLayer) -> None:
        name, layers = layer.title, self._workspace.layers
        check = QCheckBox(plain_caption(name), self)
        check.setObjectName(f"rasterCheck{layer.id}")
        check.setAccessibleName(tr("Show {0}").format(name))
        check.setToolTip(plain(layer.tip))
        # A long name must not make the dock wider.
        check.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        check.setChecked(layer.visible)
        check.toggled.connect(
            lambda is_on, key=layer.id: layers.set_layer(key, visible=is_on)
        )
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(f"rasterOpacity{layer.id}")
        slider.setAccessibleName(tr("Opacity of {0}").format(name))
        slider.setToolTip(plain(tr("Opacity of {0}").format(name)))
        slider.setRange(0, 100)
        slider.setFixedWidth(44)
        slider.setValue(round(100 * layer.opacity))
        slider.valueChanged.connect(
            lambda value, key=layer.id: layers.set_layer(key, opacity=value / 100)
        )
        remove = QToolButton(self)
        remove.setObjectName(f"rasterRemove{layer.id}")
        remove.setAccessibleName(tr("Remove {0}").format(name))
        kept = tr("Take {0} off the map; the file stays")
        if layer.is_over_map:
            kept = tr("Take {0} off the map")
        remove.setToolTip(plain(kept.format(name)))
        remove.setAutoRaise(True)
        set_icon(remove, "close")
        remove.clicked.connect(lambda _checked=False, key=layer.id: layers.remove(key))
        for column, widget in enumerate((check, slider, remove)):
            self._grid.addWidget(widget, row, column)

    def _add_legend(self, row: int, layer: ValueLayer) -> None:
        layers = self._workspace.layers
        legend = ValueLegend(layer, self)
        legend.recolored.connect(lambda scale, key=layer.id: layers.recolor(key, scale))
        self._grid.addWidget(legend, row, 0, 1, 3)
