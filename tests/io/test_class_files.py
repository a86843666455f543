"""Class files survive every text; wrong ones are named in a sentence."""

import pytest

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import ClassSchemeError, ExportError, FileAccessError
from hsiviewer.io.class_files import read_classes, write_classes


@pytest.mark.parametrize(
    "text", ['"', "'''", '"""', "a\nb\r\nc", "\x7f\x00\x1f", "漢字 🌲", "\\n", "# x"]
)
def test_names_and_descriptions_survive(tmp_path, text):
    scheme = ClassScheme((LandCoverClass(65535, text, "#0A0b0C", text),))
    write_classes(tmp_path / "c.toml", scheme)
    assert read_classes(tmp_path / "c.toml") == scheme


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[class]]\nid = 0\nname = 'x'", "class id 0"),
        ("[[class]]\nid = 70000", "70000"),
        ("[[class]]\nid = 1.0", "whole number"),
        ("[[class]]\nid = 1\ncolor = 'red'", "red"),
        ("[[class]]\nid = 1\nname = ['x']", "quotes"),
        ("[[class]]\nid = 1\nweight = 2", "weight"),
        ("[[class]]\nid = 1\n[[class]]\nid = 1", "own id"),
        ("class = 5", "no \\[\\[class"),
        ("class = [5]", "whole number"),
    ],
)
def test_wrong_classes_are_told_with_the_file(tmp_path, text, sentence):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ClassSchemeError, match=sentence) as told:
        read_classes(path)
    assert "mine.toml" in str(told.value)


def test_a_byte_order_mark_of_windows_editors_is_no_fault(tmp_path):
    (tmp_path / "c.toml").write_bytes(b"\xef\xbb\xbf[[class]]\r\nid = 3\r\n")
    assert read_classes(tmp_path / "c.toml").ids == (3,)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ClassSchemeError, match=r"c\.toml"):
        read_classes(tmp_path / "c.toml")


def test_missing_files_and_folders_are_told(tmp_path):
    with pytest.raises(FileAccessError, match=r"c\.toml"):
        read_classes(tmp_path / "c.toml")
    with pytest.raises(ExportError, match=r"c\.toml"):
        write_classes(tmp_path / "nowhere" / "c.toml", ClassScheme())
