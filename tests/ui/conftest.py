"""Tests of widgets share one Qt application, and get an event loop each."""

import asyncio
import time

import pytest
import qasync
from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.garbage import GuiThreadCollector
from hsiviewer.ui.shell.main_window import MainWindow
from hsiviewer.workflows.viewing.reading import values
from tests.ui.fakes import FakeWorkspace

_PATIENCE_S = 2.0


@pytest.fixture(autouse=True)
def nothing_left(qapp):
    """Fail a test that leaves a shown window or a running timer."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = []
    for window in QApplication.topLevelWidgets():
        timers = window.findChildren(QTimer)
        left += [f"a timer of {window!r}" for timer in timers if timer.isActive()]
        if window.isVisible():
            left.append(f"{window!r} is shown")
            window.close()
    assert left == []


@pytest.fixture(autouse=True)
def collector(qapp, nothing_left):
    """Collect garbage in the thread of the widgets only, as the program does."""
    collector = GuiThreadCollector()
    yield
    collector.collect()


def _left(loop):
    """Return the tasks that have not ended some time after a test."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        left = [task for task in asyncio.all_tasks(loop) if not task.done()]
        if not left:
            return []
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    return left


@pytest.fixture
def loop(qapp):
    """Give coroutines a loop that turns whenever Qt's does, as in the window."""
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    # Tests wait by `qtbot`, which runs Qt's loop without qasync's knowledge.
    asyncio.events._set_running_loop(loop)
    yield loop
    values.close()  # as the end of the window does: a lost file is asked for no more
    left = _left(loop)
    for task in left:
        task.cancel()
    _left(loop)
    asyncio.events._set_running_loop(None)
    loop.close()
    asyncio.set_event_loop(None)
    assert left == [], "the test leaves tasks that have not ended"


@pytest.fixture
def fake_window(qapp, qtbot, loop):
    """Give the main window over a workspace without files and processes."""
    theme.apply_theme(qapp, "light")
    window = MainWindow(FakeWorkspace())
    window.resize(1280, 800)
    yield window
    window.close()
    qtbot.waitUntil(window.closed.done)
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
