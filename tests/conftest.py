"""Every test gets its own user folders and an offscreen platform."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True)
def user_folders(tmp_path_factory, monkeypatch):
    """Keep settings, caches and results of tests away from the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HSIVIEWER_HOME", str(home))
    return home
