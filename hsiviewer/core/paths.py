"""Where resources and the user's own files lie."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parents[1]
_CONFIG = "HSIVIEWER_CONFIG"


def resources() -> Path:
    """Return the folder of icons, texts and palettes.

    It lies inside an installed package or a frozen program, and beside the
    package in a source checkout.
    """
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def user_data() -> Path:
    """Return the folder for projects and results, made if need be.

    ``HSIVIEWER_HOME`` overrides the platform's folder, for tests and portable
    installations.
    """
    return _made("data", platformdirs.user_data_path("hsiviewer", appauthor=False))


def user_cache() -> Path:
    """Return the folder for what can be computed again, made if need be."""
    return _made("cache", platformdirs.user_cache_path("hsiviewer", appauthor=False))


def user_config() -> Path:
    """Return the folder for settings, made if need be."""
    if os.environ.get(_CONFIG):
        return Path(os.environ[_CONFIG])
    return _made("config", platformdirs.user_config_path("hsiviewer", appauthor=False))


def use_fresh_config() -> None:
    """Use an empty folder for settings until the program ends."""
    fresh = tempfile.mkdtemp(prefix="hsiviewer-config-")
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    os.environ[_CONFIG] = fresh


def printable(name: str) -> str:
    """Return the name of a file for texts: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _made(kind: str, default: Path) -> Path:
    home = os.environ.get("HSIVIEWER_HOME")
    folder = Path(home) / kind if home else default
    folder.mkdir(parents=True, exist_ok=True)
    return folder
