"""Only the newest request counts, and none that counts is lost."""

import asyncio

import pytest
from PySide6.QtWidgets import QLabel

from hsiviewer.core.errors import HsiViewerError, SourceClosedError
from hsiviewer.ui.base.latest import LatestOnly


class SlowWork:
    """Answers when it is told to, or fails then."""

    def __init__(self):
        self.begun, self.answered, self.fails = [], [], {}
        self.may_answer = asyncio.Event()

    async def __call__(self, request):
        self.begun.append(request)
        await self.may_answer.wait()
        if request in self.fails:
            raise self.fails[request]
        self.answered.append(request)


@pytest.fixture
def work(loop):
    return SlowWork()


@pytest.fixture
def latest(work, qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    return LatestOnly(label, work)


def test_requests_that_were_overtaken_are_skipped(work, latest, qtbot):
    for number in range(4):
        latest.want(number)
        qtbot.waitUntil(lambda: bool(work.begun))
    assert latest.is_running
    work.may_answer.set()
    qtbot.waitUntil(lambda: not latest.is_running)
    assert work.answered == [0, 3]


def test_a_forgotten_request_is_not_answered(work, latest, qtbot):
    latest.want("first")
    qtbot.waitUntil(lambda: bool(work.begun))
    latest.want("second")
    latest.forget()
    work.may_answer.set()
    qtbot.waitUntil(lambda: not latest.is_running)
    assert work.answered == ["first"]


def test_a_request_is_answered_although_the_one_before_failed(work, latest, qtbot):
    work.fails["of the scene that was left"] = SourceClosedError("it is closed")
    latest.want("of the scene that was left")
    qtbot.waitUntil(lambda: bool(work.begun))
    latest.want("of the open scene")
    work.may_answer.set()
    qtbot.waitUntil(lambda: not latest.is_running)
    assert work.answered == ["of the open scene"]


def test_a_failure_is_told_once_and_the_next_request_works(work, latest, qtbot):
    work.may_answer.set()
    work.fails["bad"] = HsiViewerError("this cannot be drawn")
    latest.want("bad")
    qtbot.waitUntil(lambda: not latest.is_running)
    box = latest._widget.findChild(QLabel, "qt_msgbox_label")
    assert box.text() == "This cannot be drawn"
    box.window().close()
    latest.want("good")
    qtbot.waitUntil(lambda: not latest.is_running)
    assert work.answered == ["good"]
