"""Somebody who presses everything, in a window of their own.

    python -m tests.faults.monkey --seed 3 --seconds 30

Actions, keys, mouse, text, themes, dialogs, trainings, and other scenes dropped in
between: what comes next depends on the seed only. Prints what went wrong, one line
each, and ends with status 1 if anything did. A step is written to the log before it
is done, so that the last line tells what a crash came from.
"""

import argparse
import faulthandler
import importlib
import os
import random
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
_home = tempfile.TemporaryDirectory(prefix="monkey-")
os.environ["HSIVIEWER_HOME"] = _home.name

import asyncio  # noqa: E402

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtGui import QDesktopServices  # noqa: E402

from hsiviewer.app import create_application, create_main_window  # noqa: E402
from hsiviewer.io.gdal_environment import import_pyogrio  # noqa: E402
from hsiviewer.ui.base.settings import setting  # noqa: E402
from tests.faults.monkey_files import write_files  # noqa: E402
from tests.faults.monkey_hands import Hands  # noqa: E402
from tests.faults.monkey_watch import Faults, State  # noqa: E402

_PAUSES_MS = (0, 0, 0, 1, 5, 20)
_WARM_UP = 0.5  # share of the time after which memory and widgets must not grow
_SETTLE_S = 30.0


# The window loads these when first needed; the vector reader brings a second GDAL of
# 35 MB. Loaded once, they are no leak.
_LOADED_LATE = ("scipy.io", "rasterio.warp", "jinja2", "huggingface_hub")


class Monkey:
    """Does one thing after the other until the time is over.

    Parameters
    ----------
    hands : Hands
        What can be done.
    seconds : float
        How long.
    """

    def __init__(self, hands, seconds, log):
        self._hands, self._log = hands, log
        self._seconds = seconds
        self.steps = 0
        self.pause = asyncio.get_event_loop().create_future()
        self._until = 0.0

    async def play(self, share):
        """Play for a share of the time."""
        self._until = time.monotonic() + share * self._seconds
        self.pause = asyncio.get_event_loop().create_future()
        self._plan()
        await self.pause

    def _plan(self):
        # A timer of its own for each step: some steps end only when a later one
        # closes the menu that they have opened.
        QTimer.singleShot(self._hands.random.choice(_PAUSES_MS), self._step)

    def _step(self):
        if time.monotonic() > self._until:
            if not self.pause.done():
                self.pause.set_result(None)
            self._hands.let_go()
            return
        self._plan()
        self.steps += 1
        step, name = self._hands.choose()
        self._log.write(f"{self.steps} {name}\n")
        self._log.flush()
        step()


async def _drive(window, hands, faults, args, log):
    """Play, look at memory and widgets twice, and close the window."""
    for name in _LOADED_LATE:
        importlib.import_module(name)
    import_pyogrio()
    monkey = Monkey(hands, args.seconds, log)
    await monkey.play(_WARM_UP)
    before = await State.of(window, hands)
    await monkey.play(1 - _WARM_UP)
    after = await State.of(window, hands)
    sys.stdout.write(f"{monkey.steps} steps; {before} -> {after}\n")
    faults.compare(before, after, args.seconds)
    window.close()
    done, _ = await asyncio.wait([window.closed], timeout=_SETTLE_S)
    if not done:
        waiting = [repr(each) for each in asyncio.all_tasks() if not each.done()]
        faults.note(f"the window did not close: {waiting}")
        faulthandler.dump_traceback()
    # The program would end here; what threads still answer is for nobody.
    current = asyncio.current_task()
    for _ in range(100):
        if asyncio.all_tasks() == {current}:
            break
        await asyncio.sleep(0.2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--log", type=Path, default=Path(_home.name) / "steps.log")
    args = parser.parse_args()
    faulthandler.enable()
    faulthandler.dump_traceback_later(2 * args.seconds + 240, exit=True)
    QDesktopServices.openUrl = staticmethod(lambda _url: True)
    _, loop = create_application([])
    faults = Faults(loop)
    setting("method").choose("spectral-angle")
    folder = Path(_home.name)
    with loop, args.log.open("w", encoding="utf-8") as log:
        files = write_files(folder / "files")
        window = create_main_window([str(files.home)])
        window.show()
        hands = Hands(window, files, random.Random(args.seed))
        loop.run_until_complete(_drive(window, hands, faults, args, log))
        window.deleteLater()
        del window, hands
        loop.run_until_complete(faults.look_for_leaks())
    for each in faults.found:
        sys.stdout.write(f"FAULT {each}\n")
    return 1 if faults.found else 0


if __name__ == "__main__":
    sys.exit(main())
