"""Where pixels lie on the map, what strokes cover, and what is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSize

from hsiviewer.core.view import ViewState
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.gestures import (
    StrokeGesture,
    dab_indices,
    line_between,
)
from hsiviewer.ui.map_view.pictures import IdsLayer
from hsiviewer.ui.map_view.viewport import Viewport
from hsiviewer.workflows.viewing.render_view import ViewRequest, render_view
from tests.builders import make_cube, make_document

pixels = st.tuples(st.integers(-500, 5000), st.integers(-500, 5000))
viewports = st.builds(
    Viewport, st.floats(0.01, 100), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)
)


@given(viewport=viewports, pixel=pixels)
def test_the_centre_of_a_pixel_belongs_to_it(viewport, pixel):
    row, col = pixel
    assert viewport.pixel(viewport.point(row + 0.5, col + 0.5)) == pixel


@given(viewport=viewports, factor=st.floats(0.2, 5), x=st.floats(0, 900))
def test_zooming_keeps_what_is_under_the_cursor(viewport, factor, x):
    at = QPointF(x, 300.0)
    zoomed = viewport.zoomed(factor, at, (100, 100))
    for before, after in (
        (viewport.left + at.x() / viewport.scale, zoomed.left + at.x() / zoomed.scale),
        (viewport.top + at.y() / viewport.scale, zoomed.top + at.y() / zoomed.scale),
    ):
        assert before == pytest.approx(after, abs=1e-6 * max(1, abs(before)))


@given(rows=st.integers(1, 5000), cols=st.integers(1, 5000))
def test_a_fitted_scene_is_wholly_visible(rows, cols):
    size = QSize(800, 600)
    viewport = Viewport.fitting((rows, cols), size)
    assert viewport.visible(size, (rows, cols)) == PixelWindow(0, 0, rows, cols)


def test_lines_have_no_gaps():
    line = line_between((0, 0), (7, -20))
    steps = np.abs(np.diff(np.array(line), axis=0))
    assert line[0] == (0, 0)
    assert line[-1] == (7, -20)
    assert steps.max() == 1


@pytest.mark.parametrize("diameter", range(1, 12))
def test_brushes_are_round_and_as_wide_as_they_say(diameter):
    indices = dab_indices([(20, 20)], diameter=diameter, shape=(40, 40))
    rows, cols = np.divmod(indices, 40)
    assert np.ptp(rows) + 1 == np.ptp(cols) + 1 == diameter
    assert set(zip(rows, cols, strict=True)) == set(zip(cols, rows, strict=True))
    area = indices.size / diameter**2
    assert area == 1 if diameter < 3 else 0.5 < area < 0.95


def test_a_dab_over_the_edge_covers_what_is_inside():
    indices = dab_indices([(0, 0)], diameter=5, shape=(4, 4))
    assert 0 in indices
    assert indices.min() >= 0
    assert indices.max() < 16


def test_a_stroke_selects_its_first_pixel_and_is_one_edit():
    document, view = make_document(rows=20, cols=20), ViewState()
    gesture = StrokeGesture(document, view)
    gesture.press((2, 2))
    for col in range(3, 18, 5):
        gesture.move((2, col))
    gesture.release()
    assert document.selected_pixel == (2, 2)
    assert document.labels.total > 30
    document.undo()
    assert document.labels.total == 0


def test_only_the_changed_part_of_the_labels_is_painted_again():
    painted = []

    def paint(ids):
        painted.append(ids.shape)
        return ids.astype(np.uint32)

    values = np.zeros((30, 40), np.uint16)
    layer = IdsLayer(paint)
    layer.show(values)

    class Painter:
        def drawImage(self, *_):  # noqa: N802 - Qt's name
            pass

    window = PixelWindow(0, 0, 30, 40)
    layer.draw(Painter(), Viewport(4.0), window)
    values[5, 6] = 3
    layer.update(PixelWindow(5, 6, 1, 1))
    layer.draw(Painter(), Viewport(4.0), window)
    assert painted == [(30, 40), (1, 1)]


def test_a_decimated_view_reads_only_what_it_shows():
    cube = make_cube(bands=3, rows=400, cols=600)
    asked = []
    read = cube.source.read

    def spy(bands, window=None, *, step=1):
        asked.append((window, step))
        return read(bands, window, step=step)

    cube.source.read = spy
    window = PixelWindow(100, 200, 80, 120)
    limits = np.array([[0.0, 1000.0]] * 3)
    request = ViewRequest(cube, (2, 1, 0), ViewState().stretch, window, 4, limits)
    rendered = render_view(request)
    assert asked == [(window, 4)]
    assert rendered.picture.shape == (20, 30)
