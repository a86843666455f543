"""How quickly the live map follows a stroke.

    python -m tests.benchmarks.live [--side 1000] [--bands 100] [--strokes 100]

Opens the window on a scene that it makes, all of it in view, paints strokes, and prints
the time from the release of the button to the painted map of its labels. Where others
use the machine, the processor time of the worker tells what it would be alone.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_home = tempfile.TemporaryDirectory()
os.environ["HSIVIEWER_HOME"] = _home.name

import numpy as np  # noqa: E402
import psutil  # noqa: E402
from PySide6.QtCore import QPoint, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from scipy import ndimage  # noqa: E402

from hsiviewer.app import create_application, create_main_window  # noqa: E402
from hsiviewer.core.bands import BandAxis  # noqa: E402
from hsiviewer.core.georeference import GeoReference  # noqa: E402
from hsiviewer.io.envi_writer import write_envi  # noqa: E402

BUDGET_MS = 300.0
KINDS = 6


def make_scene(folder, side, bands):
    """Write an ENVI scene of six materials in blots, with noise."""
    generator = np.random.default_rng(0)
    fields = [
        ndimage.gaussian_filter(generator.normal(size=(side, side)), 25)
        for _ in range(KINDS)
    ]
    truth = np.argmax(fields, axis=0)
    spectra = generator.normal(2000, 300, (KINDS, bands)).astype(np.float32)
    values = np.empty((bands, side, side), np.int16)
    for band, plane in enumerate(values):
        noise = generator.normal(0, 150, truth.shape)
        plane[:] = spectra[truth, band] + noise
    path = folder / "live.hdr"
    axis = BandAxis(bands, np.linspace(400, 2400, bands))
    write_envi(path, values, bands=axis, georeference=GeoReference())
    return path, truth


class Hands:
    """Drives the window, whose loop is turned by hand."""

    def __init__(self, app, window, truth):
        self._app, self.window, self._truth = app, window, truth
        self._generator = np.random.default_rng(1)

    @property
    def live(self):
        """The live map of the open scene."""
        return self.window.workspace.session.live

    def wait(self, condition, seconds=600):
        """Turn the loop until something holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get ready")
            self._app.processEvents()
            time.sleep(0.001)

    def open(self, side):
        """Show the scene pixel by pixel."""
        window = self.window
        window.resize(side + 700, side + 500)
        window.show()
        self.wait(lambda: window.document.cube is not None)
        window.map_view.zoom_native()
        self.wait(lambda: not window.map_view.is_drawing)

    def begin(self):
        """Switch Live on with two labels; return seconds to the first and last map."""
        document = self.window.document
        for _ in range(KINDS):
            document.add_class()
        for kind in range(2):
            row, col = np.argwhere(self._truth == kind)[0]
            document.paint(np.array([row]), np.array([col]), kind + 1)
        self.window.action("label.brush").trigger()
        start = time.perf_counter()
        self.window.action("train.live").trigger()
        self.wait(lambda: self.live.picture is not None)
        first = time.perf_counter() - start
        self.wait(lambda: self.live.fraction == 1 and not self.live.is_busy)
        return first, time.perf_counter() - start

    def stroke(self, kind):
        """Paint where a material lies; return milliseconds to the painted map.

        Two of them: to the first picture, which may be coarse, and to the last.
        """
        view = self.window.map_view
        self.window.document.set_current_class(kind + 1)
        places = np.argwhere(self._truth == kind)
        row, col = places[self._generator.integers(len(places))]
        at = view.map_from_pixel(int(row), int(col))
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
        for step in range(1, 6):
            QTest.mouseMove(view, at + QPoint(2 * step, step))
        before = self.live.picture
        start = time.perf_counter()
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
        self.wait(lambda: self.live.picture is not before)
        view.repaint()
        first = time.perf_counter() - start
        self.wait(lambda: not self.live.is_busy)
        view.repaint()
        return 1000 * first, 1000 * (time.perf_counter() - start)


def processor_seconds():
    """Return the processor time of the window's workers so far."""
    times = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return sum(used.user + used.system for used in times)


def main(arguments=None):
    """Print how long strokes take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=1000)
    parser.add_argument("--bands", type=int, default=100)
    parser.add_argument("--strokes", type=int, default=100)
    options = parser.parse_args(arguments)
    app, loop = create_application([])
    asyncio.events._set_running_loop(loop)  # Qt's loop is turned by hand here
    with tempfile.TemporaryDirectory() as folder:
        path, truth = make_scene(Path(folder), options.side, options.bands)
        hands = Hands(app, create_main_window([str(path)]), truth)
        hands.open(options.side)
        first, ready = hands.begin()
        begin = processor_seconds()
        times = [hands.stroke(number % KINDS) for number in range(options.strokes)]
        used = 1000 * (processor_seconds() - begin) / options.strokes
        rows, cols = hands.live.picture.class_ids.shape
        hands.window.close()
        hands.wait(hands.window.closed.done)
    asyncio.events._set_running_loop(None)
    load = psutil.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}")
    print(f"scene {options.side} x {options.side} x {options.bands}; {rows} x {cols} "
          "in view")  # fmt: skip
    print(f"first map {first:.1f} s after L, all features after {ready:.1f} s")
    print(f"{len(times)} strokes; budget {BUDGET_MS:.0f} ms")
    for name, taken in zip(("first", "whole"), np.transpose(times), strict=True):
        p50, p95 = np.percentile(taken, [50, 95])
        print(f"{name} picture: median {p50:.0f} ms, 95 of 100 within {p95:.0f} ms, "
              f"worst {max(taken):.0f} ms")  # fmt: skip
    print(f"processor time of the worker: {used:.0f} ms a stroke")
    return 0


if __name__ == "__main__":
    sys.exit(main())
