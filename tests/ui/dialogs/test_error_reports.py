"""Errors nobody expected: told once, however often they come."""

import pytest

from hsiviewer.ui.dialogs.error_reports import (
    RepeatedErrors,
    log_file,
    report_faults,
    reports_folder,
    write_report,
)


def _error(kind):
    with pytest.raises(kind) as caught:
        raise kind("no")
    return caught.value


def test_the_same_error_is_told_once():
    again = RepeatedErrors()
    assert not again.has_just_had(_error(ValueError))
    assert again.has_just_had(_error(ValueError))
    assert not again.has_just_had(_error(TypeError))


def test_an_error_that_comes_back_later_is_told_again(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    again = RepeatedErrors()
    assert not again.has_just_had(_error(ValueError))
    now[0] += 11
    assert not again.has_just_had(_error(ValueError))


def test_a_report_tells_the_error_and_the_last_lines_of_the_log():
    log_file().write_text("\n".join(f"line {number}" for number in range(500)))
    file = write_report(_error(ValueError), "an unexpected error in the window")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("hsiviewer ")
    assert "an unexpected error in the window" in text
    assert "ValueError: no" in text
    assert "line 499" in text
    assert "line 299\n" not in text


def test_reports_have_names_of_their_own_and_old_ones_go(monkeypatch):
    monkeypatch.setattr("time.strftime", lambda _format: "20260101-000000")
    files = [write_report(None, f"number {number}") for number in range(23)]
    assert len(set(files[:20])) == 20
    left = set(reports_folder().glob("error-*.txt"))
    assert len(left) == 20
    assert files[-1] in left


def test_crashes_leave_stacks_in_a_file(monkeypatch):
    given = []
    monkeypatch.setattr("faulthandler.enable", given.append)
    report_faults()
    assert given[0].name == str(reports_folder() / "faults.log")
    given[0].close()


def test_crashes_leave_no_report_where_nothing_can_be_written(monkeypatch, caplog):
    (reports_folder() / "faults.log").mkdir()
    report_faults()
    assert "crashes leave no report" in caplog.text
