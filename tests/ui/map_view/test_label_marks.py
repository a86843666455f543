"""Labels as dots, edges and outlines, looked at as pictures."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.map_view.label_marks import LabelMarks
from hsiviewer.ui.map_view.viewport import Viewport
from tests.ui.fakes import FakeWorkspace

ROWS, COLS = 6, 7  # of the scene
WHOLE = PixelWindow(0, 0, ROWS, COLS)
GROUND = 0xFF808080


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    workspace.open_cube(classes=("water", "roof"))
    document = workspace.document
    document.change_class(1, color="#ff0000")
    document.change_class(2, color="#0000ff")
    document.paint(np.array([1, 1, 2]), np.array([1, 2, 2]), 1)
    document.paint(np.array([1]), np.array([3]), 2)
    return workspace


def drawn(workspace, way, scale, window=WHOLE):
    """Draw on grey and return the picture, shape (rows, cols, 3)."""
    picture = QImage(int(COLS * scale), int(ROWS * scale), QImage.Format.Format_RGB32)
    picture.fill(GROUND)
    marks = LabelMarks(workspace)
    with QPainter(picture) as painter:
        getattr(marks, way)(painter, Viewport(scale), window)
    # A copy: the picture ends with this function.
    data = np.frombuffer(picture.constBits(), np.uint8).copy()
    return data.reshape(picture.height(), picture.width(), 4)[..., 2::-1]


def pixel(picture, row, col, scale):
    """Return the part of a picture that a pixel of the scene takes."""
    return picture[
        int(row * scale) : int((row + 1) * scale),
        int(col * scale) : int((col + 1) * scale),
    ]


def is_ground(part):
    return (part == 0x80).all()


def test_outlines_are_inside_their_pixels_and_in_the_colour_of_the_class(workspace):
    scale = 20
    picture = drawn(workspace, "draw_outlines", scale)
    red, blue = pixel(picture, 1, 1, scale), pixel(picture, 1, 3, scale)
    assert (red[0, 5] == (255, 0, 0)).all()
    assert (blue[10, 0] == (0, 0, 255)).all()
    assert is_ground(red[4:-4, 4:-4]), "an outline is no area"
    assert is_ground(pixel(picture, 0, 0, scale)[: scale - 1, : scale - 1])


def test_pixels_of_one_class_have_no_line_between_them(workspace):
    scale = 20
    picture = drawn(workspace, "draw_outlines", scale)
    between = pixel(picture, 1, 1, scale)[4:-4, -2:]
    assert is_ground(between)
    other = pixel(picture, 1, 2, scale)[4:-4, -1]
    assert (other == (255, 0, 0)).all(), "the next class begins"


def test_edges_are_light_on_dark_around_each_area(workspace):
    scale = 20
    picture = drawn(workspace, "draw_edges", scale)
    across = pixel(picture, 1, 1, scale)[:, scale // 2].mean(axis=1)
    assert across[:2].max() > 200
    assert across[:3].min() < 100
    assert is_ground(pixel(picture, 4, 4, scale))


def test_a_label_is_a_dot_however_small_its_pixel(workspace):
    picture = drawn(workspace, "draw_dots", 2)
    assert (picture == (255, 0, 0)).all(axis=-1).sum() >= 16
    assert (picture == (0, 0, 255)).all(axis=-1).sum() >= 16
    assert picture.max() > 200, "it has a light edge"


def test_only_what_is_visible_is_drawn(workspace):
    corner = PixelWindow(4, 4, 2, 3)
    for way in ("draw_outlines", "draw_edges", "draw_dots"):
        assert is_ground(drawn(workspace, way, 20, corner)), way


def test_shapes_are_found_anew_when_labels_change_and_kept_otherwise(workspace):
    marks = LabelMarks(workspace)
    picture = QImage(COLS * 20, ROWS * 20, QImage.Format.Format_RGB32)
    reads = []
    labels = workspace.document.labels
    read = type(labels).values.fget

    def draw():
        before = len(reads)
        with QPainter(picture) as painter:
            marks.draw_dots(painter, Viewport(20.0), WHOLE)
        return len(reads) - before

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(labels), "values", property(lambda it: reads.append(1) or read(it))
        )
        assert draw() == 1
        assert draw() == 0
        marks.forget()
        assert draw() == 1


def test_ids_without_a_class_are_white(workspace):
    workspace.document._labels.put(np.array([0]), np.array([9], np.uint16))
    picture = drawn(workspace, "draw_outlines", 20)
    assert (pixel(picture, 0, 0, 20)[0, 5] == 255).all()
