"""Which texts of the program a picture shows, so that a test can tell old pictures."""

import json
from collections.abc import Iterator
from pathlib import Path

import translations
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenuBar,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly
RECORD = "shown_texts.json"


def record_texts(folder: Path, picture: str, widget: QWidget, language: str) -> None:
    """Keep the texts of a picture beside it.

    Parameters
    ----------
    folder : Path
        Of the pictures.
    picture : str
        Name of its file, without the suffix.
    widget : QWidget
        What the picture shows.
    language : str
        That of the window; empty for English. Texts are kept in English.
    """
    english = {text: text for text in translations.collect()}
    if language:
        english = {there: text for text, there in translations.read(language).items()}
    seen = {english[text] for text in _texts(widget) if text in english}
    file = folder / RECORD
    record = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    record[picture] = sorted(seen)
    body = json.dumps(dict(sorted(record.items())), indent=1, ensure_ascii=False)
    file.write_text(f"{body}\n", encoding="utf-8")


def _texts(widget: QWidget) -> Iterator[str]:
    """Yield the texts that are seen, without the marks of their keys."""
    for part in (widget, *widget.findChildren(QWidget)):
        # Docks behind a tab count as visible, but none of them can be painted.
        if part.isVisible() and not part.visibleRegion().isEmpty():
            yield from (text.replace("&", "") for text in _texts_of(part))


def _texts_of(part: QWidget) -> Iterator[str]:
    if isinstance(part, QToolButton) and part.toolButtonStyle() == _ICON_ONLY:
        return
    if isinstance(part, (QLabel, QAbstractButton)):
        yield part.text()
    elif isinstance(part, QComboBox):
        yield part.currentText()
    elif isinstance(part, QLineEdit):
        yield part.placeholderText()
    elif isinstance(part, QDockWidget):
        yield part.windowTitle()
    elif isinstance(part, QTabBar):
        yield from (part.tabText(place) for place in range(part.count()))
    elif isinstance(part, QMenuBar):
        yield from (action.text() for action in part.actions())
    elif isinstance(part, QTableView):
        model = part.model()
        for column in range(model.columnCount()):
            head = model.headerData(column, Qt.Orientation.Horizontal)
            yield str(head or "")
