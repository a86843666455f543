"""Methods side by side on the same labels: figures over seeds, and paired tests."""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

CHOSEN_ON_TEST = "chosen on the test pixels (unsound)"
_FIGURES = ("overall_accuracy", "average_accuracy", "kappa")


def label_of(record: Mapping[str, Any]) -> str:
    """Return what a run is called: its method, and what was swept."""
    variant = record.get("variant", "")
    return f"{record['method']} {variant}".strip()


def shots_text(shots: float) -> str:
    """Return labels per class as people write them: ``8``, or ``10%``."""
    return f"{shots:.4g}" if shots >= 1 else f"{100 * shots:.4g}%"


def chosen_on_test(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return for each seed the variant that did best on the test pixels.

    An unsound habit of released code, which keeps the epoch that the test pixels
    liked best: the figures show by how much it flatters. No figure of the program
    is made this way unless it says so.
    """
    groups: dict[tuple[str, float, int], list[Mapping[str, Any]]] = {}
    for record in records:
        key = (record["method"], record["shots"], record["seed"])
        groups.setdefault(key, []).append(record)
    best = [
        max(runs, key=lambda run: run["overall_accuracy"] or 0.0)
        for runs in groups.values()
    ]
    return [{**run, "variant": CHOSEN_ON_TEST} for run in best]


def summarise(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return mean and standard deviation over seeds per method, variant and shots.

    Parameters
    ----------
    records : sequence of mapping
        One per run, with ``method``, ``shots``, ``seed``, optionally ``variant``,
        and the figures of `hsiviewer.evaluation.report.accuracy_record`.

    Returns
    -------
    list of dict
        In order of first appearance; the deviation is the sample's, 0 for one
        seed. ``fewest_labels`` is there where a class gave fewer than ``shots``.
    """
    return [_summary(runs) for runs in _grouped(records).values()]


def paired_tests(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Compare the overall accuracies of all pairs with the same shots, seed by seed.

    Seeds give the same labels to every method, so that differences are paired. The
    p-value is of the exact permutation test that exchanges the two methods' figures
    in any of the seeds: with n seeds it cannot be below 2 / 2**n. The sign test beside
    it looks only at who is ahead, so that a single seed counts no more than another.

    Returns
    -------
    list of dict
        ``first``, ``second``, ``shots``, ``seeds``, ``difference`` (mean of first
        minus second) and its ``deviation`` over seeds, ``by_seed`` (the differences),
        ``average_accuracy_difference``, ``wins`` and ``losses`` (seeds in which first
        is ahead and behind), ``p_value`` and ``sign_p_value``; only pairs with at
        least two seeds in common.
    """
    found = []
    groups = _grouped(records)
    for (one, first), (other, second) in itertools.combinations(groups.items(), 2):
        if one[1] != other[1]:
            continue
        by_seed = _differences(first, second, "overall_accuracy")
        if len(by_seed) < 2:
            continue
        differences = np.array(list(by_seed.values()))
        average = list(_differences(first, second, "average_accuracy").values())
        found.append(
            {
                "first": one[0],
                "second": other[0],
                "shots": one[1],
                "seeds": len(by_seed),
                "difference": float(differences.mean()),
                "deviation": float(differences.std(ddof=1)),
                "average_accuracy_difference": float(np.mean(average or [0.0])),
                "by_seed": {str(seed): by_seed[seed] for seed in by_seed},
                "wins": int((differences > 0).sum()),
                "losses": int((differences < 0).sum()),
                "p_value": permutation_p_value(differences),
                "sign_p_value": sign_p_value(differences),
            }
        )
    return found


def _differences(
    first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]], figure: str
) -> dict[int, float]:
    """Return first minus second for each seed in which both have the figure."""
    others = {run["seed"]: run[figure] for run in second}
    return {
        run["seed"]: run[figure] - others[run["seed"]]
        for run in first
        if run[figure] is not None and others.get(run["seed"]) is not None
    }


def sign_p_value(differences: npt.NDArray[np.floating]) -> float:
    """Return the two-sided p-value of the exact sign test; zeros do not count."""
    from scipy import stats

    wins, losses = int((differences > 0).sum()), int((differences < 0).sum())
    if not wins + losses:
        return 1.0
    return float(stats.binomtest(wins, wins + losses).pvalue)


def permutation_p_value(differences: npt.NDArray[np.floating]) -> float:
    """Return the two-sided p-value of paired differences, by exchanging their signs.

    Exact up to 12 pairs; by 9999 draws beyond.
    """
    from scipy import stats  # takes a second, which few need

    if not differences.any():
        return 1.0
    result = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        n_resamples=9999,
        rng=np.random.default_rng(0),
    )
    return float(result.pvalue)


def format_summary(summary: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of `summarise` for people, figures as fractions."""
    names = [label_of(row) for row in summary]
    width = max(18, *(len(name) for name in names)) if names else 18
    lines = [
        f"{'method':<{width}} {'shots':>5} {'seeds':>5}  {'OA':^14} {'AA':^14} "
        f"{'kappa':^14} {'seconds':>8} {'MB':>6}"
    ]
    for name, each in zip(names, summary, strict=True):
        figures = " ".join(
            f"{each[key]['mean']:.4f} ± {each[key]['std']:.4f}" for key in _FIGURES
        )
        lines.append(
            f"{name:<{width}} {shots_text(each['shots']):>5} {len(each['seeds']):>5}  "
            f"{figures} {each['seconds']:>8.1f} {each['memory_mb']:>6.0f}"
        )
    fewer = {
        row["shots"]: row["fewest_labels"] for row in summary if "fewest_labels" in row
    }
    lines += [
        f"note: some classes have fewer than {shots_text(shots)} pixels to spare for "
        f"labels; the class with the fewest gave {fewest}."
        for shots, fewest in fewer.items()
    ]
    return "\n".join(lines)


def format_f1(summary: Sequence[Mapping[str, Any]]) -> str:
    """Return F1 of each class for people: a line per class, a column per method."""
    known = [row for row in summary if row.get("f1")]
    if not known:
        return ""
    names = list(dict.fromkeys(name for row in known for name in row["f1"]))
    titles = [f"{label_of(row)}, {shots_text(row['shots'])}" for row in known]
    first = max(len(name) for name in (*names, "F1 per class"))
    widths = [max(15, len(title)) for title in titles]
    lines = [_row("F1 per class", first, titles, widths)]
    for name in names:
        cells = []
        for row in known:
            found = row["f1"].get(name)
            told = f"{found['mean']:.3f} ± {found['std']:.3f}" if found else "-"
            cells.append(told)
        lines.append(_row(name, first, cells, widths))
    return "\n".join(lines)


def _row(title: str, width: int, cells: Sequence[str], widths: Sequence[int]) -> str:
    told = (f"{each:>{own}}" for each, own in zip(cells, widths, strict=True))
    return "  ".join([f"{title:<{width}}", *told])


def format_tests(tests: Sequence[Mapping[str, Any]]) -> str:
    """Return the paired tests for people, a line each."""
    if not tests:
        return ""
    head = "paired over seeds (overall accuracy, exact permutation test, sign test):"
    lines = [
        f"  {test['first']} - {test['second']}, {shots_text(test['shots'])} shots: "
        f"{test['difference']:+.4f} ± {test['deviation']:.4f}, ahead in "
        f"{test['wins']} of {test['seeds']}, p = {test['p_value']:.3f} "
        f"({test['sign_p_value']:.3f})"
        for test in tests
    ]
    return "\n".join([head, *lines])


def left_out_sentence(names: Sequence[str]) -> str:
    """Return what a run says of classes that could not be split."""
    return (
        "Left out because all their pixels are too close together for this split: "
        f"{', '.join(names)}."
    )


def format_left_out(records: Sequence[Mapping[str, Any]]) -> str:
    """Return for people which classes a spatial split could not learn or not test."""
    lines = []
    counts = Counter(name for run in records for name in run.get("left_out", ()))
    if counts:
        runs = len(records)
        names = ", ".join(
            name if count == runs else f"{name} ({count} of {runs} runs)"
            for name, count in counts.items()
        )
        lines.append(
            "warning: left out because all their pixels are too close together for "
            f"this split: {names}. The figures are those of the other classes."
        )
    missing = [{*run.get("untested", ()), *run.get("left_out", ())} for run in records]
    always = {name for name, count in counts.items() if count == len(records)}
    if never := sorted(set.intersection(*missing) - always) if missing else []:
        lines.append(
            "warning: learned, but tested in no run, because all pixels lie in the "
            f"blocks of labels or near them: {', '.join(never)}."
        )
    return "\n".join(lines)


def _grouped(
    records: Sequence[Mapping[str, Any]],
) -> dict[tuple[str, float], list[Mapping[str, Any]]]:
    groups: dict[tuple[str, float], list[Mapping[str, Any]]] = {}
    for record in records:
        groups.setdefault((label_of(record), record["shots"]), []).append(record)
    return groups


def _summary(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    figures = {
        name: _spread(np.array([run[name] for run in runs], float)) for name in _FIGURES
    }
    found = {
        "method": runs[0]["method"],
        "variant": runs[0].get("variant", ""),
        "shots": runs[0]["shots"],
        "seeds": [run["seed"] for run in runs],
        "seconds": float(np.mean([run["seconds"]["total"] for run in runs])),
        "memory_mb": max(float(run.get("memory_mb", 0.0)) for run in runs),
        **figures,
    }
    if all("f1" in run for run in runs):
        found["f1"] = _per_class(runs)
    fewest = min((_fewest_labels(run) for run in runs), default=math.inf)
    if fewest < runs[0]["shots"]:
        found["fewest_labels"] = fewest
    return found


def _fewest_labels(run: Mapping[str, Any]) -> float:
    """Return the labels of the class that has given the fewest."""
    return min(run.get("labels_per_class", {}).values(), default=math.inf)


def _per_class(runs: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Return F1 of each class over the seeds in which it can be told."""
    values: dict[int, list[float]] = {}
    names: dict[int, str] = {}
    for run in runs:
        for class_id, name, f1 in zip(
            run["class_ids"], run["class_names"], run["f1"], strict=True
        ):
            # Two classes may share a name, never an id.
            taken = names.setdefault(class_id, name)
            if list(names.values()).count(taken) > 1:
                names[class_id] = f"{name} ({class_id})"
            if f1 is not None:
                values.setdefault(class_id, []).append(f1)
    return {names[key]: _spread(np.array(each)) for key, each in values.items()}


def _spread(values: npt.NDArray[np.floating]) -> dict[str, float]:
    # A figure that cannot be told (kappa of one class) is left out of the mean.
    values = values[np.isfinite(values)]
    if not values.size:
        return {"mean": 0.0, "std": 0.0}
    deviation = float(values.std(ddof=1)) if values.size > 1 else 0.0
    return {"mean": float(values.mean()), "std": deviation}
