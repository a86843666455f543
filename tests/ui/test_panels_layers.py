"""Layers and bands: the boxes follow the view, and the view follows the boxes."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QLabel,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.imaging.value_colors import ColorRamp, NamedValue, NamedValues
from hsiviewer.io.alignment import Alignment
from hsiviewer.ui.dialogs.value_range import ValueRangeDialog
from hsiviewer.ui.panels.layers.panel import ConfidenceScale, LayersPanel
from hsiviewer.ui.panels.layers.value_legend import ValueLegend
from hsiviewer.workflows.session.raster_layers import RasterLayer
from hsiviewer.workflows.session.value_layers import ValueLayer, array_reader
from tests.builders import make_cube, make_values
from tests.ui.fakes import FakeWorkspace

numbers = itertools.count(5000)


@pytest.fixture
def workspace():
    workspace = FakeWorkspace()
    workspace.open_cube()
    return workspace


@pytest.fixture
def panel(workspace, qtbot):
    panel = LayersPanel(workspace, QWidget())
    qtbot.addWidget(panel)
    return panel


def show_result(workspace):
    ones = np.ones(workspace.document.cube.grid_shape, np.uint16)
    result = ClassificationResult(
        ones, ones.astype(np.float32), ClassScheme.from_ids([1])
    )
    workspace.document.set_classification(result)


def check(panel, name):
    return panel.findChild(QCheckBox, f"{name}Check")


def slider(panel, name):
    return panel.findChild(QSlider, name)


def channels(panel):
    boxes = [panel.findChild(QSpinBox, f"{c}Band") for c in ("red", "green", "blue")]
    return [box.value() for box in boxes]


def band_text(panel):
    return panel.findChild(QLabel, "bandLabel").text()


def test_without_a_scene_nothing_can_be_chosen(qtbot):
    panel = LayersPanel(FakeWorkspace(), QWidget())
    qtbot.addWidget(panel)
    assert not panel.isEnabled()
    assert band_text(panel) == "Open a scene to see its bands."


def test_map_and_confidence_can_be_shown_once_there_is_a_result(panel, workspace):
    assert check(panel, "cube").isEnabled()
    assert check(panel, "labels").isEnabled()
    assert not check(panel, "map").isEnabled()
    show_result(workspace)
    assert check(panel, "map").isEnabled()
    assert slider(panel, "opacitySlider").isEnabled()
    assert not slider(panel, "confidenceOpacity").isEnabled(), "it is not shown"
    scale = panel.findChild(ConfidenceScale)
    assert scale.isHidden()
    check(panel, "confidence").setChecked(True)
    assert workspace.view.layer("confidence").visible
    assert not scale.isHidden()


def test_boxes_hide_layers_and_follow_the_view(panel, workspace):
    check(panel, "labels").setChecked(False)
    assert not workspace.view.layer("labels").visible
    workspace.view.set_layer("labels", visible=True)
    assert check(panel, "labels").isChecked()


def test_opacity_is_set_and_told_in_per_cent(panel, workspace):
    slider(panel, "labelsOpacity").setValue(30)
    assert workspace.view.layer("labels").opacity == 0.3
    assert "30 %" in [label.text() for label in panel.findChildren(QLabel)]
    workspace.view.set_layer("labels", opacity=0.75)
    assert slider(panel, "labelsOpacity").value() == 75


def test_a_single_band_is_chosen_and_named(panel, workspace):
    bands = slider(panel, "bandSlider")
    assert (bands.minimum(), bands.maximum()) == (0, 4)
    bands.setValue(2)
    assert workspace.view.bands == (2,)
    assert band_text(panel) == workspace.document.cube.bands.label(2)
    workspace.view.show_bands((4,))
    assert bands.value() == 4


def test_a_click_beside_the_handle_goes_to_that_band(panel, workspace):
    bands = slider(panel, "bandSlider")
    bands.setFixedWidth(200)
    panel.layout().activate()
    middle = bands.height() // 2
    for x, band in ((100, 2), (195, 4), (4, 0)):
        QTest.mouseClick(bands, Qt.MouseButton.LeftButton, pos=QPoint(x, middle))
        assert workspace.view.bands == (band,)


@pytest.mark.parametrize(
    ("text", "band"),
    [("4", 3), ("690 nm", 2), ("0.86 um", 3), ("0,86 \u00b5m", 3), ("2500nm", 4)],
)
def test_a_band_is_chosen_by_number_or_wavelength(panel, workspace, text, band):
    number = panel.findChild(QSpinBox, "bandNumber")
    number.selectAll()
    QTest.keyClicks(number, text)
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert workspace.view.bands == (band,)
    assert number.text() == str(band + 1)
    assert slider(panel, "bandSlider").value() == band


def test_without_wavelengths_only_numbers_are_taken(panel, workspace):
    workspace.open_cube(HsiCube(ArraySource(make_values()), BandAxis(5)))
    number = panel.findChild(QSpinBox, "bandNumber")
    assert "wavelength" not in number.toolTip()
    number.selectAll()
    QTest.keyClicks(number, "4 nm")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert workspace.view.bands == (3,), "letters are not taken"


def test_a_bad_band_is_called_so(panel, workspace):
    axis = BandAxis(
        5, np.linspace(400.0, 1000.0, 5), good=np.array([1, 1, 0, 1, 1], bool)
    )
    workspace.open_cube(HsiCube(ArraySource(make_values()), axis))
    slider(panel, "bandSlider").setValue(2)
    assert band_text(panel).endswith(" (marked bad)")


def test_three_bands_are_chosen_and_named(panel, workspace):
    workspace.view.show_bands((4, 2, 0))
    assert channels(panel) == [5, 3, 1]
    assert band_text(panel).startswith("Composite of ")
    panel.findChild(QSpinBox, "greenBand").setValue(4)
    assert workspace.view.bands == (4, 3, 0)


def test_a_computed_picture_is_explained(panel, workspace):
    workspace.view.show_derived("pca")
    assert band_text(panel) == (
        "Principal components: the three directions in which spectra vary most"
    )


def test_numbers_being_typed_are_taken_before_the_scene_is_left(panel, workspace):
    workspace.view.show_bands((4, 2, 0))
    panel.findChild(QSpinBox, "redBand").lineEdit().setText("2")
    assert workspace.view.bands == (4, 2, 0)
    workspace.document.finish_edits()
    assert workspace.view.bands == (1, 2, 0)


def test_brightness_bends_the_stretch_and_follows_it(panel, workspace):
    brightness = slider(panel, "brightnessSlider")
    brightness.setValue(brightness.maximum())
    assert workspace.view.stretch.gamma == pytest.approx(4.0)
    brightness.setValue(brightness.minimum())
    assert workspace.view.stretch.gamma == pytest.approx(0.25)
    workspace.view.set_stretch(workspace.view.usual_stretch)
    assert brightness.value() == 0


def test_another_scene_has_its_own_bands(panel, workspace):
    workspace.open_cube(make_cube(bands=9))
    assert slider(panel, "bandSlider").maximum() == 8
    assert panel.findChild(QSpinBox, "redBand").maximum() == 9


def test_the_confidence_scale_goes_from_dark_to_bright(qtbot):
    scale = ConfidenceScale()
    qtbot.addWidget(scale)
    scale.resize(200, scale.height())
    picture = scale.grab().toImage()
    row = scale.height() // 2
    dark, bright = (picture.pixelColor(x, row).lightness() for x in (30, 170))
    assert dark < bright


def lay(workspace):
    cube = make_cube(bands=1)
    layer = RasterLayer(
        next(numbers), cube, (0,), np.array([[0.0, 1.0]]),
        Alignment(cube, workspace.document.cube),
    )  # fmt: skip
    workspace.layers._layers[layer.id] = layer
    workspace.layers.changed.emit()
    return layer


def test_a_raster_over_the_scene_has_a_row(panel, workspace):
    layer = lay(workspace)
    (shown,) = workspace.layers
    panel.findChild(QSlider, f"rasterOpacity{layer.id}").setValue(40)
    panel.findChild(QCheckBox, f"rasterCheck{layer.id}").setChecked(False)
    (shown,) = workspace.layers
    assert (shown.visible, shown.opacity) == (False, 0.4)
    panel.findChild(QToolButton, f"rasterRemove{layer.id}").click()
    assert len(workspace.layers) == 0


def test_rows_of_rasters_go_with_their_scene(panel, workspace):
    layer = lay(workspace)
    check_box = panel.findChild(QCheckBox, f"rasterCheck{layer.id}")
    rows = check_box.parentWidget()
    assert not rows.isHidden()
    workspace.open_cube()
    assert rows.isHidden()


def show_values(workspace, **fields):
    values = ValueLayer(
        key="k", title="Entropy", cube=workspace.document.cube,
        read=array_reader(np.ones((6, 7), np.float32)), **fields,
    )  # fmt: skip
    return workspace.layers.show(values)


@pytest.mark.parametrize(
    ("scale", "colors"),
    [
        (ColorRamp("gray", 0.0, 2.0), 16),
        (NamedValues((NamedValue(1, "water", "#0000ff"),)), 2),
    ],
)
def test_values_over_the_map_have_a_legend(panel, workspace, scale, colors):
    layer = show_values(workspace, scale=scale)
    legend = panel.findChild(ValueLegend, f"valueLegend{layer.id}")
    legend.resize(200, legend.sizeHint().height())
    picture = legend.grab().toImage()
    row = legend.height() // 2
    found = {picture.pixel(x, row) for x in range(legend.width())}
    assert len(found) >= colors
    panel.findChild(QToolButton, f"rasterRemove{layer.id}").click()
    assert len(workspace.layers) == 0


def test_the_menu_of_a_legend_changes_colours_and_range(panel, workspace, monkeypatch):
    layer = show_values(workspace, scale=ColorRamp("gray", 0.0, 2.0))
    legend = panel.findChild(ValueLegend, f"valueLegend{layer.id}")
    menu = legend.menu(layer.scale)
    (chosen,) = [act for act in menu.actions() if act.text() == "Magma"]
    chosen.trigger()
    assert workspace.layers.find("k").scale == ColorRamp("magma", 0.0, 2.0)


def test_a_range_of_colours_has_to_run_upwards(qtbot):
    dialog = ValueRangeDialog((0.0, 2.0))
    qtbot.addWidget(dialog)
    button = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.Ok)
    dialog.findChild(QDoubleSpinBox, "valueRangeLow").setValue(3.0)
    assert not button.isEnabled()
    dialog.findChild(QDoubleSpinBox, "valueRangeHigh").setValue(4.0)
    assert button.isEnabled()
    assert dialog.chosen == (3.0, 4.0)
