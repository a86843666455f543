"""Entry of every prediction with a model that was trained before."""

import dataclasses
from collections.abc import Callable

import numpy as np

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.paths import printable
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.band_fitting import fitted_to
from hsiviewer.learning.data.job import JobRecord, LearningJob
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.machine.devices import limit_threads
from hsiviewer.learning.machine.exhaustion import is_exhaustion
from hsiviewer.learning.prediction.scores import (
    Prediction,
    TilePredictor,
    predict_scene,
)
from hsiviewer.learning.registry import MethodSpec, method_spec
from hsiviewer.learning.running.method import scene_method
from hsiviewer.learning.running.opening import open_job
from hsiviewer.learning.running.provenance import provenance
from hsiviewer.learning.saved.model_record import ModelRecord, read_model_record
from hsiviewer.learning.stage_names import PREDICTING
from hsiviewer.learning.training.saved_weights import told_of_weights

Spread = Callable[[LearningJob, TilePredictor, Progress], Prediction]


def predict(
    request: LearningRequest, progress: Progress, *, spread: Spread | None = None
) -> ClassificationResult:
    """Classify a scene with the trained model in ``request.model``.

    Parameters
    ----------
    spread : callable, optional
        Predicts the tiles elsewhere; here without it.

    Raises
    ------
    ConfigurationError
        If the folder holds no trained model, or the scene cannot serve it.
    TrainingDataError
        If the scene has no values.
    CancelledError
        If the job was cancelled.
    """
    model = _trained_model(request)
    spec = method_spec(model.method)
    record = JobRecord()
    with record.timed("total"):
        with record.timed("reading"):
            job = _fitted(request, model, progress, record)
        predictor = _restored(job, spec, model)
        prediction = predicted(job, predictor, progress, spread)
    progress.report(ProgressUpdate(fraction=1.0, stage=spec.stages[-1]))
    class_ids = np.array([cover.id for cover in model.classes], np.uint16)
    return ClassificationResult(
        class_map=prediction.class_map(class_ids),
        confidence=prediction.confidence,
        probabilities=prediction.kept.of_classes(class_ids),
        scheme=model.scheme,
        georeference=request.cube.georeference,
        provenance={
            **provenance(job, {}),
            "preset": model.preset,
            "model": printable(str(request.model)),
            "text_encoder": model.text_encoder,
        },
    )


def open_predictor(request: LearningRequest, progress: Progress) -> TilePredictor:
    """Return the model of a prediction, for some windows of the scene only.

    What concerns the scene as a whole (`TilePredictor.prepare`) is not done;
    errors as `predict`.
    """
    return open_trained(request, progress)[1]


def open_trained(
    request: LearningRequest, progress: Progress
) -> tuple[LearningJob, TilePredictor, ModelRecord]:
    """Return job, model and record of a prediction; see `open_predictor`."""
    model = _trained_model(request)
    job = _fitted(request, model, progress, JobRecord())
    return job, _restored(job, method_spec(model.method), model), model


def _trained_model(request: LearningRequest) -> ModelRecord:
    """Read the record of the model, and see that it can be used."""
    if request.model is None:
        raise ConfigurationError("name the folder of a trained model")
    model = read_model_record(request.model)
    if not model.classes:
        raise ConfigurationError(
            f"{request.model} has seen no labels; name the model of a classification, "
            "or start a classification from it as its pre-trained model"
        )
    if len(model.auxiliary) != len(request.auxiliary):
        wanted = ", ".join(model.auxiliary) or "none"
        raise ConfigurationError(
            f"the model needs {len(model.auxiliary)} auxiliary rasters ({wanted}), "
            f"not {len(request.auxiliary)}; give one for each, in this order"
        )
    return model


def _fitted(
    request: LearningRequest, model: ModelRecord, progress: Progress, record: JobRecord
) -> LearningJob:
    """Open a scene with the bands of a model."""
    limit_threads()
    cube, sentence = fitted_to(request.cube, model.bands)
    if sentence:
        record.warnings.append(sentence)
    fitted = dataclasses.replace(request, cube=cube)
    spec = method_spec(model.method)
    job = open_job(fitted, spec, progress, record, with_labels=False)
    lost = len(model.bands.used) - len(job.scene.bands)
    if lost:
        raise TrainingDataError(
            f"{request.cube.name} has no values in {lost} of the bands that the model "
            "reads"
        )
    return job


def _restored(job: LearningJob, spec: MethodSpec, model: ModelRecord) -> TilePredictor:
    """Return the model of a job; `ConfigurationError` if its weights are others."""
    with told_of_weights(job.model):
        return scene_method(spec).restore(job, model)


def predicted(
    job: LearningJob,
    predictor: TilePredictor,
    progress: Progress,
    spread: Spread | None = None,
) -> Prediction:
    """Predict the scene of a job, here or by `spread`, and note the time."""
    with job.record.timed(PREDICTING):
        try:
            predictor.prepare(job, progress)
            prediction = (spread or predict_scene)(job, predictor, progress)
        except RuntimeError as error:
            if is_exhaustion(error):  # torch has no class for it on a processor
                raise MemoryError from error
            raise
        if prediction.kept.problem:
            job.record.warnings.append(prediction.kept.problem)
        return prediction
