"""Tests of widgets share one Qt application, and get an event loop each."""

import asyncio

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from hsiviewer.ui.base.garbage import GuiThreadCollector


@pytest.fixture(autouse=True)
def collector(qapp):
    """Collect garbage in the thread of the widgets only, as the program does."""
    collector = GuiThreadCollector()
    yield
    collector.collect()


@pytest.fixture
def loop(qapp):
    """Give coroutines a loop that turns whenever Qt's does, as in the window."""
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    # Tests wait by `qtbot`, which runs Qt's loop without qasync's knowledge.
    asyncio.events._set_running_loop(loop)
    yield loop
    left = [task for task in asyncio.all_tasks(loop) if not task.done()]
    for task in left:
        task.cancel()
    QApplication.processEvents()
    asyncio.events._set_running_loop(None)
    loop.close()
    asyncio.set_event_loop(None)
    assert left == [], "the test leaves tasks that have not ended"
