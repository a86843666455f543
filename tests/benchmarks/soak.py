"""Whether memory grows while somebody pans, zooms and changes bands for long.

    python -m tests.benchmarks.soak [--minutes 10]

Drives the real window over a scene of half a gigabyte with mouse and wheel
events, and prints the resident memory each minute. The growth from the end of
the first minute to the end must stay below 5 %.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_home = tempfile.TemporaryDirectory()
os.environ["HSIVIEWER_HOME"] = _home.name

import asyncio  # noqa: E402

import numpy as np  # noqa: E402
from PySide6.QtCore import QPoint, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QWheelEvent  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from hsiviewer.app import create_application, create_main_window  # noqa: E402
from tests.benchmarks.viewing import BANDS, resident_mb, write_scene  # noqa: E402

_GIGABYTES = 0.5
_LARGEST_GROWTH = 0.05


def turn_wheel(view, place: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(view.mapToGlobal(place)),
        QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def one_gesture(app, window, random) -> None:
    """Pan, zoom, hover, or change what is shown."""
    view, state = window.map_view, window.workspace.view
    spot = QPoint(int(random.integers(50, 700)), int(random.integers(50, 450)))
    kind = int(random.integers(5))
    if kind == 0:
        turn_wheel(view, spot, int(random.choice([-2, -1, 1, 2])))
    elif kind == 1:
        QTest.mousePress(view, Qt.MouseButton.MiddleButton, pos=spot)
        for _ in range(8):
            spot += QPoint(*(int(each) for each in random.integers(-25, 26, 2)))
            QTest.mouseMove(view, spot)
            app.processEvents()
        QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=spot)
    elif kind == 2:
        state.show_bands((int(random.integers(BANDS)),))
    elif kind == 3:
        bands = random.integers(0, BANDS, 3)
        state.show_bands((int(bands[0]), int(bands[1]), int(bands[2])))
    else:
        QTest.mouseMove(view, spot)
    if random.random() < 0.02:
        view.zoom_full()
    app.processEvents()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    app, loop = create_application([])
    asyncio.events._set_running_loop(loop)  # Qt's loop is turned by hand here
    random = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        path = write_scene(Path(folder), "bil", _GIGABYTES)
        window = create_main_window([str(path)])
        window.resize(1280, 800)
        window.show()
        while window.document.cube is None:
            app.processEvents()
        begin, gestures, readings = time.monotonic(), 0, []
        while (passed := time.monotonic() - begin) < 60 * minutes:
            one_gesture(app, window, random)
            gestures += 1
            if passed >= 60 * (len(readings) + 1) or (minutes < 1 and not readings):
                readings.append(resident_mb())
                print(f"{passed / 60:5.1f} min {gestures:>8} gestures "
                      f"{readings[-1]:>8.0f} MB", flush=True)  # fmt: skip
        growth = resident_mb() / readings[0] - 1
        print(f"{gestures} gestures, memory grew by {growth:.1%}")
        window.close()
        while not window.closed.done():
            app.processEvents()
    asyncio.events._set_running_loop(None)
    return 0 if growth < _LARGEST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
