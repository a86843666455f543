"""The window of the guide: contents, search, and a page with links between chapters."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.ui.guidance.guide_chapters import (
    FIRST,
    Chapter,
    Hit,
    read_chapters,
    search_chapters,
    split_address,
)
from hsiviewer.ui.guidance.guide_page import GuidePage

_ADDRESS = Qt.ItemDataRole.UserRole
_SIZE = 1060, 720
_SIDE = 270
_OUTSIDE = ("http", "https")


@dataclass(frozen=True)
class _Place:
    """A place that was read, to come back to."""

    address: str
    words: tuple[str, ...] = ()
    scrolled: int = 0


class GuideWindow(QDialog):
    """Chapters to read beside the main window.

    Parameters
    ----------
    chapters : sequence of Chapter, optional
        Those of the program where none are given.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        chapters: Sequence[Chapter] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("guideWindow")
        self.setWindowTitle(tr("Guide"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        found = read_chapters() if chapters is None else chapters
        self._chapters = {chapter.name: chapter for chapter in found}
        self._earlier: list[_Place] = []
        self._later: list[_Place] = []
        self._here = _Place("")
        self._page = GuidePage(self)
        self._page.setAccessibleName(tr("Page of the guide"))
        self._page.link_clicked.connect(self._follow)
        self._back = self._button("guideBackButton", "back", tr("Back"), self.go_back)
        self._forward = self._button(
            "guideForwardButton", "right", tr("Forward"), self.go_forward
        )
        self._search = self._search_field()
        self._contents = self._contents_tree()
        self._hits = self._hit_list()
        self._count = PlainLabel("", self)
        self._count.setObjectName("guideHitCount")
        self._lay_out()
        self._add_keys()
        self.show_address(FIRST)

    @property
    def address(self) -> str:
        """Chapter and anchor of the page, such as ``viewing#spectra``."""
        return self._here.address

    def show_address(self, address: str, words: Sequence[str] = ()) -> None:
        """Go to a chapter or to a heading of it.

        Parameters
        ----------
        address : str
            ``viewing``, ``viewing#spectra`` or ``viewing.md#spectra``; the contents
            are shown where there is no such chapter.
        words : sequence of str
            To highlight.
        """
        name, anchor = split_address(address)
        if name not in self._chapters:
            name, anchor = FIRST, ""
        place = _Place(f"{name}#{anchor}" if anchor else name, tuple(words))
        if place == self._here and not words:
            return
        if self._here.address:
            self._earlier.append(self._left())
        self._later.clear()
        self._show(place)

    def go_back(self) -> None:
        """Show what was read before."""
        if self._earlier:
            self._later.append(self._left())
            self._show(self._earlier.pop())

    def go_forward(self) -> None:
        """Show what was left by *Back*."""
        if self._later:
            self._earlier.append(self._left())
            self._show(self._later.pop())

    def search(self, words: str) -> None:
        """List the sections with some words; the contents where there are none."""
        self._hits.clear()
        hits = search_chapters(tuple(self._chapters.values()), words)
        for hit in hits:
            self._hits.addItem(_hit_item(hit))
        is_asked = bool(words.strip())
        self._side.setCurrentIndex(1 if is_asked else 0)
        self._count.setVisible(is_asked)
        self._count.setText(
            tr_count(len(hits), "1 section", "{0} sections")
            if hits
            else tr("Nothing found. Try fewer or shorter words.")
        )

    def _left(self) -> _Place:
        bar = self._page.verticalScrollBar()
        return _Place(self._here.address, self._here.words, bar.value())

    def _show(self, place: _Place) -> None:
        name, anchor = split_address(place.address)
        chapter = self._chapters.get(name)
        if chapter is not None:
            self._page.show_chapter(chapter, place.words)
            self.setWindowTitle(f"{chapter.title} - {tr('Guide')}")
        if place.scrolled:
            self._page.verticalScrollBar().setValue(place.scrolled)
        elif place.words:
            self._page.go_to_hit(anchor)
        elif anchor:
            self._page.go_to_anchor(anchor)
        self._here = place
        self._back.setEnabled(bool(self._earlier))
        self._forward.setEnabled(bool(self._later))
        self._mark_in_contents(place.address)

    def _follow(self, link: str) -> None:
        url = QUrl(link)
        if url.scheme() in _OUTSIDE:
            QDesktopServices.openUrl(url)
        elif not url.scheme():
            name, _ = split_address(self.address)
            self.show_address(f"{name}{link}" if link.startswith("#") else link)

    def _open_item(self, item: QTreeWidgetItem) -> None:
        self.show_address(item.data(0, _ADDRESS))

    def _open_hit(self, item: QListWidgetItem) -> None:
        self.show_address(item.data(_ADDRESS), self._search.text().split())

    def _open_first_hit(self) -> None:
        first = self._hits.item(0)
        if first is not None:
            self._hits.setCurrentItem(first)
            self._open_hit(first)

    def _mark_in_contents(self, address: str) -> None:
        name, _ = split_address(address)
        for row in range(self._contents.topLevelItemCount()):
            chapter = self._contents.topLevelItem(row)
            if chapter is None:
                continue
            is_here = chapter.data(0, _ADDRESS) == name
            chapter.setExpanded(is_here)
            if is_here:
                self._contents.setCurrentItem(chapter)
            for place in range(chapter.childCount()):
                section = chapter.child(place)
                if section is not None and section.data(0, _ADDRESS) == address:
                    self._contents.setCurrentItem(section)

    def _button(self, name: str, icon: str, text: str, slot: object) -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setObjectName(name)
        set_icon(button, icon)
        button.setToolTip(plain(text))
        button.setAccessibleName(text)
        button.clicked.connect(slot)
        return button

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("guideSearch")
        field.setPlaceholderText(tr("Search the guide"))
        field.setAccessibleName(tr("Search the guide"))
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self.search)
        field.returnPressed.connect(self._open_first_hit)
        return field

    def _contents_tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setObjectName("guideContents")
        tree.setAccessibleName(tr("Contents of the guide"))
        tree.setHeaderHidden(True)
        tree.setStyleSheet(
            f"QTreeWidget::item {{ padding: {theme.SPACING // 2}px 0; }}"
        )
        tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        for chapter in self._chapters.values():
            item = QTreeWidgetItem([chapter.title])
            item.setData(0, _ADDRESS, chapter.name)
            tree.addTopLevelItem(item)
            for section in chapter.sections:
                if section.level == 2:
                    below = QTreeWidgetItem([section.title])
                    below.setData(0, _ADDRESS, f"{chapter.name}#{section.anchor}")
                    item.addChild(below)
        tree.itemClicked.connect(self._open_item)
        tree.itemActivated.connect(self._open_item)
        return tree

    def _hit_list(self) -> QListWidget:
        hits = QListWidget(self)
        hits.setObjectName("guideHits")
        hits.setAccessibleName(tr("Sections found"))
        hits.setFrameShape(QListWidget.Shape.NoFrame)
        hits.setWordWrap(True)
        hits.setSpacing(theme.SPACING // 2)
        hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        hits.itemClicked.connect(self._open_hit)
        hits.itemActivated.connect(self._open_hit)
        return hits

    def _lay_out(self) -> None:
        side = QWidget(self)
        self._side = QStackedWidget(side)
        self._side.addWidget(self._contents)
        self._side.addWidget(self._hits)
        self._count.hide()
        ways = QHBoxLayout()
        ways.setSpacing(theme.SPACING)
        for part in (self._back, self._forward, self._search):
            ways.addWidget(part)
        column = QVBoxLayout(side)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addLayout(ways)
        column.addWidget(self._count)
        column.addWidget(self._side, 1)
        halves = QSplitter(self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(side)
        halves.addWidget(self._page)
        halves.setStretchFactor(1, 1)
        halves.setSizes([_SIDE, _SIZE[0] - _SIDE])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)
        self.resize(QSize(*_SIZE).boundedTo(self.screen().availableSize()))

    def _add_keys(self) -> None:
        for standard, slot in (
            (QKeySequence.StandardKey.Back, self.go_back),
            (QKeySequence.StandardKey.Forward, self.go_forward),
            (QKeySequence.StandardKey.Find, self._search.setFocus),
        ):
            action = QAction(self)
            action.setShortcuts(standard)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.addAction(action)


def _hit_item(hit: Hit) -> QListWidgetItem:
    where = hit.chapter.title
    if hit.section.title != where:
        where = f"{where}: {hit.section.title}"
    item = QListWidgetItem(f"{where}\n{hit.sample}")
    item.setData(_ADDRESS, f"{hit.chapter.name}#{hit.section.anchor}")
    return item
