"""How long the window needs for one brush event on a scene of a hundred megapixels.

    python -m tests.benchmarks.labelling

Prints a table: milliseconds from the mouse event to the painted picture, and
what share of the budget (16 ms for 95 of 100 events) that is. The scene lies
in a sparse file; the project's journal is written as in use.
"""

import os
import platform
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_home = tempfile.TemporaryDirectory()
os.environ["HSIVIEWER_HOME"] = _home.name

import numpy as np  # noqa: E402
from PySide6.QtCore import QPoint, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from hsiviewer.app import create_application, create_main_window  # noqa: E402
from hsiviewer.core.labels import LabelMap  # noqa: E402

SIDE = 10_000
BANDS = 4
EVENTS = 150
BUDGET_MS = 16.0


def write_scene(folder):
    """Write an ENVI scene whose values take no room on the disk."""
    path = folder / "large.img"
    with path.open("wb") as file:
        file.truncate(SIDE * SIDE * BANDS * 2)
    header = (
        f"ENVI\nsamples = {SIDE}\nlines = {SIDE}\nbands = {BANDS}\n"
        "header offset = 0\ndata type = 12\ninterleave = bsq\nbyte order = 0\n"
    )
    path.with_suffix(".hdr").write_text(header)
    return path


def wait(app, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get ready")
        app.processEvents()
        time.sleep(0.005)


def stroke_times(app, window, start):
    """Return milliseconds of each event of one stroke that wanders over the map."""
    view = window.map_view
    generator = np.random.default_rng(0)
    place = QPoint(start)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    app.processEvents()
    times = []
    for _ in range(EVENTS):
        step = generator.integers(-6, 7, 2)
        place += QPoint(int(step[0]), int(step[1]))
        begin = time.perf_counter()
        QTest.mouseMove(view, place)
        app.processEvents()
        times.append(1000 * (time.perf_counter() - begin))
    begin = time.perf_counter()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place)
    app.processEvents()
    return times, 1000 * (time.perf_counter() - begin)


def main():
    app, loop = create_application([])
    import asyncio

    asyncio.events._set_running_loop(loop)  # Qt's loop is turned by hand here
    with tempfile.TemporaryDirectory() as folder:
        window = create_main_window([str(write_scene(Path(folder)))])
        window.resize(1280, 800)
        window.show()
        wait(app, lambda: window.document.cube is not None)
        wait(app, lambda: not window.map_view.is_drawing)
        window.action("label.brush").trigger()
        print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores")
        print(f"{SIDE} x {SIDE} pixels, map {window.map_view.width()} x "
              f"{window.map_view.height()}")  # fmt: skip
        print(f"{'view':<22}{'brush':>6}{'p50':>8}{'p95':>8}{'worst':>8}"
              f"{'release':>9}{'p95 / budget':>14}")  # fmt: skip
        for name, show in (
            ("whole scene", window.map_view.zoom_full),
            ("one to one", window.map_view.zoom_native),
            ("1 pixel = 8 points", lambda: [window.map_view.zoom_in()] * 1),
        ):
            show()
            if name.startswith("1 pixel"):
                while window.map_view.viewport.scale < 8:
                    window.map_view.zoom_in()
            wait(app, lambda: not window.map_view.is_drawing)
            for size in (3, 25, 99):
                window.workspace.view.set_brush_size(size)
                times, release = stroke_times(
                    app, window, window.map_view.rect().center()
                )
                p50, p95 = np.percentile(times, [50, 95])
                print(
                    f"{name:<22}{size:>6}{p50:>8.2f}{p95:>8.2f}{max(times):>8.2f}"
                    f"{release:>9.2f}{p95 / BUDGET_MS:>13.0%}"
                )
        labels = LabelMap.empty((SIDE, SIDE))
        begin = time.perf_counter()
        labels.put(np.arange(81), np.full(81, 3, np.uint16))
        print(f"81 labels in the model alone: "
              f"{1000 * (time.perf_counter() - begin):.3f} ms")  # fmt: skip
        window.close()
        wait(app, window.closed.done)
    asyncio.events._set_running_loop(None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
