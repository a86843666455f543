"""What a family of mutants is: its originals, its damage, and how it is opened."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.attack.lure import Lure

Files = Mapping[str, bytes]
Originals = Mapping[str, Files]
Answer = dict[str, Any]


class BadEndError(Exception):
    """An end that no refusal excuses.

    Parameters
    ----------
    fault : str
        As in `tests.attack.report`.
    """

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True)
class Mutant:
    """Files of which one is to be opened.

    Parameters
    ----------
    kind : str
        What was done, for the report.
    original : str
        Name of what it was made from.
    files : mapping
        Content by file name.
    opened : str
        What is opened, relative to the folder; with ``:variable`` if need be.
    pipes : tuple of str
        Names that are pipes which nobody writes to.
    links : mapping
        Names that are links, with their targets.
    """

    kind: str
    original: str
    files: Files
    opened: str
    pipes: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write all files to a folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in self.pipes:
            (folder / name).unlink(missing_ok=True)
            os.mkfifo(folder / name)
        for name, target in self.links.items():
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to(target)


def no_file(
    names: tuple[str, ...], chance: Random
) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Return a pipe, a device or a folder in the place of a file.

    Returns
    -------
    tuple
        What it is, and `Mutant.pipes` and `Mutant.links`.
    """
    name = chance.choice(names)
    if chance.random() < 0.6:
        return "pipe", (name,), {}
    return "device or folder", (), {name: chance.choice(("/dev/zero", os.curdir))}


class Ordered(Random):
    """A chance that knows which mutant it is for.

    Parameters
    ----------
    number : int
        Of the mutant.
    """

    def __init__(self, number: int, seed: int) -> None:
        super().__init__(f"{seed} {number}")
        self.number = number


Judge = Callable[[Answer, Answer, Mutant], list[str]]


def nothing_to_judge(_control: Answer, _answer: Answer, _mutant: Mutant) -> list[str]:
    """Say that whatever opened is right, as far as can be told."""
    return []


@dataclass(frozen=True)
class Family:
    """Mutants of one kind of file.

    Parameters
    ----------
    name, title : str
        For the command line, and for the report.
    count : int
        How many mutants a whole attack has.
    prepare : callable
        ``(folder)``: writes one folder of files per original.
    mutate : callable
        ``(originals, name of one, chance, lure) -> Mutant``.
    open : callable
        ``(folder, mutant) -> answer``; runs in a child.
    intact : callable
        ``(name, files) -> what is opened`` of an original as it is.
    judge : callable
        ``(answer of the original, answer, mutant) -> faults``.
    needs_torch : bool
        Whether children come from a parent that has loaded torch.
    changes_files : tuple of str
        Suffixes of files that opening may change.
    is_mutation : bool
        Whether files are damaged; the report lists other attacks by themselves.
    seconds : int
        What a child may take; more for whole commands.
    """

    name: str
    title: str
    count: int
    prepare: Callable[[Path], None]
    mutate: Callable[[Originals, str, Random, Lure], Mutant]
    open: Callable[[Path, Mutant], Answer]
    intact: Callable[[str, Files], str]
    judge: Judge = nothing_to_judge
    needs_torch: bool = False
    changes_files: tuple[str, ...] = ()
    is_mutation: bool = True
    seconds: int = 10

    def mutant(
        self, originals: Originals, number: int, seed: int, lure: Lure
    ) -> Mutant:
        """Return mutant `number`; the same for the same seed."""
        chance = Random(f"{seed} {self.name} {number}")
        name = chance.choice(sorted(originals))
        if not self.is_mutation:
            # These have a list of their own, which is gone through in order.
            chance = Ordered(number, seed)
        return self.mutate(originals, name, chance, lure)

    def control(self, originals: Originals, name: str) -> Mutant:
        """Return an original as it is."""
        files = originals[name]
        return Mutant("none", name, files, self.intact(name, files))


def read_originals(folder: Path) -> Originals:
    """Return the originals that `Family.prepare` has written."""
    return {
        each.name: {
            str(path.relative_to(each)): path.read_bytes()
            for path in sorted(each.rglob("*"))
            if path.is_file()
        }
        for each in sorted(folder.iterdir())
    }
