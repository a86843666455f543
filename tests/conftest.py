"""Every test gets its own user folders and an offscreen platform."""

import os

import pytest

from hsiviewer.core import paths

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


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
def user_folders(tmp_path_factory, monkeypatch):
    """Keep settings, caches and results of tests away from the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HSIVIEWER_HOME", str(home))
    # What a test sets of these is gone after it, also in processes that it starts.
    monkeypatch.setenv(paths._CONFIG, "")
    monkeypatch.delenv(paths._CONFIG)
    return home
