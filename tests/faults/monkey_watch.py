"""What the monkey's run is judged by."""

import asyncio
import collections
import ctypes
import gc
import sys
import threading
import traceback
from dataclasses import dataclass

import psutil
import shiboken6
from PySide6.QtCore import QEvent, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from hsiviewer.ui.base.garbage import GuiThreadCollector

_LARGEST_GROWTH = 1.10
# In a short run, what is loaded and kept once is not there yet at the first look.
_SHORT_S, _LARGEST_SHORT_GROWTH = 60, 1.25
# A second view, a tour, lists of combo boxes: made once, when first opened, and kept.
_MORE_WIDGETS = 60
_POOLS = ("io", "raw-read", "MainThread", "asyncio")
# What the offscreen platform says of itself.
_NOISE = ("This plugin does not support",)


@dataclass(frozen=True)
class State:
    """What must not grow, looked at with the same scene open and nothing else."""

    resident_mb: float
    widgets: int
    kinds: collections.Counter

    def __str__(self):
        return f"{self.resident_mb:.0f} MB, {self.widgets} widgets"

    @classmethod
    async def of(cls, window, hands):
        """Open the first scene, close all else, and look."""
        await hands.go_home()
        for _ in range(3):
            gc.collect()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if sys.platform == "linux":
            # What the C library keeps of freed memory is no leak.
            ctypes.CDLL(None).malloc_trim(0)
        memory = psutil.Process().memory_info().rss / 1e6
        widgets = QApplication.allWidgets()
        kinds = collections.Counter(type(each).__name__ for each in widgets)
        return cls(memory, len(widgets), kinds)


class Faults:
    """Everything that nobody has handled, as one line each."""

    def __init__(self, loop):
        self.found = []
        self._loop = loop
        loop.set_exception_handler(self._on_loop_error)
        sys.excepthook = self._on_error
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread_error
        qInstallMessageHandler(self._on_message)

    def compare(self, before, after, seconds):
        """Note growth between two looks at the same state, in a run so long."""
        is_short = seconds < _SHORT_S
        largest = _LARGEST_SHORT_GROWTH if is_short else _LARGEST_GROWTH
        if after.resident_mb > largest * before.resident_mb:
            self.note(f"memory grew: {before} -> {after}")
        if after.widgets > before.widgets + _MORE_WIDGETS:
            self.note(f"widgets: {dict(after.kinds - before.kinds)}")

    async def look_for_leaks(self):
        """Note what is left of a window that was closed, some time after."""
        for _ in range(100):
            left = self._left()
            if not left:
                break
            await asyncio.sleep(0.2)
        for each in left:
            self.note(f"left behind: {each}")

    def _left(self):
        gc.collect()
        threads = [
            f"thread {each.name}"
            for each in threading.enumerate()
            if not each.name.startswith(_POOLS)
        ]
        windows = [
            f"window {type(each).__name__}"
            for each in QApplication.topLevelWidgets()
            if each.isVisible()
        ]
        timers = [
            f"timer of {each.parent()!r}"
            for each in gc.get_objects()
            if isinstance(each, QTimer)
            and shiboken6.isValid(each)
            and each.isActive()
            and not isinstance(each.parent(), GuiThreadCollector)
        ]
        current = asyncio.current_task()
        tasks = [
            f"task {each!r}"
            for each in asyncio.all_tasks(self._loop)
            if each is not current and not each.done()
        ]
        return [*threads, *windows, *timers, *tasks]

    def note(self, sentence):
        """Add a fault, once."""
        line = sentence.strip().replace("\n", " | ")
        if line not in self.found:
            self.found.append(line)
            sys.stdout.write(f"! {line}\n")
            sys.stdout.flush()

    def _tell(self, how, error):
        frames = traceback.extract_tb(error.__traceback__)[-6:] if error else ()
        places = " < ".join(
            f"{each.filename.rpartition('/')[2]}:{each.lineno}"
            for each in reversed(frames)
        )
        self.note(f"{how} {type(error).__name__}: {error} at {places}")

    def _on_error(self, _kind, error, _trace):
        self._tell("error", error)

    def _on_unraisable(self, unraisable):
        self._tell("unraisable", unraisable.exc_value)

    def _on_thread_error(self, args):
        self._tell("thread", args.exc_value)

    def _on_loop_error(self, _loop, context):
        error = context.get("exception")
        if error is None:
            self.note(f"loop {context['message']}")
        else:
            self._tell("loop", error)

    def _on_message(self, kind, _context, message):
        is_serious = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if is_serious and not message.startswith(_NOISE):
            self.note(f"Qt {kind.name}: {message}")
