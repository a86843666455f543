"""Another scene opens while something is under way for the one before."""

import asyncio
import threading

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QSpinBox

from hsiviewer.core.errors import SceneChangedError
from hsiviewer.ui.base import slots, theme
from hsiviewer.ui.panels.classes.table_model import Column
from hsiviewer.workflows.session import scene_files
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


@pytest.mark.parametrize("priority", [-1, 0, 2])
def test_a_theme_that_changes_as_a_scene_with_fewer_bands_opens(
    window, qtbot, other, qapp, priority
):
    """Whenever everything is drawn anew, before or after others hear of the scene."""
    seen = []

    def toggle():
        theme.apply_theme(qapp, "light" if theme.is_dark() else "dark")
        shown = window.document.cube.bands.count
        seen.append(max(window.workspace.view.bands) < shown)

    window.workspace.session_changed.connect(toggle, priority=priority)
    open_by_drop(window, qtbot, other)
    assert seen == [True]


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
    gesture = window.map_view.hand.gestures["polygon"]
    assert gesture.is_pending
    open_by_drop(window, qtbot, other)
    assert not gesture.is_pending
    assert list(gesture.outline) == []


DIALOGS = (
    "file.save_as", "file.save_copy", "file.add_auxiliary", "file.import_labels",
    "file.import_classes", "file.load_reference", "file.export_labels",
    "file.export_classes", "class.remove", "class.merge", "class.split",
    "class.describe", "class.ask_model", "view.go_to", "view.band_math",
    "view.bookmark", "view.add_layer", "view.save_picture", "spectrum.bad_bands",
    "spectrum.export", "train.apply_model",
)  # fmt: skip


def nothing_runs():
    """Tell whether all commands of the window have ended."""
    loop = asyncio.get_event_loop()
    return not [each for each in slots._running if each.get_loop() is loop]


def open_dialogs(window):
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def label_some(window):
    """Give a scene two classes with labels, and a selected pixel with a spectrum."""
    add_classes(window, "roof", "meadow")
    for class_id, row in ((1, 3), (2, 9)):
        cols = np.arange(4, 12)
        window.document.paint(np.full(8, row), cols, class_id)
    window.document.select_pixel((3, 5))


def test_dialogs_of_a_scene_close_when_another_one_opens(window, qtbot, files, other):
    for action_id in DIALOGS:
        if not is_open(window, files):
            open_by_drop(window, qtbot, files)
        if not window.document.labels.total:
            label_some(window)
        window.document.select_pixel((3, 5))
        qtbot.waitUntil(lambda: bool(window._docks.spectrum.spectra_shown()))
        assert window.action(action_id).isEnabled(), action_id
        window.action(action_id).trigger()
        qtbot.waitUntil(lambda: len(open_dialogs(window)) == 1)
        open_by_drop(window, qtbot, other)
        qtbot.waitUntil(lambda: not open_dialogs(window))
        qtbot.waitUntil(nothing_runs)
        assert window.document.undo_text == "", action_id
        assert window.document.labels.total == 0, action_id


def test_what_another_scene_has_overtaken_is_not_applied(window, qtbot, files, other):
    """Files are read for the first scene, and the second opens before they are."""
    label_some(window)
    workspace = window.workspace
    told = []

    async def use(work):
        try:
            await work
        except SceneChangedError as error:
            told.append(str(error))

    slow = threading.Event()

    def wait_in(name):
        read = getattr(scene_files, name)

        def slowly(*args, **options):
            slow.wait(10)
            return read(*args, **options)

        return slowly

    patched = {
        name: wait_in(name)
        for name in ("open_auxiliary", "read_label_file", "read_classes")
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, function in patched.items():
            patch.setattr(scene_files, name, function)
        for work in (
            workspace.add_auxiliary(files.surface),
            workspace.import_classes(files.classes),
            workspace.load_reference(files.reference),
        ):
            slots.run_async(window, use(work))
        open_by_drop(window, qtbot, other)
        slow.set()
        qtbot.waitUntil(lambda: len(told) == 3)
    assert all("another scene was opened meanwhile" in each for each in told)
    assert window.document.auxiliary == ()
    assert len(window.document.classes) == 0
    assert workspace.reference is None


def test_a_wand_that_grows_does_not_reach_the_next_scene(window, qtbot, other):
    press(window, "W")
    QTest.mousePress(
        window.map_view,
        Qt.MouseButton.LeftButton,
        pos=window.map_view.map_from_pixel(20, 24),
    )
    open_by_drop(window, qtbot, other)
    qtbot.waitUntil(nothing_runs)
    assert window.document.labels.total == 0
    assert window.map_view.hand.gestures["wand"]._region is None
