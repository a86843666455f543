"""The page of the guide: one chapter as text with pictures, in the theme's colours."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRegularExpression, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHideEvent,
    QImage,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain
from hsiviewer.ui.guidance.guide_chapters import (
    Chapter,
    anchor_of,
    word_pattern,
)
from hsiviewer.ui.guidance.guide_pictures import GuidePictures

OUTSIDE = " \N{NORTH EAST ARROW}"  # after the text of a link that leaves the program
_WIDEST = 860  # of a line of text; longer ones are hard to follow
_MARGIN = 28
_RESIZED_MS = 120
_INDENT = 22
_CODE = ["monospace"]  # as Qt's reader of Markdown calls its font
_ABOVE_HEADING = 20
_CODE_GAP = 12
_LINE_HEIGHT = 125.0  # per cent
_HIT_ALPHA = 90
_ANY_CASE = QRegularExpression.PatternOption.CaseInsensitiveOption
_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class GuidePage(QTextBrowser):
    """Shows one chapter; tells which link was clicked, and follows none itself.

    Nothing is fetched: pictures come from the resources of the program only.
    """

    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guidePage")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(lambda url: self.link_clicked.emit(url.toString()))
        self._chapter: Chapter | None = None
        self._words: Sequence[str] = ()
        self._hits: list[QTextCursor] = []
        self._pictures = GuidePictures(self._show_picture, self)
        self._shown_width = 0
        self._resized = QTimer(self, singleShot=True, interval=_RESIZED_MS)
        self._resized.timeout.connect(self._fit)

    def show_chapter(self, chapter: Chapter, words: Sequence[str] = ()) -> None:
        """Show a chapter from its beginning.

        Parameters
        ----------
        words : sequence of str
            Highlighted wherever a word begins with them.
        """
        is_other = (chapter, words) != (self._chapter, self._words)
        self._chapter, self._words = chapter, words
        if is_other or self.viewport().width() != self._shown_width:
            self._render()
        self.verticalScrollBar().setValue(0)

    def go_to_anchor(self, anchor: str) -> bool:
        """Scroll to a heading; return whether the chapter has it."""
        for block in _blocks(self.document()):
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
                self._scroll_to(block)
                return True
        return False

    def go_to_hit(self, anchor: str) -> None:
        """Scroll to the first highlighted word below a heading."""
        self.go_to_anchor(anchor)
        start = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        for selection in self.hits:
            if selection.position() >= start:
                place = self.cursorRect(selection)
                if not self.viewport().rect().contains(place):
                    self._scroll_to(selection.block())
                return

    @property
    def hits(self) -> list[QTextCursor]:
        """The words that are highlighted, in the order of the text."""
        return self._hits

    @guarded(None)
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture of the program's resources, as wide as the page at most."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        room = min(self._shown_width or _WIDEST, _WIDEST + 2 * _MARGIN) - 2 * _MARGIN
        return self._pictures.room_for(QUrl(name), room, self.devicePixelRatioF())

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Go on with the pictures, and with what became of the size meanwhile."""
        super().showEvent(event)
        self._pictures.go_on()
        if self.viewport().width() != self._shown_width:
            self._resized.start()

    @guarded(None)
    def hideEvent(self, event: QHideEvent) -> None:
        """Do nothing while nobody looks."""
        super().hideEvent(event)
        self._pictures.pause()
        self._resized.stop()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit pictures and margins to another width, once it has come to rest."""
        super().resizeEvent(event)
        if self.viewport().width() != self._shown_width:
            self._resized.start()

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and getattr(self, "_chapter", None) is not None:
            self._fit()

    def _fit(self) -> None:
        """Show the same place again."""
        place = self.cursorForPosition(QPoint(self.viewport().width() // 2, 4))
        position = place.position()
        self._render()
        if position:
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(position, self.document().characterCount() - 1))
            self._scroll_to(cursor.block())

    def _render(self) -> None:
        if self._chapter is None:
            return
        self._shown_width = self.viewport().width()
        document = self.document()
        self._pictures.forget()
        document.clear()  # pictures of another width
        document.setMarkdown(self._chapter.markdown, _FEATURES)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()  # laid out once, not after each change
        self._set_margins()
        self._dress_blocks()
        self._dress_tables()
        self._mark_outside_links()
        cursor.endEditBlock()
        self._highlight()

    def _set_margins(self) -> None:
        frame = self.document().rootFrame()
        layout = frame.frameFormat()
        layout.setMargin(_MARGIN)
        layout.setRightMargin(max(_MARGIN, self._shown_width - _WIDEST - _MARGIN))
        frame.setFrameFormat(layout)

    def _dress_blocks(self) -> None:
        self.document().setIndentWidth(_INDENT)
        for block in _blocks(self.document()):
            cursor = QTextCursor(block)
            layout = QTextBlockFormat(block.blockFormat())
            if _is_code(block):
                layout.setBackground(self._code_ground())
                layout.setNonBreakableLines(True)
                layout.setLeftMargin(theme.MARGIN)
                layout.setTopMargin(0 if _is_code(block.previous()) else theme.SPACING)
                layout.setBottomMargin(0 if _is_code(block.next()) else _CODE_GAP)
            elif layout.headingLevel():
                is_first = not block.previous().isValid()
                layout.setTopMargin(0 if is_first else _ABOVE_HEADING)
                layout.setBottomMargin(theme.SPACING)
            elif cursor.currentTable() is None:
                height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
                layout.setLineHeight(_LINE_HEIGHT, height)
            cursor.setBlockFormat(layout)

    def _code_ground(self) -> QBrush:
        return QBrush(self.palette().color(QPalette.ColorRole.Window))

    def _dress_tables(self) -> None:
        line, head = theme.line(), self.palette().color(QPalette.ColorRole.Window)
        for frame in self.document().rootFrame().childFrames():
            if not isinstance(frame, QTextTable):
                continue
            layout = frame.format()
            layout.setBorderCollapse(True)
            layout.setBorder(1)
            layout.setBorderBrush(line)
            layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            layout.setCellPadding(5)
            layout.setCellSpacing(0)
            layout.setTopMargin(theme.SPACING)
            layout.setBottomMargin(2 * theme.SPACING)
            layout.setWidth(QTextLength())
            frame.setFormat(layout)
            for column in range(frame.columns()):
                cell = frame.cellAt(0, column)
                cell_format = cell.format()
                cell_format.setBackground(head)
                cell.setFormat(cell_format)

    def _mark_outside_links(self) -> None:
        """Show which links open the browser, and where they lead."""
        ends = []
        for block in _blocks(self.document()):
            for start, length, shape in _fragments(block):
                address = shape.anchorHref()
                if address and QUrl(address).scheme():
                    ends.append((start, length, shape))
        for start, length, shape in reversed(ends):
            cursor = QTextCursor(self.document())
            cursor.setPosition(start + length)
            shape.setToolTip(plain(shape.anchorHref()))
            cursor.insertText(OUTSIDE, shape)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(shape)

    def _highlight(self) -> None:
        shape = QTextCharFormat()
        color = QColor(theme.accent())
        color.setAlpha(_HIT_ALPHA)
        shape.setBackground(color)
        hits, selections = [], []
        for word in self._words:
            wanted = QRegularExpression(word_pattern(word), _ANY_CASE)
            found = self.document().find(wanted)
            while not found.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = found, shape
                selections.append(selection)
                hits.append(QTextCursor(found))  # the selection's own is not kept
                found = self.document().find(wanted, found)
        self._hits = sorted(hits, key=lambda cursor: cursor.position())
        self.setExtraSelections(selections)

    def _show_picture(self, address: QUrl, picture: QImage) -> None:
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(kind, address, picture)
        self.viewport().update()

    def _scroll_to(self, block: QTextBlock) -> None:
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top) - theme.MARGIN)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _is_code(block: QTextBlock) -> bool:
    """Whether a block is a line of code, fenced or indented."""
    if not block.text():
        return _has_code_letters(block.previous()) and _has_code_letters(block.next())
    return _has_code_letters(block)


def _has_code_letters(block: QTextBlock) -> bool:
    if not block.isValid() or block.textList() is not None:
        return False
    if block.blockFormat().nonBreakableLines():
        return True
    # Indented code is told by its letters only.
    shapes = [shape for _, _, shape in _fragments(block)]
    return bool(shapes) and all(shape.fontFamilies() == _CODE for shape in shapes)


def _fragments(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Yield start, length and format of the parts of a block."""
    part = block.begin()
    while not part.atEnd():
        fragment = part.fragment()
        if fragment.isValid():
            yield fragment.position(), fragment.length(), fragment.charFormat()
        part += 1
