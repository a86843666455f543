"""Scale bar, arrow, graticule, swipe and legend are drawn where they belong."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.georeference import GeoReference
from hsiviewer.ui.map_view.decorations import (
    draw_scale_bar,
    draw_swipe,
    picture_with_legend,
)
from hsiviewer.ui.map_view.graticule import _lines, draw_graticule
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.positions import Locator
from tests.builders import UTM33

SIZE = QSize(400, 300)
FITTING = Viewport.fitting((300, 400), SIZE)


def drawn(draw):
    """Return where a drawing has changed an empty picture."""
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    picture.fill(QColor("#123456"))
    with QPainter(picture) as painter:
        draw(painter)
    data = np.frombuffer(picture.constBits(), np.uint32).reshape(300, 400)
    return (data & 0xFFFFFF) != 0x123456


@pytest.mark.parametrize(
    ("georeference", "has_arrow"), [(UTM33, True), (GeoReference(), False)]
)
def test_the_scale_bar_stands_bottom_left_with_north_above(
    qapp, georeference, has_arrow
):
    locator = Locator(georeference)
    seen = drawn(lambda painter: draw_scale_bar(painter, FITTING, locator, SIZE))
    assert seen[270:, :100].any()
    assert not seen[:, 220:].any()
    assert not seen[:190].any()
    assert seen[200:240, :60].any() == has_arrow


def test_what_lies_on_the_map_for_a_while_is_not_in_its_picture(qtbot):
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(200, 100)
    hint = QWidget(view)
    hint.setStyleSheet("background: #ff0000")
    hint.setGeometry(0, 0, 200, 100)
    assert view.grab().toImage().pixelColor(50, 50).name() == "#ff0000"
    picture = picture_with_legend(view, ClassScheme())
    assert picture.pixelColor(50, 50).name() != "#ff0000"


def test_the_swipe_is_a_line_with_a_handle(qapp):
    seen = drawn(lambda painter: draw_swipe(painter, 200, 300))
    assert seen[:, 200].all()
    assert not seen[:, :185].any()
    assert seen[150, 192:209].all()


@pytest.mark.parametrize("georeference", [UTM33, GeoReference()])
def test_lines_of_a_graticule_run_through_the_whole_view(qapp, georeference):
    locator = Locator(georeference)
    seen = drawn(lambda painter: draw_graticule(painter, FITTING, locator, SIZE))
    columns, rows = seen.mean(axis=0), seen.mean(axis=1)
    assert (columns > 0.2).sum() >= 2
    assert (rows > 0.2).sum() >= 2


def test_lines_are_named_by_round_degrees_or_pixels():
    names = [name for name, _ in _lines(Locator(UTM33), FITTING, 400, 300)]
    assert any(name.endswith("° N") for name in names)
    assert any(name.endswith("° E") for name in names)
    names = [name for name, _ in _lines(Locator(GeoReference()), FITTING, 400, 300)]
    assert {"100", "200"} <= set(names)


@pytest.fixture
def view(qtbot):
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(200, 100)
    return view


def test_a_picture_without_classes_is_the_map_alone(view):
    assert picture_with_legend(view, ClassScheme()).height() == 100


def test_the_legend_shows_every_colour_and_breaks_its_lines(view):
    few = ClassScheme((LandCoverClass(1, "water", "#0000ff"),))
    many = ClassScheme(
        tuple(
            LandCoverClass(n, f"a class with a name {n}", color)
            for n, color in enumerate(("#ff0000", "#00ff00", "#0000ff"), start=1)
        )
    )
    short, tall = picture_with_legend(view, few), picture_with_legend(view, many)
    assert 100 < short.height() < tall.height()
    colors = {
        tall.pixelColor(x, y).name()
        for x in range(tall.width())
        for y in range(100, tall.height())
    }
    assert {"#ff0000", "#00ff00", "#0000ff"} <= colors
