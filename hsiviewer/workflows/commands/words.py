"""Search a scene for phrases, propose labels and make a first map from words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.maps import write_layers
from hsiviewer.io.points import Column, PointTable, write_points
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.targets import Target, check_targets
from hsiviewer.language.similarity import Evidence, similarity
from hsiviewer.language.understanding import Understanding
from hsiviewer.workflows.commands.batch import (
    ClassifyFiles,
    Say,
    accuracy_line,
)
from hsiviewer.workflows.commands.inputs import file_metadata, file_scheme
from hsiviewer.workflows.describing.first_map import (
    ClassWords,
    class_words,
    map_from_words,
)
from hsiviewer.workflows.describing.proposals import Proposal, proposals
from hsiviewer.workflows.describing.word_scenes import WordScene, understood_phrases
from hsiviewer.workflows.tasks.references import read_matched, tell_permutation
from hsiviewer.workflows.tasks.report_pages import write_report
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    file_sources,
    map_target,
    points_target,
    report_target,
)

_LAYERS = (".tif", ".tiff")
_TOLD_FACTS = 8


@dataclass(frozen=True, kw_only=True)
class SearchFiles:
    """Paths and settings of ``hsiviewer search``, named as on the command line.

    Parameters
    ----------
    explain : tuple of int, optional
        Row and column, counted from 0, of a pixel whose facts are told.
    """

    scene: str
    phrases: tuple[str, ...]
    out: Path | None = None
    auxiliary: tuple[str, ...] = ()
    explain: tuple[int, int] | None = None
    meta: Path | None = None
    overwrite: bool = False
    text_encoder: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposeFiles:
    """Paths and settings of ``hsiviewer propose``, named as on the command line."""

    scene: str
    classes: Path
    out: Path
    count: int = 5
    labels: str = ""
    auxiliary: tuple[str, ...] = ()
    meta: Path | None = None
    overwrite: bool = False
    text_encoder: str = ""


def search_files(request: SearchFiles, *, progress: Progress, say: Say) -> None:
    """Search a scene for phrases, write a layer for each, and say what was understood.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, words mean nothing on the scene, or a
        phrase is not understood.
    CancelledError
        If the work was interrupted.
    """
    if request.out is not None:
        check_targets(
            [Target(request.out, "--out", suffixes=_LAYERS)],
            file_sources(
                scene=request.scene, auxiliary=request.auxiliary, meta=request.meta
            ),
            overwrite=request.overwrite,
        )
    elif request.explain is None:
        raise ConfigurationError("give --out FILE for the layers, or --explain ROW,COL")
    phrases = understood_phrases(request.phrases, encoder=request.text_encoder)
    cube = open_described(request.scene, file_metadata(request.meta))
    scene = WordScene(cube, _rasters(request.auxiliary, cube))
    scorer = scene.scorer(phrases)
    lines = [
        f"{phrase.text}: understood as {phrase.sentence()}" + _unread(phrase)
        for phrase in phrases
    ]
    lines += [f"not measurable here: {range_.title}" for range_ in scorer.unknown]
    if request.out is not None:
        layers = similarity(scene.scores(scorer, progress=progress))
        names = [phrase.text for phrase in phrases]
        write_layers(request.out, layers, names, cube.georeference)
        lines += [f"wrote {request.out}: {len(names)} layers, similarity 0 to 1"]
    if request.explain is not None:
        row, col = _inside(request.explain, cube)
        for number, phrase in enumerate(phrases):
            evidence = scene.explain(scorer, number, row, col)
            lines += ["", f"{phrase.text} at row {row}, column {col}"]
            lines += evidence_lines(evidence[:_TOLD_FACTS])
    say("\n".join(lines))


def evidence_lines(evidence: Sequence[Evidence]) -> list[str]:
    """Return a table of facts: measured, expected, weight."""
    rows = [("fact", "measured", "expected", "weight")]
    rows += [
        (
            entry.title,
            "unknown" if np.isnan(entry.measured) else f"{entry.measured:.3g}",
            entry.expected,
            f"{entry.weight:+.1f}",
        )
        for entry in evidence
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]


def propose_files(request: ProposeFiles, *, progress: Progress, say: Say) -> None:
    """Propose labels of a scene from the words of its classes, and write them.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, words mean nothing on the scene, or a
        class is not understood.
    CancelledError
        If the work was interrupted.
    """
    check_targets(
        [points_target(request.out)],
        file_sources(
            scene=request.scene,
            labels=request.labels,
            auxiliary=request.auxiliary,
            classes=request.classes,
            meta=request.meta,
        ),
        overwrite=request.overwrite,
    )
    scheme = file_scheme(request.classes)
    words = class_words(scheme, encoder=request.text_encoder)
    words.check()
    cube = _opened(request.scene, request.labels, request.meta)
    labels = read_labels(request.labels, cube)[0].values if request.labels else None
    scene = WordScene(cube, _rasters(request.auxiliary, cube))
    found = proposals(
        scene, words, count=request.count, labels=labels, progress=progress
    )
    write_proposals(request.out, found, words.scheme, cube)
    say("\n".join([*words.sentences(), *_proposal_summary(request, found, words)]))


def write_proposals(
    path: Path, found: Sequence[Proposal], scheme: ClassScheme, cube: HsiCube
) -> None:
    """Write proposals as points that can be read as labels.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    columns: dict[str, Column] = {
        "class_id": [proposal.class_id for proposal in found],
        "class_name": [scheme[proposal.class_id].name for proposal in found],
        "margin": [proposal.margin for proposal in found],
        "similarity": [proposal.similarity for proposal in found],
        "reasons": [proposal.reasons for proposal in found],
    }
    table = PointTable(
        np.array([proposal.row for proposal in found], np.intp),
        np.array([proposal.col for proposal in found], np.intp),
        columns,
    )
    write_points(path, table, cube.georeference)


def map_files(
    request: ClassifyFiles, *, progress: Progress, say: Say, warn: Say
) -> None:
    """Map a scene from the words of its classes, and write map, confidence and report.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, words mean nothing on the scene, or a
        class is not understood.
    CancelledError
        If the work was interrupted.
    """
    _check_map_request(request)
    scheme = file_scheme(request.classes)
    words = class_words(scheme, encoder=request.recipe.text_encoder)
    words.check()
    reference_file = request.reference or ""
    cube = _opened(request.scene, reference_file, request.meta)
    scene = WordScene(cube, _rasters(request.auxiliary, cube))
    found = read_matched(reference_file, cube, words.scheme) if reference_file else None
    result = map_from_words(
        scene, words, grey=grey_of(request.recipe.overrides), progress=progress
    )
    if found is not None:
        tell_permutation(found, words.scheme, result.class_map)
    report = words_report(result, None if found is None else found.labels)
    for doubt in report["warnings"]:
        warn(doubt)
    writing = Writing()
    writing.results(result, request.map_path, request.confidence_path)
    path = request.report_path
    if path is not None:
        writing.attempt(path, lambda: write_report(path, report))
    lines = [*words.sentences(), *(f"wrote {path}" for path in writing.written)]
    if "overall_accuracy" in report:
        lines.append(accuracy_line(report))
    say("\n".join(lines))
    writing.finish()


def words_report(
    result: ClassificationResult, reference: LabelMap | None
) -> dict[str, Any]:
    """Return the report of a map from words as JSON values."""
    if reference is None:
        return run_report(result, n_labels=0)
    return run_report(
        result, n_labels=0, accuracy=assess(reference.values, result.class_map)
    )


def grey_of(overrides: Any) -> float:
    """Return the margin below which a pixel gets no class.

    Raises
    ------
    ConfigurationError
        If there are other parameters, or it is no number.
    """
    unknown = sorted(set(overrides) - {"grey"})
    if unknown:
        raise ConfigurationError(
            f"the method words has no parameter {unknown[0]!r}; it has grey, the "
            "margin of probability below which a pixel gets no class"
        )
    try:
        return float(overrides.get("grey", 0.0))
    except (TypeError, ValueError) as error:
        raise ConfigurationError(
            f"grey is a margin of probability from 0 to below 1, not "
            f"{overrides['grey']!r}"
        ) from error


def _check_map_request(request: ClassifyFiles) -> None:
    for given, option in (
        (request.labels, "--labels"),
        (request.pretrained, "--pretrained"),
        (request.save_model, "--save-model"),
    ):
        if given:
            raise ConfigurationError(
                f"the method words learns nothing, so {option} has no use; leave it "
                "out, or choose another method"
            )
    if request.classes is None:
        raise ConfigurationError(
            "the method words maps by descriptions; give them with --classes FILE.toml"
        )
    wanted: tuple[tuple[Callable[[Path], Target], Path | None], ...] = (
        (map_target, request.map_path),
        (confidence_target, request.confidence_path),
        (report_target, request.report_path),
    )
    check_targets(
        [make(path) for make, path in wanted if path is not None],
        file_sources(
            scene=request.scene,
            reference=request.reference,
            auxiliary=request.auxiliary,
            classes=request.classes,
            meta=request.meta,
        ),
        overwrite=request.overwrite,
    )


def _opened(scene: str, labels: str, meta: Path | None) -> HsiCube:
    """Open a scene; where it does not name its axes, those of a label file decide."""
    metadata = file_metadata(meta)
    if labels:
        return open_labelled(scene, labels, metadata)
    return open_described(scene, metadata)


def _rasters(auxiliary: Sequence[str], cube: HsiCube) -> tuple[HsiCube, ...]:
    return tuple(open_auxiliary(raster, cube) for raster in auxiliary)


def _inside(pixel: tuple[int, int], cube: HsiCube) -> tuple[int, int]:
    rows, cols = cube.grid_shape
    if not (0 <= pixel[0] < rows and 0 <= pixel[1] < cols):
        raise ConfigurationError(
            f"row {pixel[0]}, column {pixel[1]} lies outside of {cube.name}, which has "
            f"rows 0 to {rows - 1} and columns 0 to {cols - 1}"
        )
    return pixel


def _unread(phrase: Understanding) -> str:
    return f" (not understood: {', '.join(phrase.unknown)})" if phrase.unknown else ""


def _proposal_summary(
    request: ProposeFiles, found: Sequence[Proposal], words: ClassWords
) -> list[str]:
    lines = [f"wrote {request.out}: {len(found)} proposals; look at each of them"]
    for cover in words.scheme:
        count = sum(proposal.class_id == cover.id for proposal in found)
        if count < request.count:
            lines.append(
                f"note: {count} of {request.count} for {cover.name}: no more pixels "
                "are sure enough"
            )
    return lines
