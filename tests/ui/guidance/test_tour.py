"""The guided first map follows what its user does; the first page offers ways in."""

import numpy as np
import pytest
import shiboken6
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPushButton

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.ui.guidance.tour import GuidedTour
from hsiviewer.ui.guidance.tour_steps import tour_steps
from hsiviewer.ui.guidance.welcome import WelcomePage


@pytest.fixture
def workspace(fake_window):
    workspace = fake_window.workspace
    workspace.open_cube(classes=("water", "roof"))
    fake_window.show()
    return workspace


@pytest.fixture
def tour(fake_window, workspace, qtbot):
    tour = GuidedTour(fake_window, workspace)
    tour._timer.setInterval(5)
    yield tour
    if shiboken6.isValid(tour):
        tour.stop()
    qtbot.waitUntil(lambda: not fake_window.map_view.is_drawing)


@pytest.fixture
def bubble(tour, fake_window):
    return fake_window.findChild(QFrame, "tourBubble")


def button(bubble, name):
    return bubble.findChild(QPushButton, name)


def is_praised(bubble):
    return bubble.findChild(QLabel, "tourDoneLabel").isVisible()


def texts(bubble):
    return [label.text() for label in bubble.findChildren(QLabel)]


def finish(tour, workspace):
    """Do what the present step asks for."""
    document = workspace.document
    here = np.arange(3)
    if tour.title == "Look":
        document.select_pixel((1, 1))
    elif tour.title == "Label":
        document.paint(here, here, 1)
    elif tour.title == "Describe":
        document.set_current_class(1)
        document.change_class(1, description="Dark in all bands.")
    elif tour.title == "Train":
        ones = np.ones(document.cube.grid_shape, np.uint16)
        scheme = ClassScheme.from_ids([1])
        document.set_classification(
            ClassificationResult(ones, ones.astype(np.float32), scheme)
        )


def test_each_step_is_praised_when_it_is_done_and_left_by_its_user(
    tour, bubble, workspace, qtbot
):
    steps = tour_steps()
    for number, step in enumerate(steps[:-1], start=1):
        assert tour.title == step.title
        assert f"{number} of {len(steps)}: {step.title}" in texts(bubble)
        assert not is_praised(bubble)
        finish(tour, workspace)
        qtbot.waitUntil(lambda: is_praised(bubble))
        assert tour.title == step.title, "nobody is hurried on"
        assert "Done: look at it, then press Next." in bubble.accessibleDescription()
        button(bubble, "tourNextButton").click()
    assert tour.title == steps[-1].title
    assert button(bubble, "tourNextButton").text() == "Done"


def test_the_last_step_ends_the_tour(tour, bubble, workspace, qtbot, fake_window):
    for _ in tour_steps()[:-1]:
        tour.go_on()
    dialog = QDialog(fake_window)
    dialog.setObjectName("exportedDialog")
    qtbot.waitUntil(lambda: not tour._timer.isActive())
    assert not bubble.isVisible()
    dialog.deleteLater()


@pytest.mark.parametrize("way", ["end", "next"])
def test_the_tour_can_be_ended(tour, bubble, way):
    if way == "end":
        button(bubble, "tourEndButton").click()
    else:
        for _ in tour_steps():
            button(bubble, "tourNextButton").click()
    assert not bubble.isVisible()
    assert not tour._timer.isActive()


def test_the_frame_surrounds_the_control_and_the_bubble_stays_in_the_window(
    tour, bubble, fake_window
):
    for step in tour_steps():
        target = tour._target()
        assert target.objectName() == step.target
        assert fake_window.rect().contains(tour._framed())
        assert fake_window.rect().contains(bubble.geometry())
        assert not tour.grab().isNull()
        if step is not tour_steps()[-1] and tour._number + 1 < len(tour_steps()):
            tour.go_on()


def test_the_first_page_offers_recent_files_that_are_there(qtbot, tmp_path):
    opened = []
    page = WelcomePage([QAction("Open...")], opened.append)
    qtbot.addWidget(page)
    files = []
    for number in range(7):
        files.append(str(tmp_path / f"{number}.hdr"))
        (tmp_path / f"{number}.hdr").touch()
    (tmp_path / "0.hdr").unlink()
    variable = f"{tmp_path / '1.hdr'}:cube"
    page.show_recent([files[0], variable, *files[2:]])
    assert [shown.text() for shown in page.recent] == [
        "1.hdr:cube", "2.hdr", "3.hdr", "4.hdr", "5.hdr",
    ]  # fmt: skip
    page.recent[0].click()
    assert opened == [variable]
    page.show_recent([])
    assert page.recent == []
