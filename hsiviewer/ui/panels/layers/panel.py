"""Which layers are shown, how strongly, and which bands the cube shows."""

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.view_settings import LAYERS
from hsiviewer.imaging.overlay import confidence_color
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel, heading, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.vertical_scroll import VerticalScroll
from hsiviewer.ui.panels.histogram.panel import CHANNELS
from hsiviewer.ui.panels.layers.band_row import BandRow
from hsiviewer.ui.panels.layers.raster_rows import RasterRows
from hsiviewer.ui.panels.layers.refined_row import RefinedRow
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.derived import find_view

_TITLES = {
    "confidence": (tr("Confidence"), tr("How sure the method is, from dark to bright")),
    "map": (tr("Map"), tr("The classification result")),
    "labels": (tr("Labels"), tr("The pixels that you have labelled")),
    "live": (tr("Live"), tr("The map that follows your labels; it is not kept")),
    "cube": (tr("Scene"), tr("The hyperspectral cube")),
}
_BRIGHTNESS_STEPS = 50
_SCALE_STEPS = 32
_LARGEST_GAMMA = 4.0


class LayersPanel(QWidget):
    """Check boxes and opacities of the layers above the choice of bands.

    Parameters
    ----------
    histogram : QWidget
        Shown below.
    """

    def __init__(
        self, workspace: Workspace, histogram: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks: dict[str, QCheckBox] = {}
        self._opacities: dict[str, QSlider] = {}
        self._numbers: dict[str, QLabel] = {}
        self._rgb: list[QSpinBox] = []
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(RasterRows(workspace, self))
        column.addLayout(self._make_layers())
        column.addWidget(RefinedRow(workspace, self))
        column.addSpacing(theme.MARGIN)
        column.addWidget(heading(tr("Band"), self))
        column.addLayout(self._make_band_row())
        column.addWidget(heading(tr("Red, green, blue"), self))
        column.addLayout(self._make_channels())
        column.addWidget(heading(tr("Brightness"), self))
        column.addWidget(self._make_brightness())
        column.addWidget(heading(tr("Histogram"), self))
        column.addWidget(histogram)
        column.addStretch(1)
        area = VerticalScroll(content, self)
        area.setObjectName("layersScroll")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._connect()
        self._on_session_changed()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer commands in the context menu of the scene's layer."""
        check = self._checks["cube"]
        check.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        check.addActions(list(actions))

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(
            lambda session: session.document.edits_wanted, self._take_numbers
        )
        follow.connect(
            lambda session: session.document.bands_changed, self._on_bands_changed
        )
        follow.connect(
            lambda session: session.document.classification_changed,
            self._on_layers_changed,
        )
        follow.connect(lambda session: session.live.changed, self._on_layers_changed)
        follow.connect(
            lambda session: session.view.bands_changed, self._on_bands_changed
        )
        follow.connect(
            lambda session: session.view.layer_changed, self._on_layers_changed
        )
        follow.connect(
            lambda session: session.view.stretch_changed, self._on_stretch_changed
        )
        self._workspace.session_changed.connect(self._on_session_changed)

    def _make_layers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(theme.SPACING)
        for place, name in enumerate(LAYERS):
            row = 2 * place  # what explains a layer stands below it
            title, tip = _TITLES[name]
            check = QCheckBox(title, self)
            check.setObjectName(f"{name}Check")
            check.setToolTip(plain(tip))
            check.setAccessibleName(tr("Show {0}").format(title))
            slider = QSlider(Qt.Orientation.Horizontal, self)
            slider.setObjectName("opacitySlider" if name == "map" else f"{name}Opacity")
            slider.setRange(0, 100)
            # The map needs the room more.
            slider.setMinimumWidth(2 * self.fontMetrics().height())
            slider.setAccessibleName(tr("Opacity of {0}").format(title))
            slider.setToolTip(plain(tr("Opacity of the layer {0}").format(title)))
            number = _Percentage(self)
            grid.addWidget(check, row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(number, row, 2)
            check.toggled.connect(self._on_check_toggled)
            slider.valueChanged.connect(self._on_opacity_moved)
            self._checks[name], self._opacities[name] = check, slider
            self._numbers[name] = number
        self._scale = ConfidenceScale(self)
        below = 2 * LAYERS.index("confidence") + 1
        grid.addWidget(self._scale, below, 0, 1, 3)
        return grid

    def _make_band_row(self) -> QVBoxLayout:
        self._band = BandRow(self)
        self._band.chosen.connect(self._on_band_moved)
        self._band_label = PlainLabel(self)
        self._band_label.setObjectName("bandLabel")
        self._band_label.setWordWrap(True)
        # One line more or less must not move all that is below.
        self._band_label.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._band_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addWidget(self._band)
        column.addWidget(self._band_label)
        return column

    def _make_brightness(self) -> QSlider:
        self._brightness = QSlider(Qt.Orientation.Horizontal, self)
        self._brightness.setObjectName("brightnessSlider")
        self._brightness.setAccessibleName(tr("Brightness of dark parts"))
        self._brightness.setToolTip(
            tr("Make dark parts brighter or darker; white stays white")
        )
        self._brightness.setRange(-_BRIGHTNESS_STEPS, _BRIGHTNESS_STEPS)
        self._brightness.valueChanged.connect(self._on_brightness_moved)
        return self._brightness

    def _on_brightness_moved(self, value: int) -> None:
        gamma = _LARGEST_GAMMA ** (value / _BRIGHTNESS_STEPS)
        self._workspace.view.set_stretch(
            replace(self._workspace.view.stretch, gamma=gamma)
        )

    def _on_stretch_changed(self) -> None:
        share = math.log(self._workspace.view.stretch.gamma, _LARGEST_GAMMA)
        with QSignalBlocker(self._brightness):
            self._brightness.setValue(round(share * _BRIGHTNESS_STEPS))

    def _make_channels(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING // 2)
        for name, title, color in CHANNELS:
            box = QSpinBox(self)
            box.setObjectName(f"{name}Band")
            box.setAccessibleName(tr("Band shown as {0}").format(title))
            box.setToolTip(plain(tr("Band shown as {0}, counted from 1").format(title)))
            box.setStyleSheet(f"QSpinBox {{ border-bottom: 2px solid {color}; }}")
            box.setKeyboardTracking(False)
            box.setMinimumWidth(44)
            box.valueChanged.connect(self._on_channel_changed)
            row.addWidget(box, 1)
            self._rgb.append(box)
        return row

    def _take_numbers(self) -> None:
        """Show the bands whose numbers are being typed: they are of this scene."""
        for box in self._rgb:
            box.interpretText()
        self._band.take_number()

    def _on_session_changed(self) -> None:
        cube = self._workspace.document.cube
        count = cube.bands.count if cube is not None else 1
        self._band.set_axis(None if cube is None else cube.bands)
        for box in self._rgb:
            with QSignalBlocker(box):
                box.setRange(1, count)
        self.setEnabled(cube is not None)
        self._on_layers_changed()
        self._on_bands_changed()
        self._on_stretch_changed()

    def _on_bands_changed(self) -> None:
        cube, bands = self._workspace.document.cube, self._workspace.view.bands
        if cube is None:
            self._band_label.setText(tr("Open a scene to see its bands."))
            return
        if len(bands) == 1:
            self._band.show_band(bands[0])
            text = cube.bands.label(bands[0])
            if not cube.bands.good_mask[bands[0]]:
                text += tr(" (marked bad)")
        else:
            for box, band in zip(self._rgb, bands, strict=True):
                with QSignalBlocker(box):
                    box.setValue(band + 1)
            text = tr("Composite of ") + ", ".join(
                cube.bands.label(band) for band in bands
            )
        computed = find_view(cube.bands, self._workspace.view.derived)
        if computed is not None:
            text = f"{tr(computed.title)}: {tr(computed.purpose)}"
        self._band_label.setText(text)

    def _on_layers_changed(self) -> None:
        has_result = self._workspace.document.classification is not None
        has_live = self._workspace.session.live.is_on
        for name, check in self._checks.items():
            state = self._workspace.view.layer(name)
            is_there = has_live if name == "live" else has_result
            is_there = is_there or name in ("cube", "labels")
            slider = self._opacities[name]
            with QSignalBlocker(check):
                check.setChecked(state.visible)
            with QSignalBlocker(slider):
                slider.setValue(round(100 * state.opacity))
            self._numbers[name].setText(f"{slider.value()} %")
            check.setEnabled(is_there)
            slider.setEnabled(is_there and state.visible)
        shows = has_result and self._workspace.view.layer("confidence").visible
        self._scale.setVisible(shows)

    def _on_check_toggled(self) -> None:
        for name, check in self._checks.items():
            self._workspace.view.set_layer(name, visible=check.isChecked())

    def _on_opacity_moved(self) -> None:
        for name, slider in self._opacities.items():
            if slider is self.sender():
                self._workspace.view.set_layer(name, opacity=slider.value() / 100)

    def _on_band_moved(self, band: int) -> None:
        self._workspace.view.show_bands((band,))

    def _on_channel_changed(self) -> None:
        red, green, blue = (box.value() - 1 for box in self._rgb)
        self._workspace.view.show_bands((red, green, blue))


class _Percentage(PlainLabel):
    """As wide as the widest number, so that the sliders beside them end alike."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignVCenter
        self.setAlignment(Qt.AlignmentFlag.AlignRight | middle)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        """Return the room for all there is."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("100 %"), metrics.height())


class ConfidenceScale(QWidget):
    """What the colours of the confidence mean, from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confidenceScale")
        self.setAccessibleName(tr("Colours of the confidence, from 0 to 1"))
        self.setToolTip(plain(self.accessibleName()))
        self.setFixedHeight(self.fontMetrics().height() + 2)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip between its two ends."""
        with QPainter(self) as painter:
            self._paint(painter)
        super().paintEvent(event)

    def _paint(self, painter: QPainter) -> None:
        side = self.fontMetrics().horizontalAdvance("0") + theme.SPACING
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight, "1")
        strip = QLinearGradient(side, 0, self.width() - side, 0)
        for step in range(_SCALE_STEPS + 1):
            share = step / _SCALE_STEPS
            strip.setColorAt(share, QColor(confidence_color(share)))
        painter.fillRect(side, 3, self.width() - 2 * side, self.height() - 6, strip)
