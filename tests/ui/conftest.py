"""Tests of widgets share one Qt application, and get an event loop each."""

import asyncio

import pytest
import qasync


@pytest.fixture
def loop(qapp):
    """Give coroutines a loop that turns whenever Qt's does, as in the window."""
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    # Tests wait by `qtbot`, which runs Qt's loop without qasync's knowledge.
    asyncio.events._set_running_loop(loop)
    yield loop
    asyncio.events._set_running_loop(None)
    loop.close()
    asyncio.set_event_loop(None)
