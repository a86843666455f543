"""The window speaks its users' languages, completely."""

import os
import string
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from hsiviewer.core import paths
from hsiviewer.ui.base.texts import LANGUAGES, language, translator_of

ROOT = Path(__file__).resolve().parents[3]
CODES = [each for each in LANGUAGES if each != "en"]


@pytest.fixture(scope="module")
def translations():
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        import translations
    finally:
        sys.path.pop(0)
    return translations


def placeholders(text):
    return sorted(
        f"{field}!{conversion}:{spec}"
        for _, field, spec, conversion in string.Formatter().parse(text)
        if field is not None
    )


def test_every_text_is_translated(translations):
    texts = translations.collect()
    assert len(texts) > 500
    assert translations.missing(texts) == []


@pytest.mark.parametrize("code", CODES)
def test_placeholders_are_kept(translations, code):
    for text, translation in translations.read(code).items():
        assert placeholders(text) == placeholders(translation), text
        # Blanks at the ends join texts, and filters of file dialogs are parsed.
        if not text.startswith(" (") and code == "de":
            assert text[:1].isspace() == translation[:1].isspace(), text
            assert text[-1:].isspace() == translation[-1:].isspace(), text
        assert text.count(";;") == translation.count(";;"), text


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_was_written(translations, code):
    translator = translator_of(code)
    for text, translation in translations.read(code).items():
        assert translator.translate("hsiviewer", text) == translation


def test_the_chosen_language_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("HSIVIEWER_HOME", str(tmp_path))
    settings = QSettings(
        str(paths.user_config() / "window.ini"), QSettings.Format.IniFormat
    )
    settings.setValue("language", "de")
    settings.sync()
    assert language() == "de"
    settings.setValue("language", "xx")
    settings.sync()
    assert language() == "en"


@pytest.mark.parametrize(
    ("code", "words"), [("de", "Datei Klassen"), ("zh", "文件 类别")]
)
def test_the_window_opens_in_another_language(tmp_path, code, words):
    story = (
        "import sys\n"
        "from hsiviewer.ui.base.texts import choose_language\n"
        f"choose_language({code!r})\n"
        "from hsiviewer.app import create_application, create_main_window\n"
        "app, loop = create_application([])\n"
        "window = create_main_window([])\n"
        "menus = [each.text().strip('&') for each in window.menuBar().actions()]\n"
        "dock = window.findChild(object, 'classesDock')\n"
        "sys.stdout.buffer.write(f'{menus[0]} {dock.windowTitle()}'.encode())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", story],
        env={**os.environ, "HSIVIEWER_HOME": str(tmp_path)},
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.decode() == words
