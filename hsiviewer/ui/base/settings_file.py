"""The file that the window keeps its choices in."""

from PySide6.QtCore import QSettings

from hsiviewer.core import paths


def settings_file() -> QSettings:
    """Return the window's settings, read from and written to one file."""
    file = paths.user_config() / "window.ini"
    return QSettings(str(file), QSettings.Format.IniFormat)
