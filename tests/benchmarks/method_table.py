"""The table of all methods that the README shows and the program's advice is from.

    python -m tests.benchmarks.method_table --runs Salinas-A=a.json Potsdam=b.json
        --machine "2 cores of ..." --date 2026-11-21 [--keep] [--write]

Reads what `hsiviewer evaluate ... --json` has written and prints the table in
Markdown; with --write it also replaces `resources/measured/methods.json`. With --keep
the rows that are there and were not run again stay. A scene may be given several times,
for runs of other methods or numbers of labels.
"""

import argparse
import json
from pathlib import Path

from hsiviewer.core import paths
from hsiviewer.learning.registry import METHODS

TARGET = paths.resources() / "measured" / "methods.json"


def rows_of(scene: str, file: str) -> list[dict]:
    """Return one row per method, preset and number of labels."""
    report = json.loads(Path(file).read_text())
    classes = len(report["runs"][0]["class_names"])
    return [
        {
            "scene": scene,
            "classes": classes,
            "split": report["split"],
            "preset": report["preset"],
            "method": each["method"],
            "labels": each["shots"],
            "seeds": len(each["seeds"]),
            "accuracy": round(each["overall_accuracy"]["mean"], 4),
            "deviation": round(each["overall_accuracy"]["std"], 4),
            "average_accuracy": round(each["average_accuracy"]["mean"], 4),
            "seconds": round(each["seconds"], 1),
        }
        for each in report["summary"]
        if not each["variant"]
    ]


def kept_rows(rows: list[dict], earlier: list[dict]) -> list[dict]:
    """Return earlier rows that were not run again, and all new ones after them."""
    fields = ("scene", "split", "preset", "method", "labels")
    again = {tuple(row[field] for field in fields) for row in rows}
    kept = [
        row for row in earlier if tuple(row[field] for field in fields) not in again
    ]
    return kept + rows


def markdown(rows: list[dict]) -> str:
    """Return the table: a row per method and preset, a column per scene and labels."""
    columns = list(dict.fromkeys((each["scene"], each["labels"]) for each in rows))
    methods = [
        (name, preset)
        for name in METHODS
        for preset in ("quick", "paper")
        if any((each["method"], each["preset"]) == (name, preset) for each in rows)
    ]
    heads = [f"{scene}, {labels}" for scene, labels in columns]
    lines = [
        f"| Method | {' | '.join(heads)} | s |",
        "|---|" + "---|" * (len(heads) + 1),
    ]
    for method, preset in methods:
        own = {
            (each["scene"], each["labels"]): each
            for each in rows
            if (each["method"], each["preset"]) == (method, preset)
        }
        best = {
            column: max(
                each["accuracy"]
                for each in rows
                if (each["scene"], each["labels"]) == column
            )
            for column in columns
        }
        cells = []
        for column in columns:
            each = own.get(column)
            if each is None:
                cells.append("")
                continue
            told = f"{each['accuracy']:.3f} ± {each['deviation']:.3f}"
            cells.append(f"**{told}**" if each["accuracy"] == best[column] else told)
        seconds = [each["seconds"] for each in own.values()]
        title = f"`{method}`" + ("" if preset == "quick" else f" ({preset})")
        lines.append(
            f"| {title} | {' | '.join(cells)} | {min(seconds):g}-{max(seconds):g} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", nargs="+", required=True, metavar="SCENE=FILE")
    parser.add_argument("--machine", required=True)
    parser.add_argument("--date", required=True)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = []
    for each in options.runs:
        scene, _, file = each.partition("=")
        rows += rows_of(scene, file)
    if options.keep:
        rows = kept_rows(rows, json.loads(TARGET.read_text())["rows"])
    print(markdown(rows))
    if options.write:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        record = {"machine": options.machine, "date": options.date, "rows": rows}
        TARGET.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
