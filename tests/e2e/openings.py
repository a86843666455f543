"""What an opening costs: signals that are told, pictures that are made, bands read."""

import threading
from collections import Counter
from contextlib import contextmanager

import pytest
from psygnal import Signal

from hsiviewer.io.raw_source import RawSource
from hsiviewer.ui.map_view import scene_layer
from hsiviewer.ui.panels.training.panel import TrainingPanel

# Of a workspace, or of its session: what tells of the scene.
PARTS = (
    "document", "view", "projects", "doubts", "layers", "bookmarks", "training",
    "comparisons", "jobs",
)  # fmt: skip


class OpeningLog:
    """Notes what happens, by the folder of the scene that it happens to.

    Attributes
    ----------
    signals : Counter
        By the name of the signal, with that of its object.
    rendered : list of (folder, bands)
        Pictures of the map that were made.
    read : list of (folder, bands)
        Reads of whole bands.
    refreshed : int
        How often the panel *Train* looked at everything anew.
    slow : threading.Event
        While it is clear, reads of whole bands wait.
    """

    def __init__(self):
        self.slow = threading.Event()
        self.slow.set()
        self._counters = []
        self._followed = []  # an object that outlives a session is counted once
        self.clear()

    def clear(self):
        self.signals = Counter()
        self.rendered = []
        self.read = []
        self.refreshed = 0

    def follow(self, workspace):
        """Count the signals of a workspace and of all that it has."""
        self._count("workspace", workspace)
        for name in PARTS:
            self._count(name, getattr(workspace, name))
        self._count("kept", workspace.training.kept)
        self._count("assessment", workspace.session.assessment)
        self._count("writing", workspace.projects.writing)

    def rendered_of(self, folder):
        return [bands for place, bands in self.rendered if place == folder]

    def _count(self, part, owner):
        if any(owner is known for known in self._followed):
            return
        self._followed.append(owner)
        for kind in type(owner).__mro__:
            for name, found in vars(kind).items():
                if isinstance(found, Signal):
                    key = f"{part}.{name}"

                    def count(*_what, key=key):
                        self.signals[key] += 1

                    self._counters.append(count)
                    getattr(owner, name).connect(count, priority=1000)


@contextmanager
def opening_log():
    """Patch what reads, draws and refreshes before the window is made."""
    log = OpeningLog()
    read, render, refresh = (
        RawSource.read,
        scene_layer.render_view,
        TrainingPanel._refresh,
    )

    def noted_read(source, bands, window, *, step=1):
        if threading.current_thread() is not threading.main_thread():
            log.slow.wait(20)
        if min(window.size) > 1:  # no single spectrum
            log.read.append((source._file._path.parent, tuple(bands)))
        return read(source, bands, window, step=step)

    def noted_render(request):
        log.rendered.append((request.cube.path.parent, request.bands))
        return render(request)

    def noted_refresh(panel):
        log.refreshed += 1
        refresh(panel)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RawSource, "read", noted_read)
        patch.setattr(scene_layer, "render_view", noted_render)
        patch.setattr(TrainingPanel, "_refresh", noted_refresh)
        yield log
        log.slow.set()
