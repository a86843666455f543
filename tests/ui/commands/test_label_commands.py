"""Actions on labels and classes: ways between labels, removal, merging, splitting."""

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox

from hsiviewer.core.labels import LabelMap
from tests.builders import make_cube
from tests.ui.fakes import Replies, commands_have_ended

HERE = "hsiviewer.ui.commands.label_commands."


@pytest.fixture
def workspace(fake_window):
    workspace = fake_window.workspace
    labels = np.zeros((20, 24), np.uint16)
    labels[2, 2:4] = labels[9, 9] = 1
    labels[15, 15] = 2
    values = np.random.default_rng(0).normal(100, 5, (5, 20, 24))
    values[:, 9, 9] = 900
    workspace.open_cube(
        make_cube(values=values.astype(np.float32)),
        classes=("water", "roof", "tree"),
        labels=LabelMap(labels),
    )
    workspace.document.set_current_class(1)
    return workspace


@pytest.fixture
def trigger(fake_window, qtbot):
    """Run a command and wait for its end."""

    def run(action_id):
        action = fake_window.action(action_id)
        assert action.isEnabled()
        action.trigger()
        qtbot.waitUntil(commands_have_ended)

    return run


def message(window):
    (box,) = window.findChildren(QMessageBox)
    told = box.text()
    box.close()
    return told


def names(workspace):
    return [cover.name for cover in workspace.document.classes]


def test_labels_of_the_current_class_are_visited_in_turn(trigger, workspace):
    visited = []
    for _ in range(3):
        trigger("label.next")
        visited.append(workspace.document.selected_pixel)
    assert visited[0] == visited[2] != visited[1]
    trigger("label.previous")
    assert workspace.document.selected_pixel == visited[1]


def test_without_labels_of_the_class_all_are_visited(trigger, workspace):
    workspace.document.set_current_class(3)
    visited = set()
    for _ in range(3):
        trigger("label.next")
        visited.add(workspace.document.selected_pixel)
    assert len(visited) == 3


def test_labels_are_outlined_and_filled(trigger, workspace):
    trigger("label.outline")
    assert workspace.view.label_style == "outline"
    trigger("label.outline")
    assert workspace.view.label_style == "fill"


@pytest.mark.parametrize(
    ("reply", "left", "counts"),
    [
        (0, ["roof", "tree"], {2: 1}),
        (2, ["roof", "tree"], {2: 4}),
        (None, ["water", "roof", "tree"], {1: 3, 2: 1}),
    ],
)
def test_a_class_is_removed_as_its_user_says(
    trigger, workspace, monkeypatch, reply, left, counts
):
    question = Replies(monkeypatch, HERE + "ask_removal", reply)
    trigger("class.remove")
    assert question.asked[0][-1] == 3, "its labels are counted"
    assert names(workspace) == left
    assert workspace.document.labels.counts == counts


def test_a_class_without_labels_goes_unasked(trigger, workspace, monkeypatch):
    question = Replies(monkeypatch, HERE + "ask_removal")
    workspace.document.set_current_class(3)
    trigger("class.remove")
    assert question.asked == []
    assert names(workspace) == ["water", "roof"]


def test_a_class_is_merged(trigger, workspace, monkeypatch):
    Replies(monkeypatch, HERE + "ask_merge", None, 3)
    trigger("class.merge")
    assert len(workspace.document.classes) == 3
    trigger("class.merge")
    assert names(workspace) == ["roof", "tree"]
    assert workspace.document.labels.counts == {2: 1, 3: 3}


def test_a_single_class_has_nothing_to_merge_with(trigger, workspace, fake_window):
    workspace.document.set_classes(workspace.document.classes.restricted([1]))
    trigger("class.merge")
    assert message(fake_window) == "There is no other class to merge this one with"


def test_one_label_cannot_be_split(trigger, workspace, fake_window):
    workspace.document.set_current_class(2)
    trigger("class.split")
    assert message(fake_window) == "'roof' has fewer than two labels to split"


@pytest.mark.parametrize(
    ("which", "part"), [("patch", 2), ("spectra", 1), ("doubtful", 1)]
)
def test_labels_become_a_class_of_their_own(
    trigger, workspace, monkeypatch, which, part
):
    question = Replies(monkeypatch, HERE + "ask_split", (which, "water 2"))
    workspace.document.select_pixel((2, 2))
    monkeypatch.setattr(workspace.doubts, "pixels_of", lambda _class: [(9, 9)])
    trigger("class.split")
    assert question.asked[0][1] is True, "a label of the class is selected"
    assert names(workspace)[-1] == "water 2"
    new = workspace.document.classes.ids[-1]
    assert workspace.document.labels.counts[new] == part
    assert workspace.document.labels.counts[1] == 3 - part


def test_a_split_is_given_up(trigger, workspace, monkeypatch):
    Replies(monkeypatch, HERE + "ask_split", None)
    trigger("class.split")
    assert len(workspace.document.classes) == 3
