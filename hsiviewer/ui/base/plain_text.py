"""Text of files is shown as it is: Qt takes what looks like HTML for HTML.

A class called ``<img src="file:///...">`` would have its picture loaded, and a link
could be clicked. Labels, boxes and tooltips are made plain here and nowhere else.
"""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


class PlainLabel(QLabel):
    """A label that shows its text as it is."""

    def __init__(
        self, text: str | QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        # As `QLabel` takes them: a text and a parent, or a parent alone.
        super().__init__(parent if isinstance(text, str) else text)
        if isinstance(text, str):
            self.setText(text)
        self.setTextFormat(Qt.TextFormat.PlainText)


def heading(text: str, parent: QWidget) -> PlainLabel:
    """Return a bold label, over a part of a panel."""
    label = PlainLabel(text, parent)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def plain_box(
    icon: QMessageBox.Icon,
    title: str,
    text: str,
    *,
    parent: QWidget | None,
    informative: str = "",
) -> QMessageBox:
    """Return a message box that shows its texts as they are, without links."""
    # Qt loads pictures as soon as a label has a text: first plain, then the text.
    box = QMessageBox(icon, plain_title(title), " ", parent=parent)
    if informative:
        box.setInformativeText(" ")
    make_plain(box)
    box.setText(text)
    if informative:
        box.setInformativeText(informative)
    return box


def make_plain(window: QWidget) -> None:
    """Let labels of a dialog of Qt's own show as they are what they are given next."""
    for label in window.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)


def plain(text: str) -> str:
    """Return what a tooltip has to be given to show a text as it is.

    A tooltip has no format of its own: only a text that could be taken for HTML is
    made HTML, with everything in it escaped.
    """
    if "<" not in text:
        return text
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>'


def plain_caption(text: str) -> str:
    """Return what a button or menu has to be given: an ``&`` marks no key in it."""
    return text.replace("&", "&&")


def plain_title(text: str) -> str:
    """Return what a window has to be given as its title; ``[*]`` is a placeholder."""
    return text.replace("[*]", "[*][*]")
