"""Where resources and the user's own files lie."""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

_log = logging.getLogger(__name__)

_PACKAGE = Path(__file__).resolve().parents[1]
_CONFIG = "HSIVIEWER_CONFIG"
_FALLBACK = "HSIVIEWER_FALLBACK"  # worker processes use the folder of the window
_PLACES = {
    "data": platformdirs.user_data_path,
    "cache": platformdirs.user_cache_path,
    "config": platformdirs.user_config_path,
}
_PROBE_BYTES = 4096  # less may fit into what a full disk keeps for names

# Folders that were tried, with the reason why they cannot be used, if so.
_tried: dict[Path, str] = {}


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
    installations. Where the folder cannot be written, a temporary one takes its
    place until the program ends; see `trouble`.
    """
    return _usable("data")


def lasting_data() -> Path:
    """Return the folder of `user_data` where files stay, usable or not."""
    return _folder("data")


def user_cache() -> Path:
    """Return the folder for what can be computed again, as `user_data`."""
    return _usable("cache")


def user_config() -> Path:
    """Return the folder for settings, as `user_data`."""
    if os.environ.get(_CONFIG):
        return Path(os.environ[_CONFIG])
    return _usable("config")


def trouble(kind: str) -> str:
    """Return why a folder of the user cannot be used; empty if it can.

    Parameters
    ----------
    kind : str
        ``data``, ``cache`` or ``config``.
    """
    if kind == "config" and os.environ.get(_CONFIG):
        return ""
    folder = _folder(kind)
    reason = _reason(folder)
    return f"{folder} cannot be written: {reason}" if reason else ""


def use_fresh_config() -> None:
    """Use an empty folder for settings until the program ends."""
    try:
        fresh = tempfile.mkdtemp(prefix="hsiviewer-config-")
    except OSError as error:
        _log.warning("settings are kept in memory only: %s", error)
        fresh = str(Path(os.devnull) / "hsiviewer")
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    os.environ[_CONFIG] = fresh


def printable(name: str) -> str:
    """Return the name of a file for texts: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _usable(kind: str) -> Path:
    folder = _folder(kind)
    if not _reason(folder):
        return folder
    fallback = Path(_fallback() or folder) / kind
    try:
        fallback.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        # Whoever writes there is told the reason again.
        _log.warning("%s cannot be made: %s", fallback, error)
    return fallback


def _folder(kind: str) -> Path:
    home = os.environ.get("HSIVIEWER_HOME")
    if home:
        return Path(home) / kind
    return _PLACES[kind]("hsiviewer", appauthor=False)


def _reason(folder: Path) -> str:
    """Return why nothing can be written to a folder; empty if something can.

    A folder is tried once. What was usable may be lost later, which those notice
    who write; what was not stays so, as work must not be spread over two places.
    """
    if folder not in _tried or (not _tried[folder] and not folder.is_dir()):
        _tried[folder] = _try_to_write(folder)
    return _tried[folder]


def _try_to_write(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, prefix=".probe-") as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _fallback() -> str:
    """Return a temporary folder for all that has no place; empty if there is none."""
    known = os.environ.get(_FALLBACK, "")
    if known and Path(known).is_dir():
        return known
    try:
        made = tempfile.mkdtemp(prefix="hsiviewer-")
    except OSError as error:
        _log.warning("there is no temporary folder: %s", error)
        return ""
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    os.environ[_FALLBACK] = made
    return made
