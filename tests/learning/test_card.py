"""The run of all that needs a card: kept after each part, and gone on with."""

import json
import time

import pytest

from hsiviewer.core.errors import WorkerError
from tests.benchmarks import card
from tests.in_process import run_jobs_here


@pytest.fixture
def call(tmp_path, capsys):
    """Return a way to run parts; it returns status, outcomes and what was printed."""
    out = tmp_path / "card.json"

    def run(*options):
        status = card.main(["--small", "--device", "cpu", "--out", str(out), *options])
        return status, json.loads(out.read_text())["parts"], capsys.readouterr().out

    return run


def test_parts_that_are_done_are_not_run_again(call, monkeypatch):
    begun = []
    trouble = {
        "memory": WorkerError("the card is gone"),
        "houston": card.OutOfTimeError,
    }

    def made(name):
        async def part(_bench):
            begun.append(name)
            if name in trouble:
                raise trouble.pop(name)
            return {"seconds": 1.25}

        return part

    parts = {name: made(name) for name in ("cancel", "memory", "houston")}
    monkeypatch.setattr(card, "PARTS", parts)
    status, found, printed = call("--only", *parts)
    assert status == 1
    states = {name: outcome["state"] for name, outcome in found.items()}
    assert states == {"cancel": "done", "memory": "failed", "houston": "left"}
    assert found["memory"]["told"] == "the card is gone"
    assert "seconds 1.25" in printed
    status, found, _ = call("--only", *parts)
    assert status == 0
    assert begun == ["cancel", "memory", "houston", "memory", "houston"]
    assert {outcome["state"] for outcome in found.values()} == {"done"}


def test_a_part_without_time_is_left_for_the_next_run(call, tmp_path):
    status, found, _ = call("--only", "paper:s3fn", "--minutes", "0")
    assert status == 1
    assert found["paper:s3fn"]["state"] == "left"
    assert found["paper:s3fn"]["told"] == "no time was left"
    with pytest.raises(SystemExit):
        card.main(["--out", str(tmp_path / "card.json"), "--only", "paper:s3fn"])


def test_work_of_the_process_itself_stops_at_the_deadline():
    card.Deadline(time.monotonic() + 60).checkpoint()
    with pytest.raises(card.OutOfTimeError):
        card.Deadline(time.monotonic()).checkpoint()


def test_figures_of_a_training_are_kept(call, monkeypatch, tmp_path):
    run_jobs_here(monkeypatch)
    status, found, printed = call("--only", "paper:curated-prompts")
    assert status == 0
    figures = found["paper:curated-prompts"]["figures"]
    assert 0 < figures["overall_accuracy"] <= 1
    assert figures["seconds"]["total"] > 0
    assert "overall_accuracy" in printed
    assert not list(tmp_path.glob("card.runs/*")), "a run that is done leaves nothing"


@pytest.mark.slow
def test_all_parts_run_on_a_processor_with_small_settings(call):
    status, found, _ = call()
    assert status == 0
    assert set(found) == set(card.PARTS)
    assert found["cancel"]["figures"]["worst_s"] < 5
    memory = found["memory"]["figures"]
    assert memory["before_cancel_mb"] > memory["before_mb"] + 50
    assert memory["kept_mb"] < 50
    modes = found["precision"]["figures"]
    assert list(modes) == ["full", "tf32", "bfloat16"]
    assert modes["full"]["same"] == modes["tf32"]["same"] == 1
    assert modes["bfloat16"]["same"] > 0.9
    assert found["houston"]["figures"]["pixels"] == 3600
