"""Where resources and the user's own files lie."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parents[1]


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
    return _made("config", platformdirs.user_config_path("hsiviewer", appauthor=False))


def _made(kind: str, default: Path) -> Path:
    home = os.environ.get("HSIVIEWER_HOME")
    folder = Path(home) / kind if home else default
    folder.mkdir(parents=True, exist_ok=True)
    return folder
