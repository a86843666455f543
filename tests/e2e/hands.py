"""What a user's hands do to the window: real mouse and key events."""

import itertools

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from hsiviewer.workflows.tasks.threads import activity

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
NO_KEY = Qt.KeyboardModifier.NoModifier


def click(window, row, col, keys=NO_KEY):
    QTest.mouseClick(
        window.map_view, LEFT, keys, pos=window.map_view.map_from_pixel(row, col)
    )


def drag(window, start, *stops, button=LEFT, keys=NO_KEY):
    """Press at a pixel, move through others with a stop half-way, and let go."""
    view = window.map_view
    places = [view.map_from_pixel(*each) for each in (start, *stops)]
    QTest.mousePress(view, button, keys, pos=places[0])
    for first, last in itertools.pairwise(places):
        QTest.mouseMove(view, (first + last) / 2)
        QTest.mouseMove(view, last)
    QTest.mouseRelease(view, button, keys, pos=places[-1])


def press(window, keys):
    """Type a shortcut where the user looks: on the map."""
    window.activateWindow()  # as a window manager does when a dialog has closed
    assert QTest.qWaitForWindowActive(window)
    window.map_view.setFocus()
    QTest.keySequence(window.map_view, keys)


def choose_file(window, qtbot, path):
    """Write a path into the file dialog that opens, and accept it."""
    qtbot.waitUntil(lambda: window.findChild(QDialog, "fileDialog") is not None)
    dialog = window.findChild(QDialog, "fileDialog")
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()


def close_scene(window, qtbot):
    """Leave the scene by the menu, so that none is open."""
    window.action("file.close_scene").trigger()
    qtbot.waitUntil(lambda: window.document.cube is None, timeout=10_000)


def settle(qtbot):
    """Wait until the loop has done all that is due, and nothing is being read.

    What has not happened then does not happen without another event.
    """
    turns = []
    for turn in range(1, 4):
        QTimer.singleShot(0, lambda: turns.append(None))
        qtbot.waitUntil(lambda turn=turn: len(turns) == turn and not activity.count)


def close(window, qtbot):
    """Close a window with all its processes, and delete it."""
    window.close()
    qtbot.waitUntil(window.closed.done, timeout=15_000)
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
