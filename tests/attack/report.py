"""The figures of an attack, as a table for people and as JSON."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from tests.attack.children import Outcome

_OUTCOMES = ("refused", "opened", "traceback", "crash", "hang", "memory")
# How the report calls them: foreign is bytes of a file that was not opened, code is
# anything that was run, lost and mixed are projects with other labels.
_FAULTS = ("zeros", "foreign", "socket", "code", "overwritten", "lost", "mixed")
_COLUMNS = (*_OUTCOMES, *_FAULTS)
_SHORT = {"overwritten": "overwr.", "traceback": "traceb."}


def figures(outcomes: Iterable[Outcome], titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the counts by family, and all together."""
    by_family: dict[str, Counter[str]] = defaultdict(Counter)
    for each in outcomes:
        row = by_family[each.family]
        row["tried"] += 1
        row["seconds"] += each.seconds
        row[each.outcome] += 1
        row.update(set(each.faults) - {each.outcome})
        row["bad"] += bool(each.faults)
    keys = ("tried", *_COLUMNS, "bad", "seconds")
    rows = {
        name: {key: round(by_family[name][key], 1) for key in keys}
        for name in titles if name in by_family
    }  # fmt: skip
    total = {key: sum(row[key] for row in rows.values()) for key in keys}
    return {"families": rows, "all": total}


def table(found: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return the counts as text."""
    width = max(map(len, titles.values()))
    heads = ["tried", *(_SHORT.get(each, each) for each in _COLUMNS)]
    lines = [" ".join([" " * width, *(f"{head:>8}" for head in heads)])]
    rows = {titles[name]: row for name, row in found["families"].items()}
    for title, row in {**rows, "all": found["all"]}.items():
        cells = [f"{row[key]:>8}" for key in ("tried", *_COLUMNS)]
        lines.append(" ".join([f"{title:<{width}}", *cells]))
    return "\n".join(lines)


def details(outcomes: Iterable[Outcome]) -> str:
    """Return the distinct faults with how often they came and one example each."""
    groups: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for each in outcomes:
        for fault in dict.fromkeys(each.faults):
            what = each.message if each.outcome in ("traceback", "crash") else each.kind
            groups[each.family, fault, what.split(": ")[0]].append(each)
    lines = []
    for (family, fault, what), members in sorted(
        groups.items(), key=lambda item: (item[0][0], item[0][1], -len(item[1]))
    ):
        first = min(members, key=lambda each: each.number)
        lines.append(f"{len(members):>4} x {family}: {fault}: {what}")
        lines.append(
            f"         first {first.number} ({first.kind}): {first.message[:300]}"
        )
    return "\n".join(lines)


def as_json(found: Mapping[str, Any], outcomes: Iterable[Outcome]) -> str:
    """Return counts and every bad mutant as JSON."""
    bad = [
        {key: value for key, value in asdict(each).items() if key not in ("answer",
        "modules")}
        for each in outcomes
        if each.faults
    ]  # fmt: skip
    return json.dumps({**found, "bad": bad}, indent=1) + "\n"
