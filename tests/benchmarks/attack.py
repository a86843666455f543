"""Attack every reader with damaged and hostile files, and print how it ended.

    python -m tests.benchmarks.attack [--family NAME ...] [--count N] [--seed S]
        [--jobs 2] [--keep DIR] [--json FILE] [--number N]

Each mutant is opened in a child process of its own, with 4 GB of memory and 10 s
of processor time. It must be refused in a sentence, or open and be read to the
end. The exit status is 1 if anything else happened. With ``--number`` one mutant
of one family is opened again, and all that is known of it is printed.
"""

import argparse
import dataclasses
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.attack.children import is_possible
from tests.attack.families import FAMILIES
from tests.attack.report import as_json, details, figures, table
from tests.attack.running import Attack


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", action="append", choices=[*FAMILIES])
    parser.add_argument("--count", type=int, help="mutants of each family")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for bad mutants")
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument("--number", type=int, help="this mutant only")
    given = parser.parse_args()
    if not is_possible():
        print("the attack forks its children, which this system cannot")
        return 2
    names = given.family or [*FAMILIES]
    with tempfile.TemporaryDirectory(prefix="attack") as work:
        attack = Attack(Path(work), jobs=given.jobs, seed=given.seed, keep=given.keep)
        if given.number is not None:
            numbers = range(given.number, given.number + 1)
            return show(attack, dict.fromkeys(names, numbers))
        counts = {
            name: FAMILIES[name].count if given.count is None else given.count
            for name in names
        }
        return mutants(attack, counts, given.json)


def show(attack: Attack, numbers: dict[str, range]) -> int:
    """Print all about single mutants."""
    outcomes = list(attack.run_numbers(numbers))
    for each in outcomes:
        print(json.dumps(dataclasses.asdict(each), indent=1, default=str))
    return int(any(each.faults for each in outcomes))


def mutants(attack: Attack, counts: dict[str, int], json_path: Path | None) -> int:
    """Print the figures of many mutants."""
    begin, outcomes = time.monotonic(), []
    for outcome in attack.run(counts):
        outcomes.append(outcome)
        if len(outcomes) % 500 == 0:
            print(f"{len(outcomes)} mutants", file=sys.stderr, flush=True)
    print(details(outcomes))
    bad = 0
    for is_mutation, heading in ((True, "Mutants"), (False, "Other attacks")):
        titles = {
            name: family.title for name, family in FAMILIES.items()
            if family.is_mutation == is_mutation
        }  # fmt: skip
        chosen = [each for each in outcomes if each.family in titles]
        if chosen:
            found = figures(chosen, titles)
            bad += found["all"]["bad"]
            print(f"\n{heading}\n{table(found, titles)}")
    print(f"\n{bad} bad of {len(outcomes)}, {time.monotonic() - begin:.0f} s")
    if json_path is not None:
        titles = {name: family.title for name, family in FAMILIES.items()}
        found = figures(outcomes, titles)
        json_path.write_text(as_json(found, outcomes), encoding="utf-8")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
