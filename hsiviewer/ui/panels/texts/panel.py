"""Phrases in the scene; the classes' texts beside each other and beside a pixel."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.texts.cosine_table import CosineMatrix, SimilarityTable
from hsiviewer.ui.panels.texts.phrases import PhraseSearch
from hsiviewer.workflows.session.class_texts import (
    ALIKE,
    SAME,
    PixelSimilarity,
    TextComparison,
)
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace

_DELAY_MS = 500
_MOST_PAIRS = 3


class ClassTextsPanel(QWidget):
    """Cosine matrix of the texts; similarity of the selected pixel to each.

    Questions are asked only while the panel can be seen.

    Parameters
    ----------
    workspace : Workspace
        Its warm worker answers.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._encoder = ""
        self._is_open = False
        self._comparison: TextComparison | None = None
        self._similarity: PixelSimilarity | None = None
        self._phrases = PhraseSearch(workspace, self)
        self._matrix = CosineMatrix(self)
        self._bars = SimilarityTable(self)
        self._verdict = _note(self, is_faint=False)
        self._caption = _note(self)
        self._pixel_note = _note(self)
        self._empty = EmptyState(parent=self)
        self._compare = LatestOnly(self, self._show_comparison)
        self._ask_pixel = LatestOnly(self, self._show_similarity)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._want_comparison)
        self._arrange()
        self._follow = follow = SessionFollower(workspace, self)
        follow.connect(
            lambda session: session.document.classes_changed, self._want_soon
        )
        follow.connect(
            lambda session: session.document.selected_pixel_changed, self._want_pixel
        )
        follow.connect(
            lambda session: session.document.classification_changed, self._want_pixel
        )
        workspace.session_changed.connect(self._on_session_changed)
        self._refresh()

    @property
    def verdict(self) -> str:
        """What the panel says about texts that are hard to tell apart."""
        return self._verdict.text()

    def set_encoder(self, encoder: str) -> None:
        """Compare with another text encoder."""
        if encoder != self._encoder:
            self._encoder = encoder
            self._want_soon()

    def set_open(self, is_open: bool) -> None:
        """Ask while the panel can be seen."""
        self._is_open = is_open
        self._phrases.set_open(is_open)
        if is_open:
            self._want_comparison()
            self._want_pixel()
        else:
            self._delay.stop()
            self._compare.forget()
            self._ask_pixel.forget()

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Shade the cells again when the theme has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._comparison is not None:
            self._fill()

    def _arrange(self) -> None:
        left, right = QWidget(self), QWidget(self)
        for part, widgets in (
            (left, (self._caption, self._verdict, self._matrix)),
            (right, (self._pixel_note, self._bars)),
        ):
            column = QVBoxLayout(part)
            column.setContentsMargins(*[theme.MARGIN] * 4)
            column.setSpacing(theme.SPACING)
            for widget in widgets:
                column.addWidget(widget, int(widget in (self._matrix, self._bars)))
        # Below it, a table shows nothing that could be compared.
        self._matrix.setMinimumHeight(5 * self.fontMetrics().lineSpacing())
        self._content = QSplitter(Qt.Orientation.Horizontal, self)
        self._content.setChildrenCollapsible(False)
        self._content.addWidget(left)
        self._content.addWidget(right)
        self._content.setSizes([430, 260])
        rest = QWidget(self)
        self._stack = QStackedLayout(rest)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._content)
        tabs = QTabWidget(self)
        tabs.setObjectName("textsTabs")
        tabs.setDocumentMode(True)
        tabs.addTab(rest, tr("Texts"))
        tabs.addTab(self._phrases, tr("Find"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(tabs)

    def _on_session_changed(self) -> None:
        self._compare.forget()
        self._ask_pixel.forget()
        self._comparison = None
        self._clear("")
        self._show_pixel(None, "")
        self._want_soon()
        self._want_pixel()

    def _want_soon(self, _what: object = None) -> None:
        self._refresh()
        self._fill_bars()  # names and colours may have changed
        if self._is_open:
            self._delay.start()

    def _want_comparison(self) -> None:
        self._delay.stop()
        self._refresh()
        if len(self._workspace.document.classes) < 2:
            self._comparison = None
            self._compare.forget()
        elif self._encoder == "scratch":
            self._comparison = None
            self._compare.forget()
            self._clear(
                tr(
                    "A text encoder that trains from scratch knows no texts before a "
                    "training; choose another one to compare them."
                )
            )
        elif self._is_open:
            self._caption.setText(tr("Reading the texts…"))
            self._verdict.clear()
            # What is shown until then is of other texts.
            self._matrix.setEnabled(False)
            if not self._fits(self._comparison):
                self._comparison = None
                self._clear(tr("Reading the texts…"))
            self._compare.want((self._workspace.session, self._encoder))

    def _want_pixel(self, _what: object = None) -> None:
        session = self._workspace.session
        pixel = session.document.selected_pixel
        if not self._is_open:
            return
        if pixel is None:
            self._ask_pixel.forget()
            self._show_pixel(None, tr("Click a pixel to compare it with the texts."))
        else:
            self._ask_pixel.want((session, pixel))

    async def _show_comparison(self, request: tuple[SceneSession, str]) -> None:
        session, encoder = request
        comparison, trouble = None, ""
        try:
            comparison = await session.texts.compare(encoder)
        except HsiViewerError as error:
            trouble = str(error)
        if session.is_closed or encoder != self._encoder:
            return
        self._comparison = comparison
        if comparison is None:
            self._clear(trouble)
        else:
            self._fill()

    def _clear(self, why: str) -> None:
        self._matrix.setRowCount(0)
        self._matrix.setColumnCount(0)
        self._verdict.clear()
        self._caption.setText(why)

    def _fill(self) -> None:
        found, classes = self._comparison, self._workspace.document.classes
        if found is None or not self._fits(found):
            return
        self._matrix.setEnabled(True)
        self._caption.setText(tr("Cosines by {0}").format(found.encoder))
        self._matrix.show_cosines(classes, found.class_ids, found.cosines)
        self._verdict.setText(self._judged(found))

    def _fits(self, found: TextComparison | None) -> bool:
        """Tell whether a comparison is of the classes that there are."""
        ids = tuple(cover.id for cover in self._workspace.document.classes)
        return found is not None and found.class_ids == ids

    def _judged(self, found: TextComparison) -> str:
        classes = self._workspace.document.classes
        pairs = found.pairs_above(ALIKE)
        if not pairs:
            return tr("The encoder can tell all texts apart.")
        lines = []
        for one, other, cosine in pairs[:_MOST_PAIRS]:
            text = (
                tr("{0} and {1} have the same text to the encoder.")
                if cosine >= SAME
                else tr("{0} and {1} are hardly told apart ({2:.2f}).")
            )
            lines.append(text.format(classes[one].name, classes[other].name, cosine))
        if len(pairs) > _MOST_PAIRS:
            more = len(pairs) - _MOST_PAIRS
            lines.append(tr("More pairs like these: {0}.").format(more))
        lines.append(tr("Say what sets them apart."))
        return " ".join(lines)

    async def _show_similarity(
        self, request: tuple[SceneSession, tuple[int, int]]
    ) -> None:
        session, pixel = request
        found, trouble = None, ""
        try:
            found = await session.texts.similarity(pixel)
        except HsiViewerError as error:
            trouble = str(error)
        if session.is_closed or pixel != session.document.selected_pixel:
            return
        if trouble:
            self._show_pixel(None, trouble)
        elif found is None:
            self._show_pixel(
                None,
                tr("After a training, the selected pixel is compared with each text."),
            )
        elif not found.cosines:
            self._show_pixel(
                None,
                tr("The map is of {0}, which reads no texts.").format(found.method),
            )
        else:
            place = tr("Row {0}, column {1} by {2}, with its texts at that time")
            self._show_pixel(found, place.format(*pixel, found.method))

    def _show_pixel(self, found: PixelSimilarity | None, text: str) -> None:
        self._similarity = found
        self._pixel_note.setText(text)
        self._bars.setVisible(found is not None)
        self._fill_bars()

    def _fill_bars(self) -> None:
        found = self._similarity
        cosines = {} if found is None else found.cosines
        names = {} if found is None else found.names
        self._bars.show_similarities(self._workspace.document.classes, cosines, names)

    def _refresh(self) -> None:
        enough = len(self._workspace.document.classes) > 1
        self._empty.say(
            tr("Nothing to compare"),
            tr("With two classes and more, their texts are compared here."),
        )
        self._stack.setCurrentWidget(self._content if enough else self._empty)


def _note(parent: QWidget, *, is_faint: bool = True) -> QLabel:
    label = PlainLabel(parent)
    label.setWordWrap(True)
    if is_faint:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
