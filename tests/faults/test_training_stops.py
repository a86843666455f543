"""Trainings that are killed or cancelled at random end as specified, and go on."""

import asyncio
import sys

import pytest

from tests.benchmarks.stopping import stop_many


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds workers in /proc")
def test_killed_and_cancelled_trainings_end_soon_and_go_on(tmp_path):
    found = asyncio.run(stop_many(tmp_path, 11, 21, lambda _line: None))
    assert len(found["kill"]) > 5
    assert len(found["cancel"]) > 10
    assert max(found["kill"] + found["cancel"]) < 5.0
