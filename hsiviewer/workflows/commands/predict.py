"""Classify scenes with a trained model."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError, ExportError, LabelFormatError
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import accuracy_record
from hsiviewer.io.atomic import unwritable
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.label_references import split_label_reference
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import LabelFile, read_label_file
from hsiviewer.io.registry import open_auxiliary, split_reference
from hsiviewer.io.targets import Source, Target, check_targets
from hsiviewer.workflows.commands.batch import (
    OnChange,
    Say,
    accuracy_line,
    completed,
)
from hsiviewer.workflows.commands.inputs import file_metadata
from hsiviewer.workflows.tasks.prediction import submit_prediction
from hsiviewer.workflows.tasks.records import load_result
from hsiviewer.workflows.tasks.references import (
    MatchedLabels,
    matched,
    tell_permutation,
    warn,
)
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    file_sources,
    map_target,
    probabilities_target,
)


@dataclass(frozen=True, kw_only=True)
class PredictFiles:
    """Paths and settings of ``hsiviewer predict``, named as on the command line.

    Parameters
    ----------
    out : Path
        Map to write; a folder for several scenes, which get their names in it.
    scheduler : str
        Address of a Dask scheduler that does the work; empty for this machine.
    meta : Path, optional
        File with what the user says about the scenes; it is used for each of them.
    """

    scenes: tuple[str, ...]
    model: Path
    out: Path
    auxiliary: tuple[str, ...] = ()
    confidence: Path | None = None
    probabilities: Path | None = None
    reference: str | None = None
    device: str = "auto"
    scheduler: str = ""
    overwrite: bool = False
    meta: Path | None = None


async def predicted(
    cube: HsiCube,
    model: Path,
    *,
    auxiliary: tuple[HsiCube, ...],
    device: str,
    scheduler: str,
    on_change: OnChange,
) -> tuple[ClassificationResult, Path]:
    """Classify a scene; return the result and the run folder that holds its arrays.

    Raises
    ------
    HsiViewerError
        If the scene cannot serve the model, or the job fails.
    CancelledError
        If the work was interrupted.
    """
    job, folder = await completed(
        lambda runner: submit_prediction(
            runner, cube, model, auxiliary=auxiliary, device=device, scheduler=scheduler
        ),
        on_change,
    )
    return load_result(folder, job.answer, cube.georeference), folder


async def predict_files(
    request: PredictFiles, *, on_change: OnChange, say: Say
) -> None:
    """Classify scenes one after the other, write their maps, say a summary.

    All targets are checked before the first scene is classified. A map that cannot
    be written costs none of the others, and its run is kept.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or a scene cannot serve the model;
        maps of scenes before it stay.
    CancelledError
        If the work was interrupted.
    """
    paths = _map_paths(request)
    _check_targets(request, paths)
    metadata = file_metadata(request.meta)
    problems: list[str] = []
    for scene, path in zip(request.scenes, paths, strict=True):
        cube = (
            open_labelled(scene, request.reference, metadata)
            if request.reference
            else open_described(scene, metadata)
        )
        problems += await _predict_scene(cube, path, request, on_change, say)
    if problems:
        raise ExportError(". ".join(problems))


async def _predict_scene(
    cube: HsiCube, path: Path, request: PredictFiles, on_change: OnChange, say: Say
) -> list[str]:
    """Write the map of one scene; return sentences on what could not be written."""
    reference = _read_reference(request, cube)
    auxiliary = tuple(open_auxiliary(raster, cube) for raster in request.auxiliary)
    result, folder = await predicted(
        cube,
        request.model,
        auxiliary=auxiliary,
        device=request.device,
        scheduler=request.scheduler,
        on_change=on_change,
    )
    writing = Writing()
    writing.results(result, path, request.confidence, request.probabilities)
    lines = [f"wrote {written}" for written in writing.written]
    lines += [f"note: {warning}" for warning in result.provenance["warnings"]]
    if reference is not None:
        truth = _matched_reference(request, reference, result)
        accuracy = assess(truth.labels.values, result.class_map)
        lines.append(accuracy_line(accuracy_record(accuracy, result.scheme)))
    seconds = result.provenance["seconds"]["total"]
    lines.append(f"{seconds:.1f} s on {result.provenance['device']}")
    if not writing.problems:
        discard_run(folder)
    say("\n".join(lines))
    kept = [f"The values of the map are kept in {folder}"] if writing.problems else []
    return [*writing.problems, *kept]


def _read_reference(request: PredictFiles, cube: HsiCube) -> LabelFile | None:
    if request.reference is None:
        return None
    reference = read_label_file(request.reference, cube)
    for notice in reference.notices:
        warn(notice)
    check_labelled(reference.labels, request.reference)
    return reference


def _matched_reference(
    request: PredictFiles, reference: LabelFile, result: ClassificationResult
) -> MatchedLabels:
    """Return the reference with the ids of the model's classes."""
    path, _, id_map = split_label_reference(request.reference or "")
    if id_map:  # the user has said what the ids are
        return MatchedLabels(reference.labels, reference.scheme, path.name)
    truth = matched(reference, result.scheme, path.name)
    tell_permutation(truth, result.scheme, result.class_map)
    return truth


def check_labelled(reference: LabelMap, name: str) -> None:
    """Check that a reference has labels.

    Raises
    ------
    LabelFormatError
        If no pixel of it has a label.
    """
    if not reference.values.any():
        raise LabelFormatError(
            f"{name} has no labelled pixel; choose another reference, or leave it out"
        )


def _check_targets(request: PredictFiles, paths: list[Path]) -> None:
    targets = [map_target(path) for path in paths]
    if request.out not in paths:
        folder = Target(request.out, "--out", tuple(paths), is_folder=True)
        check_targets([folder], (), overwrite=True)
        try:
            request.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(request.out, error) from error
    if request.confidence is not None:
        targets.append(confidence_target(request.confidence))
    if request.probabilities is not None:
        targets.append(probabilities_target(request.probabilities))
    scenes = [Source(scene, "the scene") for scene in request.scenes]
    others = file_sources(
        reference=request.reference,
        auxiliary=request.auxiliary,
        model=request.model,
        meta=request.meta,
    )
    check_targets(targets, [*scenes, *others], overwrite=request.overwrite)


def _map_paths(request: PredictFiles) -> list[Path]:
    """Return where the map of each scene goes.

    Raises
    ------
    ConfigurationError
        If the options do not go together, or a scene is given twice.
    FileAccessError
        If a scene does not exist.
    """
    several = len(request.scenes) > 1
    rasters = request.confidence or request.probabilities or request.auxiliary
    if several and (rasters or request.reference):
        raise ConfigurationError(
            "--aux, --confidence, --probabilities and --reference belong to one scene; "
            "predict scenes with them one by one"
        )
    if several and request.out.suffix and not request.out.is_dir():
        raise ConfigurationError(
            f"{len(request.scenes)} scenes need a folder for their maps; "
            f"{request.out.name!r} looks like a file"
        )
    if not several and not request.out.is_dir():
        return [request.out]
    names = distinct_names([split_reference(scene) for scene in request.scenes])
    return [request.out / f"{name}_map.tif" for name in names]


def distinct_names(scenes: Sequence[tuple[Path, str]]) -> list[str]:
    """Return a name for each scene; those of one stem get their folders' names, too.

    Parameters
    ----------
    scenes : sequence of tuple
        Path and variable; the names depend on nothing else.

    Raises
    ------
    ConfigurationError
        If a scene is given twice.
    """
    spellings = [_spellings(path, variable) for path, variable in scenes]
    names = [next(spelling) for spelling in spellings]
    while len({name.casefold() for name in names}) < len(names):
        count = Counter(name.casefold() for name in names)
        try:
            names = [
                next(spelling) if count[name.casefold()] > 1 else name
                for name, spelling in zip(names, spellings, strict=True)
            ]
        except StopIteration:
            raise ConfigurationError(
                "a scene is given twice, and each needs a map of its own; name every "
                "scene once"
            ) from None
    return names


def _spellings(path: Path, variable: str) -> Iterator[str]:
    """Give ever longer names of a scene."""
    data = path.with_suffix("")
    stem = data.stem if path.suffix.lower() == ".hdr" and data.is_file() else path.stem
    yield stem
    if variable:
        stem = f"{stem}_{variable}"
        yield stem
    folders = path.resolve().parent.parts[1:]
    for depth in range(1, len(folders) + 1):
        yield "_".join([*folders[-depth:], stem])
    yield "_".join([*folders, stem, path.suffix[1:]])
