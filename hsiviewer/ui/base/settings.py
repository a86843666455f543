"""The one table of settings: what can be chosen, what is chosen, what it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QApplication

from hsiviewer.core import paths
from hsiviewer.imaging.stretch import STRETCHES
from hsiviewer.learning.registry import METHODS
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.settings_file import settings_file
from hsiviewer.ui.base.texts import LANGUAGES, tr


@dataclass(frozen=True)
class Setting:
    """Something that users choose once.

    Parameters
    ----------
    id : str
        Key in the settings file.
    title, hint : str
        What people read.
    choices : mapping of str to str
        Values and what people read of them.
    default : str
        Value of a first start.
    apply : callable, optional
        Makes a value count at once; without it, it counts from the next start.
    """

    id: str
    title: str
    hint: str
    choices: Mapping[str, str]
    default: str
    apply: Callable[[str], None] | None = None

    @property
    def value(self) -> str:
        """What is chosen."""
        return _values().get(self.id, self.default)

    def choose(self, value: str) -> None:
        """Choose another value and keep it; it counts at once where that is possible.

        Raises
        ------
        ValueError
            If the table does not have it.
        """
        if value not in self.choices:
            raise ValueError(f"{self.id} cannot be {value!r}")
        _values()[self.id] = value
        stored = settings_file()
        stored.setValue(self.id, value)
        stored.sync()
        if self.apply is not None:
            self.apply(value)


def setting(setting_id: str) -> Setting:
    """Return a row of the table."""
    return next(known for known in settings_table() if known.id == setting_id)


@cache
def settings_table() -> tuple[Setting, ...]:
    """Return all settings in the order in which they are shown."""
    languages = {"": tr("as the system"), **LANGUAGES}
    return (
        Setting(
            "theme",
            tr("Theme"),
            tr("Colours of the window"),
            {
                "system": tr("as the desktop"),
                "light": tr("light"),
                "dark": tr("dark"),
            },
            "system",
            _apply_theme,
        ),
        Setting(
            "text_size",
            tr("Size of text"),
            tr("Of menus, panels and dialogs"),
            {percent: f"{percent} %" for percent in ("90", "100", "115", "130", "150")},
            "100",
            _apply_text_size,
        ),
        Setting(
            "language",
            tr("Language"),
            tr("Counts from the next start"),
            languages,
            "",
        ),
        Setting(
            "wheel",
            tr("Wheel"),
            tr("Which way of turning it enlarges the map"),
            {"forward": tr("forward enlarges"), "backward": tr("backward enlarges")},
            "forward",
            lambda _value: None,
        ),
        Setting(
            "method",
            tr("Method at the start"),
            tr("What the panel Train begins with, from the next start"),
            {spec.id: spec.title for spec in METHODS.values()},
            "diffclip",
        ),
        Setting(
            "preset",
            tr("Preset at the start"),
            tr("Quick for a processor, paper for a graphics card; from the next start"),
            {"quick": "quick", "paper": "paper"},
            "quick",
        ),
        Setting(
            "device",
            tr("Trains on"),
            tr("Automatic takes a graphics card if there is one; from the next start"),
            {"auto": tr("automatic"), "cpu": tr("processor")},
            "auto",
        ),
        Setting(
            "stretch",
            tr("Stretch at the start"),
            tr("Which values become black and full brightness, from the next start"),
            {title: tr(title) for title, _ in STRETCHES},
            STRETCHES[0][0],
        ),
        Setting(
            "map_opacity",
            tr("Opacity of new maps"),
            tr("How much of the scene a map hides, from the next start"),
            {percent: f"{percent} %" for percent in ("30", "50", "70", "85", "100")},
            "70",
        ),
        Setting(
            "last_map",
            tr("Last map of a scene"),
            tr("Whether a scene that is opened again shows the map it had"),
            {"show": tr("shown again"), "list": tr("only listed under Jobs")},
            "show",
        ),
    )


def reset_settings() -> None:
    """Choose the defaults of all settings."""
    for setting in settings_table():
        if setting.value != setting.default:
            setting.choose(setting.default)


def _values() -> dict[str, str]:
    return _read(paths.user_config())


@cache
def _read(_folder: Path) -> dict[str, str]:
    """Return what a folder's file says; read once, as the wheel asks every time."""
    stored = settings_file()
    # A value that an older or newer version wrote must not stop the start.
    return {
        setting.id: value
        for setting in settings_table()
        if (value := str(stored.value(setting.id, setting.default))) in setting.choices
    }


def _apply_theme(value: str) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply_theme(app, value)


def _apply_text_size(value: str) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.scale_text(app, int(value) / 100)
