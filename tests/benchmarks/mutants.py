"""Whether the tests notice small mistakes in the program.

    python -m tests.benchmarks.mutants [--count 300] [--seed 0] [--jobs 2]

Makes random mistakes, one at a time, in copies of the modules of `PACKAGES`, and
runs the tests nearest to the changed module in the graph of imports. A mistake is
caught when a test fails, and survives when none does. End-to-end tests are left
out: they reach everything and would hide what unit tests miss. Prints the
survivors with their lines; ``--json`` writes all of them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Queue

import numpy as np

from tests.benchmarks.mutations import Mutation, mutations_of
from tests.benchmarks.nearest_tests import NearestTests

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "io", "evaluation", "analysis", "workflows")
_TIMEOUT_S = 240


@dataclass(frozen=True)
class Outcome:
    """What became of a mistake: ``caught``, ``survived`` or ``no tests``."""

    file: str
    line: int
    before: str
    after: str
    outcome: str


def chosen_mutations(count: int, seed: int) -> list[tuple[Path, Mutation]]:
    """Draw mistakes from all that are possible, each with the same chance."""
    possible = [
        (file, mutation)
        for package in PACKAGES
        for file in sorted((ROOT / "hsiviewer" / package).rglob("*.py"))
        for mutation in mutations_of(file.read_text(encoding="utf-8"))
    ]
    random = np.random.default_rng(seed)
    picks = random.choice(len(possible), min(count, len(possible)), replace=False)
    return [possible[pick] for pick in sorted(picks.tolist())]


def tried(tree: Path, nearest: NearestTests, file: Path, mutation: Mutation) -> Outcome:
    """Make one mistake in a copy of the program, and run the tests near it."""
    relative = file.relative_to(ROOT)
    source = file.read_text(encoding="utf-8")
    told = {
        "file": relative.as_posix(),
        "line": mutation.line,
        "before": mutation.before,
        "after": mutation.after,
    }
    tests = nearest.of(relative)
    if not tests:
        return Outcome(**told, outcome="no tests")
    copy = tree / relative
    copy.write_text(mutation.applied(source), encoding="utf-8")
    try:
        status = _run_tests(tree, tests)
    finally:
        copy.write_text(source, encoding="utf-8")
    return Outcome(**told, outcome="survived" if status == 0 else "caught")


def _run_tests(tree: Path, tests: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["-m", "not slow and not gpu", *tests]
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
    try:
        return subprocess.run(
            command,
            cwd=tree,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
        ).returncode
    except subprocess.TimeoutExpired:
        return 1


def _copies(folder: Path, count: int) -> Iterator[Path]:
    """Copy what git knows of the program, once for each job."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for number in range(count):
        tree = folder / str(number) / ROOT.name
        for name in listed:
            if (ROOT / name).is_file():
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, tree / name)
        yield tree


def run(count: int, seed: int, jobs: int) -> list[Outcome]:
    """Try mistakes in parallel and return what became of each."""
    nearest = NearestTests(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        trees: Queue[Path] = Queue()
        for tree in _copies(Path(folder), jobs):
            trees.put(tree)

        def attempt(case: tuple[Path, Mutation]) -> Outcome:
            tree = trees.get()
            try:
                outcome = tried(tree, nearest, *case)
            finally:
                trees.put(tree)
            if outcome.outcome != "caught":
                place = f"{outcome.file}:{outcome.line}"
                change = f"{outcome.before!r} -> {outcome.after!r}"
                print(f"{outcome.outcome}: {place}: {change}", flush=True)
            return outcome

        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(attempt, chosen_mutations(count, seed)))


def main() -> None:
    """Print how many mistakes were caught in each package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    outcomes = run(arguments.count, arguments.seed, arguments.jobs)
    for package in (*PACKAGES, ""):
        of_package = [
            outcome
            for outcome in outcomes
            if outcome.file.startswith(f"hsiviewer/{package}")
        ]
        caught = sum(outcome.outcome == "caught" for outcome in of_package)
        if of_package:
            share = caught / len(of_package)
            name = package or "all"
            print(f"{name:12s} {caught:4d} of {len(of_package):4d}  {share:.0%}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(outcome) for outcome in outcomes], indent=1)
        )


if __name__ == "__main__":
    main()
