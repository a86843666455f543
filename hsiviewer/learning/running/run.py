"""Entry of every learning job: checks, dispatch to the method, results."""

from typing import Any

import msgspec

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError, DiskFullError, ExportError
from hsiviewer.core.paths import printable
from hsiviewer.core.progress import PartialProgress, Progress, ProgressUpdate
from hsiviewer.learning.configuration import config_record
from hsiviewer.learning.data.job import JobRecord, LearningJob
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.data.value_levels import level_of
from hsiviewer.learning.machine.devices import limit_threads
from hsiviewer.learning.machine.exhaustion import with_less_memory
from hsiviewer.learning.machine.peak_memory import PeakMemory
from hsiviewer.learning.running.applying import predicted
from hsiviewer.learning.running.method import pretraining_method, scene_method
from hsiviewer.learning.running.opening import open_job
from hsiviewer.learning.running.provenance import provenance, versions
from hsiviewer.learning.saved.checkpoints import save_model
from hsiviewer.learning.saved.model_record import ModelBands, ModelRecord

_TRAINING_SHARE = 0.9  # of the progress


def classify(request: LearningRequest, progress: Progress) -> ClassificationResult:
    """Learn from the shots and classify the whole scene.

    Raises
    ------
    TrainingDataError
        If the labels or the scene do not suffice.
    ConfigurationError
        If method, device or earlier weights do not fit.
    TextEncoderError
        If the descriptions cannot be encoded.
    CancelledError
        If the job was cancelled.
    """
    spec = request.recipe.spec
    limit_threads()
    record = JobRecord()
    with record.timed("total"), PeakMemory() as memory:
        with record.timed("reading"):
            job = open_job(request, spec, progress, record)
        training = PartialProgress(progress, start=0.0, stop=_TRAINING_SHARE)
        predictor = with_less_memory(
            job, spec, lambda job: scene_method(spec).train(job, training), training
        )
        part = PartialProgress(progress, start=_TRAINING_SHARE, stop=1.0)
        prediction = predicted(job, predictor, part)
    record.details["memory_mb"] = memory.megabytes
    if job.device.type == "cuda":
        record.details["card_memory_mb"] = memory.card_megabytes
    progress.report(ProgressUpdate(fraction=1.0, stage=spec.stages[-1]))
    shots = job.labelled
    if request.save_model is not None:
        classes = [request.scheme[int(class_id)] for class_id in shots.class_ids]
        try:
            _save(job, stage=spec.stages[-2], classes=classes)
        except (ExportError, DiskFullError) as error:
            # The map is not lost with it.
            record.warnings.append(f"{str(error)[:1].upper()}{str(error)[1:]}.")
    return ClassificationResult(
        class_map=prediction.class_map(shots.class_ids),
        confidence=prediction.confidence,
        probabilities=prediction.kept.of_classes(shots.class_ids),
        scheme=request.scheme,
        georeference=request.cube.georeference,
        provenance=provenance(
            job,
            dict(
                zip(
                    map(str, shots.class_ids.tolist()),
                    shots.counts.tolist(),
                    strict=True,
                )
            ),
        ),
    )


def pretrain(request: LearningRequest, progress: Progress) -> None:
    """Learn from the scene without labels and write ``request.save_model``.

    Raises
    ------
    ConfigurationError
        If the method has no such stage, or no folder is given.
    TrainingDataError
        If the scene does not suffice.
    CancelledError
        If the job was cancelled.
    """
    spec = request.recipe.spec
    if not spec.can_pretrain:
        raise ConfigurationError(
            f"method {spec.id} learns from labels only; it has no pre-training"
        )
    if request.save_model is None:
        raise ConfigurationError("name a folder to save the pre-trained model in")
    limit_threads()
    job = open_job(request, spec, progress, JobRecord(), with_labels=False)
    method = pretraining_method(spec)
    with_less_memory(job, spec, lambda job: method.pretrain(job, progress), progress)
    _save(job, stage=spec.stages[0], classes=[])
    progress.report(ProgressUpdate(fraction=1.0, stage=spec.stages[0]))


def _save(job: LearningJob, *, stage: str, classes: list[LandCoverClass]) -> None:
    """Write weights and record into ``request.save_model``."""
    request, recipe = job.request, job.recipe
    assert request.save_model is not None
    axis = request.cube.bands
    record = ModelRecord(
        method=recipe.method,
        stage=stage,
        preset=recipe.preset,
        configuration=config_record(request.config),
        seed=recipe.seed,
        classes=classes,
        bands=ModelBands(
            count=axis.count,
            used=list(job.scene.bands),
            wavelength_nm=_listed(axis.wavelength_nm),
            fwhm_nm=_listed(axis.fwhm_nm),
            is_scaled=request.cube.is_reflectance,
            level=level_of(request.cube),
        ),
        auxiliary=[printable(raster.cube.name) for raster in job.auxiliary],
        text_encoder=str(job.record.details.get("text_encoder", "")),
        scene=printable(request.cube.origin),
        scene_digest=request.scene_digest,
        versions=versions(),
        details=job.record.saved,
    )
    save_model(request.save_model, job.record.tensors, msgspec.to_builtins(record))


def _listed(values: Any) -> list[float] | None:
    return None if values is None else [float(value) for value in values]
