"""Errors nobody expected: told once, however often they come."""

import pytest

from hsiviewer.ui.error_reports import RepeatedErrors


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
