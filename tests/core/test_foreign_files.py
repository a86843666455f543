import os

import pytest

from hsiviewer.core.errors import FileAccessError, ForeignTextError
from hsiviewer.core.foreign_files import (
    open_regular,
    read_json,
    read_limited,
    read_text,
    read_toml,
    require_regular,
)


def test_a_regular_file_is_read_from_its_beginning(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfabc")
    require_regular(path)
    with open_regular(path) as file:
        assert file.read(3) == b"\xef\xbb\xbf"
    assert read_text(path) == "abc"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
@pytest.mark.timeout(10)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileAccessError, match="not a regular file"):
        open_regular(tmp_path / "pipe")


@pytest.mark.parametrize("name", ["", "missing.toml", "nul\0.toml"])
def test_folders_missing_files_and_impossible_names_are_refused(tmp_path, name):
    with pytest.raises(FileAccessError):
        read_limited(tmp_path / name)


def test_a_file_larger_than_its_kind_can_be_is_not_read(tmp_path):
    path = tmp_path / "large.json"
    path.write_bytes(b"[" + b"1," * 100 + b"1]")
    assert len(read_limited(path, limit=203)) == 203
    with pytest.raises(FileAccessError, match="more than"):
        read_limited(path, limit=100)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_json, "[" * 100_000),
        (read_json, "9" * 5_000),
        (read_json, "{"),
        (read_toml, "a = " + "[" * 100_000),
        (read_toml, "a = " + "9" * 5_000),
        (read_toml, "a ="),
    ],
)
def test_bombs_and_damage_end_in_a_sentence_with_the_name(tmp_path, read, text):
    path = tmp_path / "bomb"
    path.write_text(text)
    with pytest.raises(ForeignTextError, match="bomb is not a"):
        read(path)


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(b"name = '\xe4'")
    with pytest.raises(ForeignTextError, match="UTF-8"):
        read_toml(path)
