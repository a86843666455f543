"""What a run has achieved, as JSON values, as a page, and as a table over seeds."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hsiviewer.core import paths
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.evaluation.metrics import Accuracy

_FIGURES = ("overall_accuracy", "average_accuracy", "kappa")


def run_report(
    result: ClassificationResult,
    *,
    n_labels: int,
    accuracy: Accuracy | None = None,
    n_overlapping: int | None = None,
) -> dict[str, Any]:
    """Return the report of one run as JSON values.

    Parameters
    ----------
    result : ClassificationResult
        Gives the provenance and the class areas.
    n_labels : int
        Number of pixels that were trained on.
    accuracy : Accuracy, optional
        Against a reference without those pixels.
    n_overlapping : int, optional
        Reference pixels whose patch shares pixels with a label's patch.
    """
    report: dict[str, Any] = {
        **result.provenance,
        "n_labels": n_labels,
        "class_ids": list(result.scheme.ids),
        "class_names": [each.name for each in result.scheme],
        "mapped_pixels": _mapped(result),
    }
    if accuracy is not None:
        report |= accuracy_record(accuracy, result.scheme)
    if n_overlapping is not None:
        report["n_overlapping"] = n_overlapping
    return report


def accuracy_record(accuracy: Accuracy, scheme: ClassScheme) -> dict[str, Any]:
    """Return the figures of a comparison with a reference as JSON values."""
    return {
        "overall_accuracy": _number(accuracy.overall_accuracy),
        "average_accuracy": _number(accuracy.average_accuracy),
        "kappa": _number(accuracy.kappa),
        "precision": [_number(each) for each in accuracy.precision],
        "recall": [_number(each) for each in accuracy.recall],
        "f1": [_number(each) for each in accuracy.f1],
        "confusion_matrix": accuracy.matrix.tolist(),
        "unclassified": accuracy.missed.tolist(),
        "class_ids": list(accuracy.class_ids),
        "class_names": [
            scheme[each].name if each in scheme else f"class {each}"
            for each in accuracy.class_ids
        ],
        "n_reference": accuracy.n,
    }


def render_html(report: Mapping[str, Any]) -> str:
    """Return a self-contained page for a report of `run_report`.

    Names and descriptions come from files of unknown origin; everything is
    escaped.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(paths.resources() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("report.html").render(report=report)


def summarise(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return mean and standard deviation over seeds per method and shots.

    Parameters
    ----------
    records : sequence of mapping
        One per run, with ``method``, ``shots``, ``seed`` and the figures of
        `accuracy_record`.

    Returns
    -------
    list of dict
        In order of first appearance; the deviation is the sample's, 0 for one
        seed.
    """
    groups: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for each in records:
        groups.setdefault((each["method"], each["shots"]), []).append(each)
    return [_summary(*key, runs) for key, runs in groups.items()]


def format_summary(summary: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of `summarise` for people, figures as fractions."""
    lines = [
        f"{'method':<18} {'shots':>5} {'seeds':>5}  {'OA':^14} {'AA':^14} "
        f"{'kappa':^14} {'seconds':>8}"
    ]
    for each in summary:
        figures = " ".join(
            f"{each[name]['mean']:.4f} ± {each[name]['std']:.4f}" for name in _FIGURES
        )
        lines.append(
            f"{each['method']:<18} {each['shots']:>5} {len(each['seeds']):>5}  "
            f"{figures} {each['seconds']:>8.1f}"
        )
    return "\n".join(lines)


def _summary(
    method: str, shots: int, runs: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    figures = {}
    for name in _FIGURES:
        values = np.array([run[name] for run in runs], float)
        spread = float(values.std(ddof=1)) if values.size > 1 else 0.0
        figures[name] = {"mean": float(values.mean()), "std": spread}
    return {
        "method": method,
        "shots": shots,
        "seeds": [run["seed"] for run in runs],
        "seconds": float(np.mean([run["seconds"]["total"] for run in runs])),
        **figures,
    }


def _mapped(result: ClassificationResult) -> dict[str, int]:
    ids, counts = np.unique(result.class_map, return_counts=True)
    return dict(zip(map(str, ids.tolist()), counts.tolist(), strict=True))


def _number(value: float) -> float | None:
    """Return a figure as JSON has it; undefined ones become null."""
    return float(value) if math.isfinite(value) else None
