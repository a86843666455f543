"""The guide in the program: contents, search, links, history, pictures, themes."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.guidance.guide_chapters import Chapter, read_chapters
from hsiviewer.ui.guidance.guide_page import OUTSIDE, GuidePage
from hsiviewer.ui.guidance.guide_window import GuideWindow

FILLING = "\n\n".join(["A line of text that fills the page."] * 60)
CHAPTERS = (
    Chapter(
        "index",
        "# Contents\n\n[Labels](labels.md) and [below](labels.md#far-below).\n\n"
        "See [outside](https://example.org/a) and [here](#contents).\n",
    ),
    Chapter(
        "labels",
        f"# Labels\n\nPaint with the brush.\n\n```sh\nhsiviewer sample town\n```\n\n"
        f"{FILLING}\n\n## Far below\n\nThe wand grows areas.\n\n{FILLING}\n",
    ),
)


@pytest.fixture
def guide(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    window = GuideWindow(chapters=CHAPTERS)
    qtbot.addWidget(window)
    window.resize(800, 500)
    window.show()
    yield window
    window.close()


@pytest.fixture
def page(guide):
    return guide.findChild(GuidePage)


def top_line(page):
    return page.cursorForPosition(page.viewport().rect().topLeft()).block().text()


def hits(guide):
    items = guide.findChild(QListWidget, "guideHits")
    return [items.item(row).text() for row in range(items.count())]


def button(guide, name):
    return guide.findChild(QToolButton, name)


def test_links_lead_to_chapters_and_headings_and_back(guide, page):
    assert guide.address == "index"
    assert not button(guide, "guideBackButton").isEnabled()
    page.anchorClicked.emit(QUrl("labels.md#far-below"))
    assert guide.address == "labels#far-below"
    assert top_line(page) == "Far below"
    page.anchorClicked.emit(QUrl("#labels"))
    assert guide.address == "labels#labels"
    button(guide, "guideBackButton").click()
    assert top_line(page) == "Far below"
    guide.go_back()
    assert guide.address == "index"
    button(guide, "guideForwardButton").click()
    assert guide.address == "labels#far-below"
    guide.show_address("index")
    assert not button(guide, "guideForwardButton").isEnabled()


def test_links_to_other_places_open_the_browser_on_a_click_only(
    guide, page, monkeypatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert f"outside{OUTSIDE}" in page.toPlainText()
    assert f"below{OUTSIDE}" not in page.toPlainText()
    assert opened == []
    page.anchorClicked.emit(QUrl("https://example.org/a"))
    assert opened == [QUrl("https://example.org/a")]
    page.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert len(opened) == 1
    assert guide.address == "index"


def test_contents_show_where_one_is(guide):
    tree = guide.findChild(QTreeWidget, "guideContents")
    assert [tree.topLevelItem(row).text(0) for row in (0, 1)] == ["Contents", "Labels"]
    below = tree.topLevelItem(1).child(0)
    tree.itemClicked.emit(below, 0)
    assert guide.address == "labels#far-below"
    assert tree.currentItem() is below


def test_search_lists_sections_and_highlights_the_words(guide, page):
    field = guide.findChild(QLineEdit, "guideSearch")
    QTest.keyClicks(field, "WAND areas")
    (hit,) = hits(guide)
    assert hit.startswith("Labels: Far below\nThe wand grows areas.")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert guide.address == "labels#far-below"
    assert [hit.selectedText() for hit in page.hits] == ["wand", "areas"]
    assert page.viewport().rect().contains(page.cursorRect(page.hits[0]))
    field.setText("nothing like it")
    assert hits(guide) == []
    field.clear()
    assert guide.findChild(QTreeWidget, "guideContents").isVisible()


def test_an_unknown_chapter_is_the_contents(guide):
    guide.show_address("gone#away")
    assert guide.address == "index"


def test_pages_follow_the_theme(guide, page, qapp):
    guide.show_address("labels")
    light = code_color(page)
    theme.apply_theme(qapp, "dark")
    try:
        assert code_color(page).lightness() < 80 < light.lightness()
    finally:
        theme.apply_theme(qapp, "light")


def code_color(page) -> QColor:
    cursor = page.document().find("hsiviewer sample")
    return cursor.block().blockFormat().background().color()


PICTURE = QTextDocument.ResourceType.ImageResource.value


def test_pictures_are_those_of_the_program_and_fit(guide, page, qtbot):
    chapter = Chapter("a", "# A\n\n![The window](../screenshots/window.png)\n")
    page.show_chapter(chapter)
    address = QUrl("../screenshots/window.png")
    for width in (800, 600):
        guide.resize(width, 500)
        qtbot.waitUntil(lambda: width_of(page, address) > 0)
        qtbot.waitUntil(lambda: is_filled(page, address))
        assert width_of(page, address) < page.viewport().width() < width


def width_of(page, address):
    picture = page.document().resource(PICTURE, address)
    fits = picture.deviceIndependentSize().width() < page.viewport().width()
    return picture.deviceIndependentSize().width() if fits else 0


def is_filled(page, address):
    picture = page.document().resource(PICTURE, address)
    return picture.pixelColor(picture.rect().center()).alpha() == 255


@pytest.mark.parametrize(
    "name", ["https://example.org/a.png", "file:///a.png", "../../LICENSE", "/a", "b"]
)
def test_no_other_files_are_read_for_pictures(page, name):
    assert page.loadResource(PICTURE, QUrl(name)) is None


@pytest.mark.parametrize("chapter", read_chapters(), ids=lambda chapter: chapter.name)
def test_every_heading_of_the_guide_is_found_on_its_page(qtbot, chapter):
    page = GuidePage()
    qtbot.addWidget(page)
    page.loadResource = lambda _kind, _name: None
    page.show_chapter(chapter)
    assert all(page.go_to_anchor(section.anchor) for section in chapter.sections)


def test_f1_opens_the_chapter_of_the_panel(fake_window, monkeypatch):
    focused = [None]
    monkeypatch.setattr(QApplication, "focusWidget", lambda: focused[-1])
    open_guide = fake_window.action("help.guide")
    assert open_guide.shortcut().toString() == "F1"
    open_guide.trigger()
    guide = fake_window.findChild(GuideWindow)
    assert guide.address == "index"
    for widget, chapter in (
        (fake_window.findChild(QWidget, "classTable"), "labelling#classes"),
        (fake_window.map_view, "labelling#tools"),
        (fake_window.findChild(QWidget, "startButton"), "first-map#train"),
    ):
        focused.append(widget)
        open_guide.trigger()
        assert guide.address == chapter
    assert fake_window.findChildren(GuideWindow) == [guide]
    guide.close()
