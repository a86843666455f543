"""Nothing is ever unsaved: closing asks nothing, and opening finds everything."""

import shutil

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from hsiviewer.app import create_main_window, tell_about_folders
from hsiviewer.core.errors import ProjectError
from hsiviewer.io.project_files import backups_of
from tests.e2e.hands import LEFT, click, close, drag, press
from tests.workflows.scenes import write_scene


@pytest.fixture
def start(qapp, qtbot, loop):
    """Start the program on some paths, as often as a test likes."""
    open_windows = []

    def start(*paths, waits=True):
        window = create_main_window([str(each) for each in paths])
        window.resize(1280, 800)
        window.show()
        open_windows.append(window)
        if waits:
            qtbot.waitUntil(lambda: window.document.cube is not None, timeout=10_000)
        return window

    def leave(window):
        open_windows.remove(window)
        close(window, qtbot)

    start.quit = leave
    yield start
    for each in open_windows:
        close(each, qtbot)


def wait_for(window, qtbot, kind, name):
    qtbot.waitUntil(lambda: window.findChild(kind, name) is not None)
    return window.findChild(kind, name)


def choose_file(window, qtbot, path):
    dialog = wait_for(window, qtbot, QDialog, "fileDialog")
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()


def press_button(box, text):
    button = next(each for each in box.buttons() if text in each.text())
    QTest.mouseClick(button, LEFT)


def paint_something(window):
    press(window, "R")
    drag(window, (2, 2), (5, 5))
    press(window, "B")
    drag(window, (10, 10), (10, 20))
    return window.document.labels.snapshot()


def test_painting_survives_quitting_without_saving(start, qtbot, files):
    window = start(files.scene)
    painted = paint_something(window)
    edit = window.findChild(QPlainTextEdit, "descriptionEdit")
    edit.setFocus()
    QTest.keyClicks(edit, "Half a sentence")
    start.quit(window)

    window = start(files.scene)
    assert np.array_equal(window.document.labels.values, painted)
    assert window.document.classes[1].description == "Half a sentence"
    assert window.document.current_class == 1
    press(window, "Ctrl+Z")  # the sentence
    press(window, "Ctrl+Z")  # the stroke
    assert window.document.labels.counts == {1: 16}
    assert window.document.undo_text == "Rectangle"
    start.quit(window)

    window = start(files.scene)
    assert window.document.labels.counts == {1: 16}
    press(window, "Ctrl+Shift+Z")
    assert np.array_equal(window.document.labels.values, painted)


def test_a_scene_that_was_moved_finds_its_labels(start, qtbot, files, tmp_path):
    window = start(files.scene)
    painted = paint_something(window)
    start.quit(window)
    other = tmp_path / "elsewhere"
    other.mkdir()
    for each in tmp_path.glob(f"{files.scene.stem}.*"):
        shutil.move(each, other / each.name.replace(files.scene.stem, "renamed"))
    window = start(other / f"renamed{files.scene.suffix}")
    assert np.array_equal(window.document.labels.values, painted)


def test_auxiliary_rasters_and_the_reference_are_found_again(start, qtbot, files):
    window = start(files.scene, files.surface)
    qtbot.waitUntil(lambda: len(window.document.auxiliary) == 1)
    window.action("file.load_reference").trigger()
    choose_file(window, qtbot, files.reference)
    qtbot.waitUntil(lambda: window.workspace.reference is not None)
    start.quit(window)
    window = start(files.scene)
    qtbot.waitUntil(lambda: window.workspace.reference is not None)
    assert [each.name for each in window.document.auxiliary] == [files.surface.name]


def test_a_project_gets_its_place_and_keeps_its_history(start, qtbot, files, tmp_path):
    window = start(files.scene)
    painted = paint_something(window)
    press(window, "Ctrl+S")
    path = tmp_path / "town.hsiproj"
    choose_file(window, qtbot, path)
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    assert window.windowTitle().startswith("town - ")
    press(window, "Ctrl+S")
    assert str(path) in window.statusBar().currentMessage()
    press(window, "P")
    click(window, 30, 30)
    start.quit(window)

    window = start(path)
    assert window.document.labels.total == (painted > 0).sum() + 1
    press(window, "Ctrl+Z")
    assert np.array_equal(window.document.labels.values, painted)
    start.quit(window)

    window = start(files.scene)  # leads to the project from now on
    assert window.workspace.projects.path == path
    assert np.array_equal(window.document.labels.values, painted)


def test_a_result_stays_when_the_project_is_saved(start, qtbot, files, tmp_path):
    window = start(files.scene)
    paint_something(window)
    before = window.document.cube
    press(window, "Ctrl+Shift+S")
    choose_file(window, qtbot, tmp_path / "a.hsiproj")
    qtbot.waitUntil(lambda: window.workspace.projects.path.name == "a.hsiproj")
    assert window.document.cube is before


def test_the_scene_of_a_project_is_asked_for_when_it_is_gone(
    start, qtbot, files, tmp_path
):
    window = start(files.scene)
    painted = paint_something(window)
    press(window, "Ctrl+S")
    path = tmp_path / "town.hsiproj"
    choose_file(window, qtbot, path)
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    start.quit(window)
    other = tmp_path / "elsewhere"
    other.mkdir()
    for each in tmp_path.glob(f"{files.scene.stem}.*"):
        shutil.move(each, other / each.name)

    window = start(path, waits=False)
    box = wait_for(window, qtbot, QMessageBox, "questionBox")
    assert "no longer at" in box.informativeText()
    press_button(box, "Find scene")
    choose_file(window, qtbot, other / files.scene.name)
    qtbot.waitUntil(lambda: window.document.cube is not None)
    assert np.array_equal(window.document.labels.values, painted)
    start.quit(window)

    window = start(path)  # and remembered
    assert np.array_equal(window.document.labels.values, painted)


def test_a_damaged_project_is_replaced_by_its_backup(start, qtbot, files, tmp_path):
    window = start(files.scene)
    painted = paint_something(window)
    press(window, "Ctrl+S")
    path = tmp_path / "town.hsiproj"
    choose_file(window, qtbot, path)
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    start.quit(window)
    start.quit(start(path))  # opening makes a backup of what is intact
    assert backups_of(path)
    path.write_bytes(path.read_bytes()[:3000] + b"?" * 9000)

    window = start(path, waits=False)
    box = wait_for(window, qtbot, QMessageBox, "questionBox")
    assert "damaged" in box.text()
    press_button(box, "Use backup")
    qtbot.waitUntil(lambda: window.document.cube is not None)
    assert np.array_equal(window.document.labels.values, painted)
    message = wait_for(window, qtbot, QMessageBox, "messageBox")
    assert "its backup of" in message.text()
    message.close()


def test_a_damaged_automatic_project_does_not_hide_the_scene(start, qtbot, files):
    window = start(files.scene)
    paint_something(window)
    path = window.workspace.projects.path
    start.quit(window)
    for each in backups_of(path):
        each.unlink()
    path.write_bytes(b"scribbled over")
    window = start(files.scene)
    message = wait_for(window, qtbot, QMessageBox, "messageBox")
    assert "begin anew" in message.text()
    assert window.document.labels.total == 0
    message.close()


def test_a_second_window_says_where_the_labels_are_edited(start, qtbot, files):
    first = start(files.scene)
    second = start(files.scene, waits=False)
    message = wait_for(second, qtbot, QMessageBox, "messageBox")
    assert "open in another window" in message.text()
    message.close()
    assert second.document.cube is None
    assert first.document.cube is not None


def test_the_same_scene_opened_again_keeps_what_is_there(start, qtbot, files):
    window = start(files.scene)
    painted = paint_something(window)
    before = window.document.cube
    window.open_paths([str(files.scene)])
    qtbot.waitUntil(lambda: window.document.cube is not before)
    assert np.array_equal(window.document.labels.values, painted)
    press(window, "Ctrl+Z")
    assert window.document.labels.counts == {1: 16}


def break_writing(window, monkeypatch):
    store = window.workspace.projects._project.journal.store

    def refuse(*_args):
        raise ProjectError("the disk is full")

    monkeypatch.setattr(store, "append", refuse)
    monkeypatch.setattr(store, "reopen", refuse)


def test_trouble_is_told_and_ends(start, qtbot, files, monkeypatch):
    window = start(files.scene)
    field = window.findChild(QLabel, "saveField")
    assert field.text() == "saved"
    with monkeypatch.context() as broken:
        break_writing(window, broken)
        paint_something(window)
        message = wait_for(window, qtbot, QMessageBox, "messageBox")
        assert "kept in memory" in message.text()
        message.close()
        assert field.text() == "not saved!"
        assert "disk is full" in field.toolTip()
    qtbot.waitUntil(lambda: field.text() == "saved", timeout=8000)


def test_closing_asks_only_when_edits_would_be_lost(
    start, qtbot, files, tmp_path, monkeypatch
):
    window = start(files.scene)
    with monkeypatch.context() as broken:
        break_writing(window, broken)
        painted = paint_something(window)
        wait_for(window, qtbot, QMessageBox, "messageBox").close()
        window.close()
        box = wait_for(window, qtbot, QMessageBox, "questionBox")
        assert "not on the disk" in box.text()
        press_button(box, "Cancel")
        qtbot.waitUntil(lambda: window.findChild(QMessageBox, "questionBox") is None)
        assert not window.closed.done()
        assert window.isEnabled()
        window.close()
        press_button(
            wait_for(window, qtbot, QMessageBox, "questionBox"), "Save elsewhere"
        )
        choose_file(window, qtbot, tmp_path / "rescued.hsiproj")
        qtbot.waitUntil(window.closed.done, timeout=15_000)
    start.quit(window)
    window = start(tmp_path / "rescued.hsiproj")
    assert np.array_equal(window.document.labels.values, painted)


def test_a_copy_with_data_opens_without_the_originals(start, qtbot, files, tmp_path):
    window = start(files.scene, files.surface)
    qtbot.waitUntil(lambda: len(window.document.auxiliary) == 1)
    painted = paint_something(window)
    window.action("file.save_copy").trigger()
    folder = tmp_path / "handed on"
    choose_file(window, qtbot, folder)
    message = wait_for(window, qtbot, QMessageBox, "messageBox")
    assert "were copied to" in message.text()
    message.close()
    start.quit(window)
    moved = tmp_path / "received"
    folder.rename(moved)
    for each in tmp_path.iterdir():
        if each.is_file():
            each.unlink()

    window = start(moved / "handed on.hsiproj")
    assert np.array_equal(window.document.labels.values, painted)
    assert len(window.document.auxiliary) == 1
    assert window.document.cube.path.parent == moved / "data"


def test_an_empty_window_has_nothing_to_save(start):
    window = start(waits=False)
    assert not window.action("file.save").isEnabled()
    assert window.findChild(QWidget, "saveField").text() == ""


def test_the_map_shows_the_place_where_it_was_left(start, files, qtbot):
    window = start(files.scene)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)
    whole = window.map_view.viewport.scale
    press(window, "Ctrl++")
    press(window, "Ctrl++")
    left = window.map_view.viewport
    assert left.scale > whole
    start.quit(window)
    window = start(files.scene)
    qtbot.waitUntil(lambda: window.map_view.viewport.scale == pytest.approx(left.scale))
    seen = window.map_view.viewport
    assert (seen.left, seen.top) == pytest.approx((left.left, left.top), abs=1)
    press(window, "Ctrl+0")
    start.quit(window)
    window = start(files.scene)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)
    assert window.map_view.viewport.scale == pytest.approx(whole, rel=0.1)


def test_a_smaller_scene_opens_while_the_cursor_is_beyond_it(
    start, files, tmp_path, qtbot
):
    small = write_scene(tmp_path / "small", rows=10, cols=12)
    window = start(files.scene)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)
    window.workspace.view.set_cursor((35, 40))
    window.open_paths([str(small.scene)])
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (10, 12))
    assert window.workspace.view.cursor is None
    # The project of the scene before was let go, too.
    window.open_paths([str(files.scene)])
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (40, 48))


def save_under(window, qtbot, path):
    press(window, "Ctrl+Shift+S")
    dialog = wait_for(window, qtbot, QFileDialog, "fileDialog")
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    choose_file(window, qtbot, path)


def scene_question(window, qtbot):
    """Return the question about the other scene; agree that the file is there."""
    box = wait_for(window, qtbot, QMessageBox, "questionBox")
    if "exists" in box.text():
        press_button(box, "Replace")
        qtbot.waitUntil(
            lambda: (
                "scene" in wait_for(window, qtbot, QMessageBox, "questionBox").text()
            )
        )
    return window.findChild(QMessageBox, "questionBox")


def process_again(scene):
    """Change the values of a scene as a correction of the atmosphere would."""
    data = scene.with_suffix(".img")
    data.write_bytes(bytes(value ^ 1 for value in data.read_bytes()))


def wait_until_gone(window, qtbot, name):
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, name) is None)


def test_the_project_of_another_scene_is_replaced_only_when_asked(
    start, qtbot, files, tmp_path
):
    other = write_scene(tmp_path / "other", rows=40, cols=48)
    process_again(other.scene)
    path = tmp_path / "labels.hsiproj"
    window = start(files.scene)
    painted = paint_something(window)
    save_under(window, qtbot, path)
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    before = window.document.cube
    window.open_paths([str(other.scene)])
    qtbot.waitUntil(lambda: window.document.cube is not before)
    qtbot.waitUntil(lambda: not window.map_view.is_drawing, timeout=10_000)
    assert window.document.labels.total == 0
    click(window, 30, 30)
    own = window.workspace.projects.path

    save_under(window, qtbot, path)
    box = scene_question(window, qtbot)
    assert "another scene" in box.text()
    assert "scene.img" in box.informativeText()
    assert f"{(painted > 0).sum()} labelled pixels" in box.informativeText()
    press_button(box, "Cancel")
    wait_until_gone(window, qtbot, "questionBox")
    assert window.workspace.projects.path == own

    save_under(window, qtbot, path)
    box = scene_question(window, qtbot)
    press_button(box, "Replace")
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    other_labels = window.document.labels.snapshot()

    window.open_paths([str(files.scene)])
    message = wait_for(window, qtbot, QMessageBox, "messageBox")
    assert "labels of another scene" in message.text()
    message.close()
    assert np.array_equal(window.document.labels.values, painted)
    start.quit(window)

    window = start(path)
    assert np.array_equal(window.document.labels.values, other_labels)


def test_another_name_can_be_chosen_instead(start, qtbot, files, tmp_path):
    other = write_scene(tmp_path / "other", rows=30, cols=33)
    path, free = tmp_path / "labels.hsiproj", tmp_path / "free.hsiproj"
    window = start(files.scene)
    paint_something(window)
    save_under(window, qtbot, path)
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    window.open_paths([str(other.scene)])
    qtbot.waitUntil(lambda: window.document.cube.grid_shape == (30, 33))
    save_under(window, qtbot, path)
    box = scene_question(window, qtbot)
    press_button(box, "Choose another name")
    wait_until_gone(window, qtbot, "questionBox")
    choose_file(window, qtbot, free)
    qtbot.waitUntil(lambda: window.workspace.projects.path == free)
    assert sorted(each.name for each in tmp_path.glob("*.hsiproj")) == [
        "free.hsiproj",
        "labels.hsiproj",
    ]


def test_labels_of_a_project_are_used_on_a_changed_scene_when_asked(
    start, qtbot, files, tmp_path
):
    path = tmp_path / "town.hsiproj"
    window = start(files.scene)
    painted = paint_something(window)
    save_under(window, qtbot, path)
    qtbot.waitUntil(lambda: window.workspace.projects.path == path)
    start.quit(window)
    process_again(files.scene)

    window = start(path, waits=False)
    box = wait_for(window, qtbot, QMessageBox, "questionBox")
    assert "made on another file" in box.text()
    press_button(box, "Cancel")
    wait_until_gone(window, qtbot, "questionBox")
    assert window.document.cube is None
    window.open_paths([str(path)])
    press_button(wait_for(window, qtbot, QMessageBox, "questionBox"), "Use on this")
    qtbot.waitUntil(lambda: window.document.cube is not None)
    assert np.array_equal(window.document.labels.values, painted)
    start.quit(window)

    window = start(path)  # and remembered
    assert np.array_equal(window.document.labels.values, painted)


def test_a_file_that_was_changed_is_offered_its_labels(start, qtbot, files):
    window = start(files.scene)
    painted = paint_something(window)
    start.quit(window)
    process_again(files.scene)
    window = start(files.scene)
    box = wait_for(window, qtbot, QMessageBox, "questionBox")
    assert "has changed since you labelled it" in box.text()
    assert window.document.labels.total == 0
    press_button(box, "Use my labels")
    qtbot.waitUntil(lambda: window.document.labels.total > 0)
    assert np.array_equal(window.document.labels.values, painted)
    press(window, "Ctrl+Z")
    assert window.document.labels.total == 0


def test_a_home_that_cannot_be_written_is_told_once(
    start, qtbot, files, tmp_path, monkeypatch
):
    home = tmp_path / "home"
    home.write_text("somebody's")
    monkeypatch.delenv("HSIVIEWER_FALLBACK", raising=False)
    monkeypatch.setenv("HSIVIEWER_HOME", str(home))
    window = start(files.scene)
    tell_about_folders(window)
    message = wait_for(window, qtbot, QMessageBox, "messageBox")
    assert "in memory only" in message.text()
    assert len(window.findChildren(QMessageBox)) == 1
    message.close()
    assert window.findChild(QLabel, "saveField").text() == "not saved!"
    painted = paint_something(window)
    window.close()
    box = wait_for(window, qtbot, QMessageBox, "questionBox")
    assert "not on the disk" in box.text()
    press_button(box, "Save elsewhere")
    choose_file(window, qtbot, tmp_path / "rescued.hsiproj")
    qtbot.waitUntil(window.closed.done, timeout=15_000)
    start.quit(window)
    window = start(tmp_path / "rescued.hsiproj")
    assert np.array_equal(window.document.labels.values, painted)
