"""Nothing that exists is replaced unasked, and nothing that is open at all."""

import asyncio

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from hsiviewer.core.errors import ExportError
from hsiviewer.io.targets import Source, Target
from hsiviewer.ui.base.picture_files import write_drawing, write_picture
from hsiviewer.ui.dialogs.targets import ask_target, may_write, refuse_open
from tests.ui.fakes import Replies

HERE = "hsiviewer.ui.dialogs.targets."


@pytest.fixture
def owner(qtbot, loop):
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


def wait(qtbot, work):
    task = asyncio.get_event_loop().create_task(work)
    qtbot.waitUntil(task.done)
    return task.result()


def target(path):
    return Target(path, "the labels")


def ask(qtbot, owner, sources=()):
    return wait(
        qtbot,
        ask_target(
            owner, lambda: list(sources), target, title="Export", filters="*", suffix=""
        ),
    )


def test_a_new_file_needs_no_question(qtbot, owner, monkeypatch, tmp_path):
    Replies(monkeypatch, HERE + "ask_save_file", tmp_path / "new.tif", None)
    question = Replies(monkeypatch, HERE + "ask_button")
    assert ask(qtbot, owner) == tmp_path / "new.tif"
    assert ask(qtbot, owner) is None
    assert question.asked == []


@pytest.mark.parametrize("reply", ["Replace", ""])
def test_a_file_that_exists_is_replaced_if_that_is_wanted(
    qtbot, owner, monkeypatch, tmp_path, reply
):
    file = tmp_path / "mine.tif"
    file.write_text("mine")
    Replies(monkeypatch, HERE + "ask_save_file", file)
    question = Replies(monkeypatch, HERE + "ask_button", reply)
    assert ask(qtbot, owner) == (file if reply else None)
    text, details, *_ = question.asked[0]
    assert text == "This file exists. Do you want to replace it?"
    assert details == str(file)


def test_several_files_are_asked_about_at_once(qtbot, owner, monkeypatch, tmp_path):
    files = [tmp_path / "a.tif", tmp_path / "b.tif"]
    for file in files:
        file.write_text("mine")
    question = Replies(monkeypatch, HERE + "ask_button", "Replace")
    assert wait(qtbot, may_write(owner, [], [target(file) for file in files]))
    assert question.asked[0][0].startswith("These 2 files exist.")


def test_what_is_open_is_never_replaced(qtbot, owner, monkeypatch, tmp_path):
    file = tmp_path / "scene.tif"
    file.write_text("the scene")
    source = Source(file, "the scene")
    with pytest.raises(ExportError, match=r"scene\.tif"):
        wait(qtbot, refuse_open([source], [target(file)]))
    Replies(monkeypatch, HERE + "ask_save_file", file)
    with pytest.raises(ExportError):
        ask(qtbot, owner, [source])
    assert file.read_text() == "the scene"


def test_pictures_and_drawings_are_written(qapp, tmp_path):
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF00)
    write_picture(image, tmp_path / "a.png")
    assert QImage(str(tmp_path / "a.png")).pixelColor(3, 3).name() == "#00ff00"
    write_drawing(
        lambda painter: painter.drawText(2, 8, "water"),
        QSize(40, 20),
        tmp_path / "a.svg",
    )
    assert "water" in (tmp_path / "a.svg").read_text()


def test_a_picture_that_cannot_be_written_is_told_of(qapp, tmp_path):
    with pytest.raises(ExportError):
        write_picture(QImage(), tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()
