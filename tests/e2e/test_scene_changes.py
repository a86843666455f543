"""Another scene opens while something is under way for the one before."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QSpinBox

from hsiviewer.ui import theme
from hsiviewer.ui.panels.class_table_model import Column
from tests.e2e.hands import drag, press
from tests.workflows.scenes import write_scene


@pytest.fixture
def other(tmp_path):
    """Return the files of a scene of another size with fewer bands."""
    return write_scene(tmp_path / "other", bands=5, rows=30, cols=36)


def drop(window, *paths):
    """Drop files on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    event = QDropEvent(
        QPointF(window.rect().center()), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)


def is_open(window, files):
    cube = window.document.cube
    return cube is not None and cube.path.parent == files.scene.parent


def open_by_drop(window, qtbot, files):
    drop(window, files.scene)
    qtbot.waitUntil(lambda: is_open(window, files), timeout=10_000)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)


def add_classes(window, *names):
    for name in names:
        window.document.add_class(name)


def described(window):
    return [each.description for each in window.document.classes]


def test_a_theme_that_changes_as_a_scene_with_fewer_bands_opens(
    window, qtbot, other, qapp
):
    seen = []

    def toggle():
        theme.apply_theme(qapp, "light" if theme.is_dark() else "dark")
        shown = window.document.cube.bands.count
        seen.append(max(window.workspace.view.bands) < shown)

    document = window.document
    for signal in (
        document.scene_replaced,
        document.auxiliary_changed,
        document.cube_changed,
        document.classes_changed,
        document.scene_entered,
    ):
        signal.connect(toggle)
    open_by_drop(window, qtbot, other)
    assert len(seen) >= 5
    # The very first is told while the view is being set.
    assert all(seen[1:])


@pytest.mark.parametrize("way", ["drop", "recent", "action"])
def test_a_description_that_is_being_typed_stays_with_its_scene(
    window, qtbot, files, other, way
):
    add_classes(window, "roof")
    open_by_drop(window, qtbot, other)
    add_classes(window, "meadow")
    window.document.change_class(1, description="green")
    edit = window._docks.classes._edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "tall grass")
    assert described(window) == ["green"]
    if way == "drop":
        drop(window, files.scene)
    elif way == "recent":
        window._recent._fill()
        action = next(
            each
            for each in window._recent.actions()
            if str(files.scene.with_suffix(".img")) in each.toolTip()
        )
        action.trigger()
    else:
        window.action("file.open_sample").trigger()
        qtbot.waitUntil(lambda: not is_open(window, other), timeout=20_000)
    if way != "action":
        qtbot.waitUntil(lambda: is_open(window, files), timeout=10_000)
        assert described(window) == [""]
        assert edit.toPlainText() == ""
    open_by_drop(window, qtbot, other)
    assert described(window) == ["tall grass"]
    assert edit.toPlainText() == "tall grass"


def test_a_name_that_is_being_typed_stays_with_its_scene(window, qtbot, files, other):
    add_classes(window, "roof")
    table = window._docks.classes._table
    table.setFocus()
    table.edit(table.model().index(0, Column.NAME))
    editor = table.viewport().findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "tiles")
    open_by_drop(window, qtbot, other)  # it has no class: the row goes
    assert len(window.document.classes) == 0
    open_by_drop(window, qtbot, files)
    assert [each.name for each in window.document.classes] == ["tiles"]


def test_a_band_that_is_being_typed_is_shown_of_its_scene(window, qtbot, other):
    box = window.findChild(QSpinBox, "redBand")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "11")
    open_by_drop(window, qtbot, other)
    assert max(window.workspace.view.bands) < 5
    window.map_view.setFocus()  # what was typed is not taken now
    assert max(window.workspace.view.bands) < 5


def test_an_open_editor_is_written_when_the_window_closes(window, qtbot, files):
    add_classes(window, "roof")
    edit = window._docks.classes._edit
    edit.setFocus()
    QTest.keyClicks(edit, "flat")
    window.close()
    qtbot.waitUntil(window.closed.done, timeout=15_000)
    assert described(window) == ["flat"]


def test_corners_of_an_outline_do_not_reach_the_next_scene(window, qtbot, other):
    press(window, "G")
    drag(window, (3, 3), (3, 3))
    drag(window, (3, 30), (3, 30))
    gesture = window.map_view._gestures["polygon"]
    assert gesture.is_pending
    open_by_drop(window, qtbot, other)
    assert not gesture.is_pending
    assert list(gesture.outline) == []
