"""Whoever waits for long is told so; whoever does not sees no flicker."""

import threading

from hsiviewer.core.progress import CancelledError
from hsiviewer.ui.busy_bar import BusyBar, StopReading
from hsiviewer.workflows.threads import in_io_thread, until_stopped


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


def test_only_what_can_be_stopped_offers_to_stop(qtbot, loop):
    button = StopReading()
    qtbot.addWidget(button)
    gate = threading.Event()
    plain = loop.create_task(in_io_thread(gate.wait, 5))
    asked = []

    def read(progress, name):
        asked.append(name)
        while not gate.wait(0.01):
            progress.checkpoint()

    reading = loop.create_task(until_stopped(read, "labels.gpkg"))
    qtbot.waitUntil(button.isVisible, timeout=2000)
    button.click()
    qtbot.waitUntil(reading.done)
    assert isinstance(reading.exception(), CancelledError)
    assert asked == ["labels.gpkg"]
    assert not button.isVisible()
    assert not plain.done()
    gate.set()
    qtbot.waitUntil(plain.done)
