"""What a run has achieved, as JSON values and as a page."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hsiviewer.core import paths
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.generator import GENERATOR
from hsiviewer.evaluation import intervals
from hsiviewer.evaluation.areas import ClassArea
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.evaluation.report_pictures import ReportPictures


def run_report(
    result: ClassificationResult,
    *,
    n_labels: int,
    accuracy: Accuracy | None = None,
    n_overlapping: int | None = None,
    areas: Sequence[ClassArea] = (),
    coverage: Sequence[tuple[float, float, float]] = (),
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
    areas : sequence of ClassArea
        Of the classes of the map.
    coverage : sequence of tuple
        From `hsiviewer.evaluation.uncertainty.coverage_curve`.
    """
    report: dict[str, Any] = {
        "generator": GENERATOR,
        **result.provenance,
        "n_labels": n_labels,
        "class_ids": list(result.scheme.ids),
        "class_names": [cover.name for cover in result.scheme],
        "mapped_pixels": _mapped(result),
    }
    if accuracy is not None:
        report |= accuracy_record(accuracy, result.scheme)
    if n_overlapping is not None:
        report["n_overlapping"] = n_overlapping
    if areas:
        report["areas"] = [area.record() for area in areas]
    if coverage:
        report["coverage"] = [
            {"threshold": threshold, "coverage": share, "overall_accuracy": right}
            for threshold, share, right in coverage
        ]
    return report


def accuracy_record(accuracy: Accuracy, scheme: ClassScheme) -> dict[str, Any]:
    """Return the figures of a comparison with a reference as JSON values."""
    return {
        "overall_accuracy": _number(accuracy.overall_accuracy),
        "average_accuracy": _number(accuracy.average_accuracy),
        "kappa": _number(accuracy.kappa),
        "precision": [_number(score) for score in accuracy.precision],
        "recall": [_number(score) for score in accuracy.recall],
        "f1": [_number(score) for score in accuracy.f1],
        **_intervals(accuracy),
        "confusion_matrix": accuracy.matrix.tolist(),
        "unclassified": accuracy.missed.tolist(),
        "class_ids": list(accuracy.class_ids),
        "class_names": [
            scheme[class_id].name if class_id in scheme else f"class {class_id}"
            for class_id in accuracy.class_ids
        ],
        "n_reference": accuracy.n,
    }


def _intervals(accuracy: Accuracy) -> dict[str, Any]:
    """Return the 95 % intervals of the figures, as pairs of low and high."""
    single = {
        "overall_accuracy": intervals.overall_interval(accuracy),
        "average_accuracy": intervals.average_interval(accuracy),
        "kappa": intervals.kappa_interval(accuracy),
    }
    by_class = {
        "precision": intervals.precision_intervals(accuracy),
        "recall": intervals.recall_intervals(accuracy),
        "f1": intervals.f1_intervals(accuracy),
    }
    return {
        **{f"{name}_interval": _pair(found) for name, found in single.items()},
        **{f"{name}_intervals": [_pair(each) for each in found]
           for name, found in by_class.items()},
    }  # fmt: skip


def _pair(interval: intervals.Interval) -> list[float | None]:
    return [_number(end) for end in interval]


def render_html(
    report: Mapping[str, Any], pictures: ReportPictures | None = None
) -> str:
    """Return a self-contained page for a report of `run_report`.

    Names and descriptions come from files of unknown origin; everything is
    escaped.

    Parameters
    ----------
    pictures : ReportPictures, optional
        What the page shows beside the figures.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(paths.resources() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    template = environment.get_template("report.html")
    return template.render(
        report=report,
        pictures=pictures or ReportPictures(),
        # Drawn by the program from numbers: no text of a file is in it.
        spectra=Markup((pictures or ReportPictures()).spectra_svg),
    )


def _mapped(result: ClassificationResult) -> dict[str, int]:
    ids, counts = np.unique(result.class_map, return_counts=True)
    return dict(zip(map(str, ids.tolist()), counts.tolist(), strict=True))


def _number(value: float) -> float | None:
    """Return a figure as JSON has it; undefined ones become null."""
    return float(value) if math.isfinite(value) else None
