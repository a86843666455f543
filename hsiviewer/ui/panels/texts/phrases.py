"""Phrases to look for in the scene, and what was understood of the classes."""

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.language.understanding import Understanding
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import language, tr
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.word_search import PixelEvidence
from hsiviewer.workflows.session.workspace import Workspace

_TOLD_FACTS = 8
_LEAST_WIDTH_PX = 240


class PhraseSearch(QWidget):
    """A line for a phrase; Enter lays its similarity over the scene.

    Parameters
    ----------
    workspace : Workspace
        Its scene is searched.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_open = False
        self._phrase = QLineEdit(self)
        self._phrase.setObjectName("phraseEdit")
        self._phrase.setAccessibleName(tr("Phrase to find in the scene"))
        self._phrase.setPlaceholderText(
            tr("Find: clay tile roof, NDVI above 0.6, dry grass")
        )
        self._phrase.setClearButtonEnabled(True)
        self._phrase.returnPressed.connect(self._search)
        self._answer = _note(self)
        self._answer.setObjectName("phraseAnswer")
        self._classes = _note(self)
        self._classes.setObjectName("understoodNote")
        self._evidence = _table(self)
        self._ask_pixel = LatestOnly(self, self._show_evidence)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        for widget in (self._phrase, self._answer, self._classes, self._evidence):
            column.addWidget(widget, int(widget is self._evidence))
        column.addStretch(0)
        self.setMinimumWidth(_LEAST_WIDTH_PX)
        self._follow = follow = SessionFollower(workspace, self)
        follow.connect(lambda session: session.document.classes_changed, self._fill)
        follow.connect(lambda session: session.doubts.changed, self._fill)
        follow.connect(
            lambda session: session.document.selected_pixel_changed, self._want_pixel
        )
        follow.connect(lambda session: session.layers.changed, self._want_pixel)
        workspace.session_changed.connect(self._on_session_changed)
        self._fill()
        self._want_pixel()

    def set_open(self, is_open: bool) -> None:
        """Read facts of pixels while the panel can be seen."""
        self._is_open = is_open
        if is_open:
            self._want_pixel()
        else:
            self._ask_pixel.forget()

    def _on_session_changed(self) -> None:
        self._answer.clear()
        self._ask_pixel.forget()
        self._fill()
        self._want_pixel()

    def _search(self) -> None:
        phrase = self._phrase.text().strip()
        if phrase:
            session = self._workspace.session
            self._answer.setText(tr("Looking for {0}…").format(phrase))
            run_async(self, self._searched(session, phrase), on_error=self._say_trouble)

    async def _searched(self, session: SceneSession, phrase: str) -> None:
        understood = await session.words.search(phrase)
        if session.is_closed:
            return
        self._answer.setText(_understood(understood))
        self._phrase.selectAll()

    def _say_trouble(self, error: HsiViewerError) -> None:
        self._answer.setText(str(error))

    def _fill(self, _what: object = None) -> None:
        """Tell what was understood of each class, and which texts are in doubt."""
        session = self._workspace.session
        lines = []
        for cover in session.document.classes:
            said = _understood(session.words.understood(cover))
            lines.append(f"{cover.name}: {said}")
            wrong = session.doubts.wrong_text(cover.id)
            if wrong:
                lines.append(wrong)
        self._classes.setText("\n".join(lines))
        self._classes.setVisible(bool(lines))

    def _want_pixel(self, _what: object = None) -> None:
        session = self._workspace.session
        pixel = session.document.selected_pixel
        if pixel is None or not session.words.phrases or not self._is_open:
            self._ask_pixel.forget()
            self._evidence.setVisible(False)
        else:
            self._ask_pixel.want((session, pixel))

    async def _show_evidence(
        self, request: tuple[SceneSession, tuple[int, int]]
    ) -> None:
        session, pixel = request
        found = await session.words.explain(pixel)
        if session.is_closed or pixel != session.document.selected_pixel:
            return
        _fill_table(self._evidence, found)
        self._evidence.setVisible(bool(found))


def _understood(said: Understanding) -> str:
    """Return what was understood, and what was not."""
    if said.is_empty:
        return tr("nothing that can be measured was understood")
    text = tr("understood as: {0}").format(said.sentence(language()))
    if said.unknown:
        left_out = tr("not understood: {0}").format(", ".join(said.unknown))
        text = f"{text} ({left_out})"
    return text


def _note(parent: QWidget) -> QLabel:
    label = PlainLabel(parent)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, 4, parent)
    table.setObjectName("evidenceTable")
    table.setAccessibleName(tr("What the facts of the pixel say"))
    table.setHorizontalHeaderLabels(
        [tr("Fact"), tr("Measured"), tr("Expected"), tr("Weight")]
    )
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setVisible(False)
    return table


def _fill_table(table: QTableWidget, found: list[PixelEvidence]) -> None:
    rows: list[tuple[str, str, str, str]] = []
    for phrase in found:
        rows.append((phrase.phrase, _number(phrase.similarity), "", ""))
        rows += [
            (
                tr(entry.title),
                _number(entry.measured),
                entry.expected,
                f"{entry.weight:+.1f}",
            )
            for entry in phrase.evidence[:_TOLD_FACTS]
        ]
    table.setRowCount(len(rows))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
            table.setItem(row, column, item)


def _number(value: float) -> str:
    return tr("unknown") if math.isnan(value) else f"{value:.3g}"
