"""Files that belong together are replaced together, or not at all."""

import pytest

from hsiviewer.io.atomic import replacing, write_text


def write_all(*targets):
    with replacing(*targets) as partials:
        for each in partials:
            each.write_text("new")


def write_and(target, error):
    with replacing(target) as (partial,):
        partial.write_text("new")
        raise error


def test_an_error_in_the_block_leaves_the_old_file_and_no_rest(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError, match="stop"):
        write_and(target, RuntimeError("stop"))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_files_are_moved_together(tmp_path):
    targets = tmp_path / "a.txt", tmp_path / "b.txt"
    targets[0].write_text("old")
    write_all(*targets)
    assert [each.read_text() for each in targets] == ["new", "new"]
    assert sorted(tmp_path.iterdir()) == list(targets)


def test_a_file_that_cannot_be_moved_takes_the_others_back(tmp_path):
    old, fresh, blocked = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    old.write_text("old")
    blocked.mkdir()
    with pytest.raises(OSError, match=r"c\.txt"):
        write_all(old, fresh, blocked)
    assert old.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [old, blocked]


def test_text_is_written_with_plain_line_ends(tmp_path):
    write_text(tmp_path / "a.txt", "µ\n漢\n")
    assert (tmp_path / "a.txt").read_bytes() == "µ\n漢\n".encode()
