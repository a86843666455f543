"""Every test gets its own user folders, an offscreen platform, and leaves nothing."""

import os
import threading
import time

import pytest

from hsiviewer.core import paths
from tests.warm_workers import start_warm

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
# One test runs on each core: more threads would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_ENDING_S = 5.0
_POOLS = ("io", "raw-read", "asyncio", "tqdm_monitor")  # their threads wait for more

_PATIENCE_MS = 60_000


@pytest.fixture
def qtbot(qtbot):
    """Wait far longer than a calm machine needs: both cores may be busy."""
    wait = qtbot.waitUntil

    def wait_until(callback, *, timeout=_PATIENCE_MS):
        wait(callback, timeout=max(timeout, _PATIENCE_MS))

    qtbot.waitUntil = wait_until
    return qtbot


@pytest.fixture(autouse=True)
def warm_workers(monkeypatch):
    """Start worker processes in a moment; see `tests.warm_workers`."""
    start_warm(monkeypatch)


@pytest.fixture(autouse=True)
def no_thread_left():
    """Fail a test that leaves a thread, which would work on beside the next one."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _ENDING_S
    while left := [
        thread.name
        for thread in set(threading.enumerate()) - before
        if not thread.name.startswith(_POOLS)
    ]:
        assert time.monotonic() < deadline, f"threads go on: {left}"
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def user_folders(tmp_path_factory, monkeypatch):
    """Keep settings, caches and results of tests away from the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HSIVIEWER_HOME", str(home))
    # What a test sets of these is gone after it, also in processes that it starts.
    monkeypatch.setenv(paths._CONFIG, "")
    monkeypatch.delenv(paths._CONFIG)
    return home
