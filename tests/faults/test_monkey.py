"""Whoever presses everything finds nothing: see `tests.faults.monkey`."""

import subprocess
import sys

import pytest

_SHORT_S, _LONG_S = 10, 120


def _play(seed, seconds, tmp_path, *, timeout):
    log = tmp_path / "steps.log"
    command = [sys.executable, "-m", "tests.faults.monkey", "--seed", str(seed)]
    done = subprocess.run(
        [*command, "--seconds", str(seconds), "--log", str(log)],
        capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip
    steps = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    last = "\n".join(steps[-15:])
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}\n{last}"
    assert len(steps) > 10


@pytest.mark.timeout(290)
def test_the_window_stands_short_mischief(tmp_path):
    _play(1, _SHORT_S, tmp_path, timeout=270)


@pytest.mark.slow
@pytest.mark.timeout(800)
@pytest.mark.parametrize("seed", range(1, 31))
def test_the_window_stands_long_mischief(seed, tmp_path):
    _play(seed, _LONG_S, tmp_path, timeout=780)
