"""Whoever waits for long is told so; whoever does not sees no flicker."""

import threading

from hsiviewer.ui.busy_bar import BusyBar
from hsiviewer.workflows.threads import in_io_thread


def test_only_long_calls_are_shown(qtbot, loop):
    bar = BusyBar()
    qtbot.addWidget(bar)
    short = loop.create_task(in_io_thread(threading.Event().wait, 0.01))
    qtbot.waitUntil(short.done)
    assert not bar.isVisible()
    gate = threading.Event()
    long = [loop.create_task(in_io_thread(gate.wait, 5)) for _ in range(2)]
    qtbot.waitUntil(bar.isVisible, timeout=2000)
    gate.set()
    qtbot.waitUntil(lambda: all(each.done() for each in long))
    assert not bar.isVisible()
