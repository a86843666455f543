"""The file that the window keeps its choices in."""

from PySide6.QtCore import QSettings

from hsiviewer.core import paths


def settings_file() -> QSettings:
    """Return the window's settings, read from and written to one file."""
    file = paths.user_config() / "window.ini"
    return QSettings(str(file), QSettings.Format.IniFormat)


def latest(key: str) -> list[str]:
    """Return what was used lately, the last first; see `put_first`."""
    stored = settings_file().value(key, [])
    if isinstance(stored, list):
        return [str(entry) for entry in stored]
    # A single entry comes back as a text, none as nothing.
    return [stored] if isinstance(stored, str) and stored else []


def put_first(key: str, entry: str, *, most: int) -> None:
    """Note that something was used now; of all before, so many are kept."""
    entries = [entry, *(known for known in latest(key) if known != entry)]
    stored = settings_file()
    stored.setValue(key, entries[:most])
    stored.sync()
