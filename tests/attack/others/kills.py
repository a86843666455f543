"""Processes that are killed while they paint; see `tests.faults.test_kills`."""

from pathlib import Path

from tests.attack.family import (
    Answer,
    BadEndError,
    Family,
    Files,
    Mutant,
    Ordered,
    Originals,
)
from tests.attack.lure import Lure
from tests.faults.test_kills import check_kills

_KILLS = 4  # of one project, one after the other
_TRIALS = 15


def prepare(folder: Path) -> None:
    """Write nothing: each trial paints a project of its own."""
    (folder / "none").mkdir(parents=True)
    (folder / "none" / "readme.txt").write_text("painted anew", encoding="utf-8")


def intact(_name: str, _files: Files) -> str:
    """Return how often a painting process is killed."""
    return "1"


def mutate(originals: Originals, name: str, chance: Ordered, _lure: Lure) -> Mutant:
    """Go on with the next trial."""
    kind = f"{_KILLS} kills, trial {chance.number}"
    return Mutant(kind, name, originals[name], str(_KILLS))


def open_killed(folder: Path, mutant: Mutant) -> Answer:
    """Paint, kill, and compare what is there with what was painted."""
    if mutant.kind == "none":  # a single kill may come before the first stroke
        return {}
    place = folder / "painting"
    place.mkdir()
    try:
        lost = check_kills(place, int(mutant.opened))
    except AssertionError as error:
        raise BadEndError("lost", str(error)) from error
    return {"lost": lost}


FAMILY = Family(
    "kills", f"kill -9 while painting ({_KILLS} kills each)", _TRIALS, prepare, mutate,
    open_killed, intact, is_mutation=False, seconds=90,
)  # fmt: skip
