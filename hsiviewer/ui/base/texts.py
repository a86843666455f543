"""Texts of the window in the user's language.

Texts stand in the code in English, inside `tr`; `packaging/translations.py`
collects them into ``resources/translations``. A translation is looked up once,
when a module or widget is made, so another language counts from the next start.
"""

from functools import cache

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from hsiviewer.core import paths
from hsiviewer.ui.base.settings_file import settings_file

LANGUAGES = {"en": "English", "de": "Deutsch", "zh": "中文"}
_CONTEXT = "hsiviewer"


def tr(text: str) -> str:
    """Return a text in the user's language, or as it is where there is none.

    Parameters
    ----------
    text : str
        In English. Placeholders such as ``{0}`` are filled in afterwards.
    """
    translator = _translator()
    return (translator.translate(_CONTEXT, text) if translator else "") or text


def tr_count(count: int, one: str, many: str) -> str:
    """Return the text for one thing, or that for several with their number.

    Parameters
    ----------
    one, many : str
        In English; `many` has the placeholder ``{0}``.
    """
    return tr(one) if count == 1 else tr(many).format(count)


def language() -> str:
    """Return the code of the language in use, one of `LANGUAGES`."""
    chosen = str(settings_file().value("language", ""))
    wanted = chosen or QLocale.system().name().partition("_")[0]
    return wanted if wanted in LANGUAGES else "en"


def choose_language(code: str) -> None:
    """Use another language from the next start on; empty for the system's."""
    settings = settings_file()
    settings.setValue("language", code)
    settings.sync()


def translator_of(code: str) -> QTranslator | None:
    """Return the translations of a language; none for English.

    Raises
    ------
    FileNotFoundError
        If its file is missing.
    """
    if code == "en":
        return None
    file = paths.resources() / "translations" / f"hsiviewer_{code}.qm"
    translator = QTranslator()
    if not translator.load(str(file)):
        raise FileNotFoundError(file)
    return translator


def translate_dialogs(app: QApplication) -> None:
    """Give Qt's own dialogs and buttons the language of the window."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    code = {"zh": "zh_CN"}.get(language(), language())
    translator = QTranslator(app)
    if code != "en" and translator.load(f"qtbase_{code}", folder):
        app.installTranslator(translator)


@cache
def _translator() -> QTranslator | None:
    return translator_of(language())
