"""What each tool does to the labels, without a window."""

import asyncio

import numpy as np
import pytest

from hsiviewer.core.view import ViewState
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.tools import TOOLS, make_gestures
from tests.builders import make_document

ROWS, COLS = 12, 15


class Hand:
    """Holds one tool after the other over a scene."""

    def __init__(self):
        self.document = make_document(rows=ROWS, cols=COLS)
        self.document.set_current_class(1)
        self.view = ViewState()
        self.errors = []
        self._tools = make_gestures(self.document, self.view, self._run)

    def _run(self, coroutine):
        try:
            asyncio.run(coroutine)
        except Exception as error:  # noqa: BLE001 - as the window shows it
            self.errors.append(str(error))

    def drag(self, tool, *pixels, erases=False, lets_go=True):
        gesture = self._tools[tool]
        gesture.press(pixels[0], erases=erases)
        for pixel in pixels[1:]:
            gesture.move(pixel)
        if lets_go:
            gesture.release()
        return gesture

    @property
    def painted(self):
        """Pixels of class 1."""
        rows, cols = np.nonzero(self.document.labels.values == 1)
        return set(zip(rows.tolist(), cols.tolist(), strict=True))


@pytest.fixture
def hand():
    return Hand()


def rectangle(top, left, bottom, right):
    return {
        (row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)
    }


@pytest.mark.parametrize(
    ("start", "stop"), [((2, 3), (4, 6)), ((4, 6), (2, 3)), ((2, 6), (4, 3))]
)
def test_a_rectangle_is_the_same_whichever_corner_comes_first(hand, start, stop):
    hand.drag("rectangle", start, (9, 9), stop)
    assert hand.painted == rectangle(2, 3, 4, 6)
    assert hand.document.undo_text == "Rectangle"
    hand.document.undo()
    assert hand.painted == set()


def test_a_rectangle_that_leaves_the_scene_is_cut(hand):
    hand.drag("rectangle", (9, 12), (20, 30))
    assert hand.painted == rectangle(9, 12, ROWS - 1, COLS - 1)


def test_control_takes_labels_away(hand):
    hand.drag("rectangle", (0, 0), (5, 5))
    hand.drag("rectangle", (1, 1), (2, 2), erases=True)
    assert hand.painted == rectangle(0, 0, 5, 5) - rectangle(1, 1, 2, 2)
    assert hand.document.undo_text == "Rectangle erased"


def test_a_freehand_outline_fills_what_it_encloses(hand):
    gesture = hand.drag("freehand", (2, 2), (2, 6), (6, 6), lets_go=False)
    gesture.move((6, 6))  # the mouse rests
    assert list(gesture.outline) == [(2, 2), (2, 6), (6, 6), (6, 6)]
    gesture.move((6, 2))
    gesture.release()
    assert hand.painted == rectangle(2, 2, 6, 6)
    assert gesture.outline == ()


def test_a_polygon_waits_for_its_corners(hand):
    gesture = hand.drag("polygon", (1, 1))
    assert gesture.is_pending
    assert hand.painted == set()
    gesture.press((1, 5))
    gesture.press((1, 5))  # a double click sets no second corner
    gesture.press((5, 5))
    gesture.press((9, 9))
    gesture.step_back()
    gesture.press((5, 1))
    gesture.move((11, 11))  # the cursor is no corner
    gesture.finish()
    assert hand.painted == rectangle(1, 1, 5, 5)
    assert not gesture.is_pending


def test_a_polygon_whose_corners_are_all_taken_back_is_none(hand):
    gesture = hand.drag("polygon", (1, 1))
    gesture.step_back()
    gesture.step_back()
    assert not gesture.is_pending
    gesture.finish()
    assert hand.painted == set()
    assert not hand.document.undo_text.startswith("Polygon")


def test_a_given_up_area_paints_nothing(hand):
    gesture = hand.drag("rectangle", (1, 1), (5, 5), lets_go=False)
    gesture.cancel()
    gesture.release()
    assert hand.painted == set()


def test_a_region_is_averaged_and_not_labelled(hand):
    hand.drag("region", (4, 9), (2, 20))
    assert hand.view.region == PixelWindow(2, 9, 3, COLS - 9)
    assert hand.document.labels.total == 0
    hand.drag("region", (-5, -5), (-2, -2))
    assert hand.view.region is None


def test_a_point_is_one_pixel_and_a_brush_is_round(hand):
    hand.view.set_brush_size(3)
    hand.drag("point", (1, 1))
    assert hand.painted == {(1, 1)}
    hand.drag("brush", (6, 7))
    assert hand.painted - {(1, 1)} == {(5, 7), (6, 6), (6, 7), (6, 8), (7, 7)}
    hand.drag("eraser", (6, 7))
    assert hand.painted == {(1, 1)}


def test_a_quick_stroke_has_no_gaps_and_is_one_step(hand):
    hand.view.set_brush_size(1)
    hand.drag("brush", (2, 1), (2, 12), (8, 12))
    assert hand.painted == rectangle(2, 1, 2, 12) | rectangle(2, 12, 8, 12)
    hand.document.undo()
    assert hand.painted == set()


def test_a_stroke_that_is_given_up_leaves_the_labels(hand):
    gesture = hand.drag("brush", (2, 1), (2, 12), lets_go=False)
    assert hand.painted
    gesture.cancel()
    assert hand.painted == set()


def test_a_fill_stops_at_labels(hand):
    hand.drag("rectangle", (0, 0), (6, 6))
    hand.drag("rectangle", (2, 2), (4, 4), erases=True)
    hand.document.set_current_class(2)
    hand.drag("fill", (3, 3))
    inside = np.argwhere(hand.document.labels.values == 2)
    assert {tuple(pixel) for pixel in inside.tolist()} == rectangle(2, 2, 4, 4)
    assert hand.document.undo_text == "Fill"


def test_an_open_area_is_not_filled(hand):
    hand.drag("fill", (3, 3))
    assert "not enclosed" in hand.errors[0]
    assert hand.document.labels.total == 0


def test_relabel_takes_a_patch_and_nothing_else(hand):
    hand.drag("rectangle", (0, 0), (1, 1))
    hand.drag("rectangle", (8, 8), (9, 9))
    hand.document.set_current_class(2)
    hand.drag("relabel", (5, 5))
    assert hand.document.labels.counts == {1: 8}
    hand.drag("relabel", (0, 1))
    assert hand.document.labels.counts == {1: 4, 2: 4}


def test_the_wand_grows_over_like_spectra_and_follows_its_angle(hand):
    hand.view.set_wand_angle(45.0)
    hand.drag("wand", (5, 5))
    assert hand.document.labels.total == ROWS * COLS
    hand.view.set_wand_angle(0.1)
    assert 0 < hand.document.labels.total < ROWS * COLS
    assert hand.document.undo_text == "Wand"
    hand.document.undo()
    assert hand.document.labels.total == 0, "one region is one step"


def test_the_first_label_makes_a_class(hand):
    hand.document.remove_class(1)
    hand.document.remove_class(2)
    hand.drag("point", (3, 3))
    assert len(hand.document.classes) == 1
    assert hand.document.labels.total == 1


def test_pressing_shows_the_spectrum_of_the_pixel_and_not_of_one_outside(hand):
    hand.drag("select", (3, 4))
    assert hand.document.selected_pixel == (3, 4)
    hand.drag("select", (3, 4), (50, 50))
    assert hand.document.selected_pixel == (3, 4)


def test_every_tool_has_a_gesture_a_key_and_a_sentence(hand):
    keys = [tool.key for tool in TOOLS]
    assert len(set(keys)) == len(keys)
    for tool in TOOLS:
        assert tool.tooltip[0].isupper()
        assert tool.id in make_gestures(hand.document, hand.view, hand._run)
