"""Methods side by side on few-shot splits of a reference."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hsiviewer.api.labels import (
    ClassesLike,
    LabelsLike,
    class_scheme,
    label_file_of,
    opened_for,
    read_labels,
)
from hsiviewer.api.maps import Accuracy
from hsiviewer.api.running import ProgressCallback, complete
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import check, class_file_of, file_of
from hsiviewer.api.training import (
    Auxiliary,
    opened_rasters,
    raster_files,
    training_settings,
)
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.evaluation.splits import KINDS
from hsiviewer.io.atomic import write_text
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.labels import write_labels
from hsiviewer.io.targets import Source, Target
from hsiviewer.workflows.evaluate import (
    EvaluateFiles,
    evaluated,
    format_evaluation,
    runs_text,
)
from hsiviewer.workflows.targets import file_sources


@dataclass(frozen=True, eq=False)
class EvaluationRun:
    """One training of an evaluation.

    Parameters
    ----------
    method, variant : str
        Id of the method, and what was swept.
    shots : float
        Labels per class, or below 1 their share.
    seed : int
        Of the split and of the method.
    accuracy : Accuracy
        On the pixels that were not trained on.
    seconds : dict
        Wall-clock seconds per stage.
    report : dict
        Everything that is known of the run, as JSON values.
    """

    method: str
    variant: str
    shots: float
    seed: int
    accuracy: Accuracy
    seconds: dict[str, float]
    report: dict[str, Any]


class Evaluation:
    """Methods side by side: all runs, their means, and how certain differences are.

    Parameters
    ----------
    report : dict
        What ``hsiviewer evaluate --json`` writes.
    sources : iterable of Source
        What it was made from; no file of it is ever replaced.
    """

    def __init__(self, report: dict[str, Any], sources: Iterable[Source] = ()) -> None:
        self._report = report
        self._sources = tuple(sources)

    @property
    def runs(self) -> tuple[EvaluationRun, ...]:
        """Every run."""
        return tuple(_run(record) for record in self._report["runs"])

    @property
    def summary(self) -> list[dict[str, Any]]:
        """Mean and standard deviation over seeds of each method and shots."""
        return list(self._report["summary"])

    @property
    def paired_tests(self) -> list[dict[str, Any]]:
        """Differences between methods over the same seeds, with their p-values."""
        return list(self._report["paired_tests"])

    def report(
        self, path: str | os.PathLike[str] | None = None, overwrite: bool = False
    ) -> dict[str, Any]:
        """Return everything as JSON values, and write it if a ``.json`` is named.

        Raises
        ------
        ExportError
            If the file cannot be written, or exists, is no result of the program, and
            `overwrite` does not say that it is replaced.
        """
        if path is not None:
            target = Path(path)
            wanted = Target(target, "the runs", suffixes=(".json",))
            check(wanted, sources=self._sources, overwrite=overwrite)
            write_text(target, runs_text(self._report))
        return dict(self._report)

    def __str__(self) -> str:
        return format_evaluation(self._report)

    def __repr__(self) -> str:
        methods = ", ".join(dict.fromkeys(run.method for run in self.runs))
        return f"<Evaluation of {methods}: {len(self.runs)} runs>"


def evaluate(
    scene: SceneLike,
    reference: LabelsLike,
    *,
    methods: str | Sequence[str],
    shots: float | Sequence[float],
    seeds: Sequence[int] = (0,),
    split: str = "random",
    sweep: tuple[str, Sequence[Any]] | None = None,
    preset: str = "quick",
    device: str = "auto",
    classes: ClassesLike = None,
    auxiliary: Auxiliary = (),
    text_encoder: str = "",
    allow_download: bool = False,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> Evaluation:
    """Compare methods with a reference, as ``hsiviewer evaluate`` does.

    Each method gets the same few labels of each class, drawn from the reference, and
    is tested on the rest; every combination of shots, seed and method is one run.

    Parameters
    ----------
    scene, preset, device, classes, auxiliary, text_encoder, allow_download, progress,
    **parameters
        As `hsiviewer.classify` takes them.
    reference : Labels, str, path or ndarray of int, shape (rows, cols)
        Ground truth.
    methods : str or sequence of str
        See `hsiviewer.methods`.
    shots : float or sequence of float
        Labels per class; below 1, their share.
    seeds : sequence of int
        Of the draws.
    split : str
        ``"random"``, or ``"disjoint"`` for labels and test pixels in separate areas.
    sweep : (str, sequence), optional
        A parameter, and the values that every method is run with.

    Returns
    -------
    Evaluation

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or a class cannot be split.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> found = hsiviewer.evaluate(
    ...     files.cube, files.reference, methods="spectral-angle", shots=[2, 5]
    ... )
    >>> found
    <Evaluation of spectral-angle: 2 runs>
    >>> [(run.shots, run.accuracy.n_reference) for run in found.runs]
    [(2, 2180), (5, 2150)]
    """
    names = (methods,) if isinstance(methods, str) else tuple(methods)
    opened = opened_for(scene, reference)
    rasters = opened_rasters(auxiliary, opened)
    settings = training_settings(
        names[0] if names else "",
        preset=preset,
        device=device,
        text_encoder=text_encoder,
        allow_download=allow_download,
        rasters=len(rasters),
        parameters=parameters,
    )
    counts = _shots(shots)
    if split not in KINDS:
        raise ConfigurationError(
            f"there is no split {split!r}; choose one of {', '.join(KINDS)}"
        )
    if not names or not counts or not len(seeds):
        raise ConfigurationError("name one method, one shot and one seed at least")
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        reference=label_file_of(reference),
        auxiliary=raster_files(rasters),
        classes=class_file_of(classes),
        text_encoder=text_encoder,
    )
    with _files(reference, classes, opened) as (reference_file, class_file):
        request = EvaluateFiles(
            scene=opened.cube.reference,
            reference=reference_file,
            methods=names,
            shots=counts,
            seeds=tuple(int(seed) for seed in seeds),
            split=split,
            sweep=None
            if sweep is None
            else (sweep[0], tuple(str(value) for value in sweep[1])),
            settings=settings,
            classes=class_file,
            auxiliary=tuple(raster.cube.reference for raster in rasters),
        )
        report = complete(
            lambda on_change: evaluated(request, on_change=on_change), progress
        )
    return Evaluation(report, sources)


def _run(record: dict[str, Any]) -> EvaluationRun:
    accuracy = Accuracy.of_report(record)
    assert accuracy is not None, "every run of an evaluation is compared"
    return EvaluationRun(
        method=record["method"],
        variant=record["variant"],
        shots=record["shots"],
        seed=record["seed"],
        accuracy=accuracy,
        seconds=dict(record["seconds"]),
        report=dict(record),
    )


def _shots(shots: float | Sequence[float]) -> tuple[float, ...]:
    given = [shots] if isinstance(shots, (int, float)) else list(shots)
    found = tuple(int(count) if count >= 1 else float(count) for count in given)
    if not all(count > 0 for count in found):
        raise ConfigurationError(
            "0 labels teach nothing; give 1 or more of each class, or a share such as "
            "0.1"
        )
    return found


@contextmanager
def _files(
    reference: LabelsLike, classes: ClassesLike, scene: Scene
) -> Iterator[tuple[str, Path | None]]:
    """Give files for what the worker reads, written for this call if need be."""
    with tempfile.TemporaryDirectory(prefix="hsiviewer-evaluate-") as folder:
        if isinstance(reference, (str, os.PathLike)):
            reference_file = os.fspath(reference)
        else:
            truth = read_labels(reference, scene)
            reference_file = str(Path(folder) / "reference.tif")
            write_labels(
                Path(reference_file),
                truth.map,
                truth.classes,
                scene.cube.georeference,
            )
        class_file = None
        if classes is not None:
            class_file = Path(folder) / "classes.toml"
            write_classes(class_file, class_scheme(classes))
        yield reference_file, class_file
