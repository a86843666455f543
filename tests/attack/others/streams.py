"""Outputs that are closed or full while a command writes to them."""

import os
from pathlib import Path

import numpy as np

from tests.attack import scenes
from tests.attack.family import Answer, Family, Files, Mutant, Ordered, Originals
from tests.attack.lure import Lure
from tests.attack.others.commands import run_command

_COMMANDS = ("info scene.npy", "info --json scene.npy", "methods --json", "methods",
"--help",
             "sample new --rows 40 --cols 40 --bands 9",
             "info nothing.npy")  # fmt: skip
_STREAMS = ("closed pipe", "full", "closed")


def prepare(folder: Path) -> None:
    """Write one scene."""
    (folder / "scene").mkdir(parents=True)
    np.save(folder / "scene" / "scene.npy", scenes.smooth_values())


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "open info scene.npy"


def mutate(originals: Originals, name: str, chance: Ordered, _lure: Lure) -> Mutant:
    """Choose a command and what is wrong with its output."""
    stream = _STREAMS[chance.number % len(_STREAMS)]
    command = _COMMANDS[chance.number // len(_STREAMS) % len(_COMMANDS)]
    return Mutant(f"{stream}: {command}", name, originals[name], f"{stream}: {command}")


def open_stream(folder: Path, mutant: Mutant) -> Answer:
    """Run a command with such an output."""
    stream, _, command = mutant.opened.partition(": ")
    if not command:
        return run_command(mutant.opened.split(" ")[1:], folder)
    words = command.split(" ")
    if stream == "full":
        with Path("/dev/full").open("wb") as full:
            return run_command(words, folder, stdout=full)
    if stream == "closed":
        return run_command(words, folder, stdout=None, preexec_fn=_close_output)
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        return run_command(words, folder, stdout=write_end)
    finally:
        os.close(write_end)


def _close_output() -> None:
    os.close(1)


FAMILY = Family(
    "streams", "closed pipe, full or closed output", len(_COMMANDS) * len(_STREAMS),
    prepare, mutate, open_stream, intact, is_mutation=False, seconds=90,
)  # fmt: skip
