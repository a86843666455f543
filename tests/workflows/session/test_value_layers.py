"""Values over the map: where they are drawn, what they say, how they come and go."""

import numpy as np
import pytest

from hsiviewer.core.document import Document
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.value_colors import ColorRamp, NamedValue, NamedValues
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.value_layers import ValueLayer, array_reader
from tests.builders import make_cube

CUBE = make_cube()  # 6 rows, 7 columns
NUMBERS = np.arange(42, dtype=np.float32).reshape(6, 7)


def layer(values=NUMBERS, **fields):
    fields = {"key": "numbers", "title": "Numbers", **fields}
    return ValueLayer(cube=CUBE, read=array_reader(values), **fields)


@pytest.mark.parametrize(
    ("place", "size", "expected"),
    [
        ((0.0, 0.0, 1.0), (6, 7), NUMBERS),
        ((2.0, 1.0, 2.0), (4, 4), np.kron(NUMBERS[2:4, 1:3], np.ones((2, 2)))),
        ((0.0, 0.0, 0.5), (3, 3), NUMBERS[:6:2, :6:2]),
        ((-1.0, -1.0, 1.0), (2, 2), np.array([[np.nan, np.nan], [np.nan, 0.0]])),
    ],
)
def test_a_picture_shows_each_pixel_where_it_lies(place, size, expected):
    scale = ColorRamp("gray", 0.0, 41.0)
    shown = layer(scale=scale).picture(place, size)
    # At half the size, any pixel of the four under a point may stand for them.
    tolerance = 8 / 41 * 255 + 1 if place[2] < 1 else 0.5
    grey = np.where(shown >> 24 > 0, shown & 255, np.nan).astype(float)
    wanted = scale.paint(expected.astype(np.float32))
    wanted = np.where(wanted >> 24 > 0, wanted & 255, np.nan).astype(float)
    np.testing.assert_allclose(grey, wanted, atol=tolerance)


def test_only_what_is_seen_is_read():
    asked = []

    def read(window, step):
        asked.append((window, step))
        return array_reader(NUMBERS)(window, step)

    seen = ValueLayer(key="k", title="t", cube=CUBE, read=read)
    seen.picture((2.0, 3.0, 10.0), (20, 30))
    assert asked == [(PixelWindow(2, 3, 2, 3), 1)]
    asked.clear()
    seen.picture((60.0, 3.0, 10.0), (20, 30))
    assert asked == []


def test_a_pixel_is_told_with_name_and_unit():
    assert layer(unit="degrees").value_text(1, 3) == "Numbers: 10 degrees"
    assert layer().value_text(6, 0) == ""
    gaps = ValueLayer(
        key="k", title="Map", cube=CUBE,
        read=array_reader(NUMBERS.astype(np.uint8), gap=0),
        scale=NamedValues((NamedValue(5, "water", "#0000ff"),)),
    )  # fmt: skip
    assert (gaps.value_text(0, 0), gaps.value_text(0, 5)) == ("", "Map: water")


def test_layers_of_values_are_shown_replaced_recoloured_and_removed():
    layers = RasterLayers(Document(CUBE))
    changes = []
    layers.changed.connect(lambda: changes.append([each.key for each in layers]))
    first = layers.show(layer())
    layers.show(layer(key="run.margin"))
    layers.set_layer(first.id, opacity=0.3, visible=False)
    again = layers.show(layer(title="Other numbers"))
    assert (again.id, again.version) == (first.id, 1)
    assert (again.opacity, again.visible) == (0.3, False)
    assert [each.title for each in layers] == ["Other numbers", "Numbers"]
    layers.recolor(again.id, ColorRamp("magma", 0.0, 9.0))
    assert layers.find("numbers").scale == ColorRamp("magma", 0.0, 9.0)
    layers.remove_values("run.")
    assert [each.key for each in layers] == ["numbers"]
    layers.remove_values("run.")
    assert len(changes) == 6
