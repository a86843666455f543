"""A first map from the words of the classes: files in, files out."""

from typing import Any

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.io.targets import check_targets
from hsiviewer.workflows.commands.batch import (
    ClassifyFiles,
    Say,
    accuracy_line,
)
from hsiviewer.workflows.commands.inputs import file_scheme
from hsiviewer.workflows.commands.words import opened_rasters, opened_scene
from hsiviewer.workflows.describing.first_map import class_words, map_from_words
from hsiviewer.workflows.describing.word_scenes import WordScene
from hsiviewer.workflows.tasks.references import read_matched, tell_permutation
from hsiviewer.workflows.tasks.report_pages import write_report
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    file_sources,
    map_target,
    report_target,
)


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
    cube = opened_scene(request.scene, reference_file, request.meta)
    scene = WordScene(cube, opened_rasters(request.auxiliary, cube))
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
    wanted = (
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
