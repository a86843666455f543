"""How good a map is by a reference, and how large its classes are."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.refinement import Refinement
from hsiviewer.evaluation.areas import ClassArea, class_areas, hectares_text
from hsiviewer.evaluation.intervals import Z95
from hsiviewer.evaluation.mcnemar import MapTest, mcnemar
from hsiviewer.evaluation.metrics import Accuracy, assess
from hsiviewer.evaluation.report import accuracy_record
from hsiviewer.evaluation.stratified import Estimate, StratifiedSample
from hsiviewer.io.atomic import write_text
from hsiviewer.io.label_references import split_label_reference
from hsiviewer.io.labels import read_labels
from hsiviewer.io.pixel_area import pixel_area_m2
from hsiviewer.io.targets import Source, Target, check_targets
from hsiviewer.workflows.tasks.references import read_matched
from hsiviewer.workflows.tasks.refining import refined_result
from hsiviewer.workflows.tasks.result_sources import ResultSource, open_result

Say = Callable[[str], object]
Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True, kw_only=True)
class AssessFiles:
    """Paths and settings of ``hsiviewer assess``, named as on the command line.

    Parameters
    ----------
    result : Path
        Folder of a run, or a map.
    reference : str
        Ground truth: a raster, areas, or points that were visited.
    labels : str
        Pixels that were learned from and are left out; a run knows its own.
    against : Path, optional
        Another run or map of the scene, to be compared with.
    strata : str
        Raster that the reference was drawn from, if not the classes of the map.
    refinement : Refinement
        What is done to the map first.
    """

    result: Path
    reference: str
    labels: str = ""
    against: Path | None = None
    strata: str = ""
    refinement: Refinement = field(default_factory=Refinement)
    json_path: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True, eq=False)
class Assessed:
    """A map against a reference.

    Parameters
    ----------
    accuracy : Accuracy
        Of the reference pixels as they are.
    sample : StratifiedSample
        The same pixels, weighed by the area of their strata.
    areas : list of ClassArea
        Of the classes.
    scheme : ClassScheme
        Gives names.
    test : MapTest, optional
        Against another map.
    """

    accuracy: Accuracy
    sample: StratifiedSample
    areas: list[ClassArea]
    scheme: ClassScheme
    test: MapTest | None = None

    def record(self) -> dict[str, Any]:
        """Return all figures as JSON values."""
        ids = self.accuracy.class_ids
        told = accuracy_record(self.accuracy, self.scheme)
        told["areas"] = [area.record() for area in self.areas]
        told["by_area"] = {
            "overall_accuracy": _pair(self.sample.overall_accuracy()),
            "users_accuracy": [_pair(self.sample.users_accuracy(each)) for each in ids],
            "producers_accuracy": [
                _pair(self.sample.producers_accuracy(each)) for each in ids
            ],
            "unsampled": list(self.sample.unsampled),
        }
        if self.test is not None:
            told["mcnemar"] = {
                "first_only": self.test.first_only,
                "second_only": self.test.second_only,
                "difference": self.test.difference,
                "p_value": self.test.p_value,
            }
        return told


def assess_files(request: AssessFiles, say: Say) -> None:
    """Compare a map with a reference, and say what follows.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or no reference pixel is left.
    """
    _check_targets(request)
    source = open_result(request.result)
    scene = source.grid if source.has_scene else None
    refined = refined_result(source.result, request.refinement, SilentProgress(), scene)
    source = replace(source, result=refined)
    reference = read_matched(request.reference, source.grid, source.result.scheme)
    truth = reference.labels.values
    labels = _labels(request, source)
    if labels is not None:
        truth = np.where(labels > 0, 0, truth).astype(np.uint16)
    if not truth.any():
        raise LabelFormatError(
            f"{reference.name} has no pixel left to compare with: all of them are "
            "labels too, or none has a class; give another reference"
        )
    strata = None
    if request.strata:
        strata = read_labels(request.strata, source.grid)[0].values
    found = assessed(source, truth, strata=strata)
    if request.against is not None:
        other = open_result(request.against)
        theirs = read_labels_like(other, source)
        test = mcnemar(truth, source.result.class_map, theirs)
        found = Assessed(
            found.accuracy, found.sample, found.areas, found.scheme, test=test
        )
    if request.json_path is not None:
        text = json.dumps(found.record(), indent=1, allow_nan=False)
        write_text(request.json_path, text + "\n")
    say(format_assessed(found))


def assessed(
    source: ResultSource, truth: Ids, *, strata: Ids | None = None
) -> Assessed:
    """Return a map against a reference; errors as `assess_files`."""
    class_map = np.asarray(source.result.class_map)
    sample = StratifiedSample.of_map(truth, class_map, strata)
    size = pixel_area_m2(source.result.georeference, source.grid.grid_shape)
    scheme = source.result.scheme
    areas = class_areas(class_map, scheme, pixel_m2=size, sample=sample)
    return Assessed(assess(truth, class_map), sample, areas, scheme)


def read_labels_like(other: ResultSource, source: ResultSource) -> Ids:
    """Return the class ids of another map of the same scene.

    Raises
    ------
    LabelFormatError
        If it has other rows and columns.
    """
    ids = np.asarray(other.result.class_map)
    if ids.shape != source.result.class_map.shape:
        raise LabelFormatError(
            f"{other.title} has {ids.shape[0]} x {ids.shape[1]} pixels, and "
            f"{source.title} has {source.grid.grid_shape[0]} x "
            f"{source.grid.grid_shape[1]}: compare maps of one scene"
        )
    return ids


def format_assessed(found: Assessed) -> str:
    """Return figures, areas and the comparison as a text."""
    record = accuracy_record(found.accuracy, found.scheme)
    lines = [f"{found.accuracy.n} reference pixels"]
    for key, title in (
        ("overall_accuracy", "overall accuracy"),
        ("average_accuracy", "average accuracy"),
        ("kappa", "kappa"),
    ):
        lines.append(f"{title:17} {_figure(record[key], record[f'{key}_interval'])}")
    lines += ["", f"{'class':20} {'users':>22} {'producers':>22} {'F1':>22}"]
    for row, name in enumerate(record["class_names"]):
        cells = " ".join(
            f"{_figure(record[key][row], record[f'{key}_intervals'][row]):>22}"
            for key in ("precision", "recall", "f1")
        )
        lines.append(f"{name[:20]:20} {cells}")
    lines += ["", *area_lines(found.areas), *_doubts(found)]
    if found.test is not None:
        lines += ["", test_sentence(found.test)]
    return "\n".join(lines)


def area_lines(areas: list[ClassArea]) -> list[str]:
    """Return the areas of classes as lines of a table."""
    lines = [f"{'area':20} {'mapped':>20} {'by the reference (95 %)':>36}"]
    for area in areas:
        mapped = f"{100 * area.share:.2f} %"
        if np.isfinite(area.hectares):
            mapped = f"{hectares_text(area.hectares)} ha {mapped:>8}"
        adjusted, hectares = area.adjusted, area.adjusted_hectares
        told = ""
        if adjusted is not None and hectares is not None:
            told = f"{100 * adjusted.value:.2f} ± {100 * Z95 * adjusted.error:.2f} %"
            if np.isfinite(hectares.value):
                half = hectares_text(Z95 * hectares.error)
                told = f"{hectares_text(hectares.value)} ± {half} ha {told:>16}"
        lines.append(f"{area.name[:20]:20} {mapped:>20} {told:>36}")
    return lines


def test_sentence(test: MapTest) -> str:
    """Return what a comparison of two maps says."""
    told = (
        f"{test.first_only} pixels are right in the first map only, "
        f"{test.second_only} in the second only: overall accuracy differs by "
        f"{100 * test.difference:+.2f} points (McNemar p = {test.p_value:.3g})."
    )
    if test.p_value >= 0.05:
        return f"{told} The difference is not statistically significant."
    return told


def _doubts(found: Assessed) -> list[str]:
    sample, names = found.sample, {each.class_id: each.name for each in found.areas}
    lines = [
        "",
        "Areas by the reference and their errors hold if the reference pixels were "
        "drawn at random within the classes of the map.",
    ]
    if sample.unsampled:
        lost = ", ".join(names.get(each, str(each)) for each in sample.unsampled)
        lines.append(f"No reference pixel lies in: {lost}. Nothing is said about them.")
    if sample.thin:
        thin = ", ".join(names.get(each, str(each)) for each in sample.thin)
        lines.append(
            f"A single reference pixel lies in: {thin}. Errors cannot be told; visit "
            "two pixels at least."
        )
    return lines


def _labels(request: AssessFiles, source: ResultSource) -> Ids | None:
    if request.labels:
        return read_labels(request.labels, source.grid)[0].values
    return source.labels


def _check_targets(request: AssessFiles) -> None:
    if request.json_path is None:
        return
    sources: list[Source] = [Source(request.result, "the map")]
    for given, title in (
        (split_label_reference(request.reference)[0], "the reference"),
        (request.labels, "the labels"),
        (request.against, "the other map"),
        (request.strata, "the strata"),
    ):
        if given:
            sources.append(Source(given, title))
    target = Target(request.json_path, "--json", suffixes=(".json",))
    check_targets([target], sources, overwrite=request.overwrite)


def _figure(value: float | None, interval: list[float | None]) -> str:
    if value is None:
        return "undefined"
    low, high = interval
    if low is None or high is None:
        return f"{value:.4f}"
    return f"{value:.4f} ({low:.3f}-{high:.3f})"


def _pair(estimate: Estimate) -> list[float | None]:
    return [part if np.isfinite(part) else None for part in estimate]
