"""Search a scene for phrases, and propose labels from descriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress
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
    Say,
)
from hsiviewer.workflows.commands.inputs import file_metadata, file_scheme
from hsiviewer.workflows.describing.first_map import (
    ClassWords,
    class_words,
)
from hsiviewer.workflows.describing.proposals import Proposal, proposals
from hsiviewer.workflows.describing.word_scenes import WordScene, understood_phrases
from hsiviewer.workflows.tasks.targets import (
    file_sources,
    points_target,
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
    scene = WordScene(cube, opened_rasters(request.auxiliary, cube))
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
    cube = opened_scene(request.scene, request.labels, request.meta)
    labels = read_labels(request.labels, cube)[0].values if request.labels else None
    scene = WordScene(cube, opened_rasters(request.auxiliary, cube))
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


def opened_scene(scene: str, labels: str, meta: Path | None) -> HsiCube:
    """Open a scene; where it does not name its axes, those of a label file decide."""
    metadata = file_metadata(meta)
    if labels:
        return open_labelled(scene, labels, metadata)
    return open_described(scene, metadata)


def opened_rasters(auxiliary: Sequence[str], cube: HsiCube) -> tuple[HsiCube, ...]:
    """Open the rasters of a scene; errors as `open_auxiliary`."""
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
