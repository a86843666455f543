"""Entry of every learning job: checks, dispatch to the method, provenance."""

import dataclasses
import importlib
import platform
from importlib import metadata
from typing import Any

import msgspec
import numpy as np
import torch

import hsiviewer
from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.band_fitting import fitted_to
from hsiviewer.learning.checkpoints import save_model
from hsiviewer.learning.configuration import config_record
from hsiviewer.learning.devices import choose_device, limit_threads
from hsiviewer.learning.job import JobRecord, LearningJob
from hsiviewer.learning.model_record import (
    ModelBands,
    ModelRecord,
    read_model_record,
)
from hsiviewer.learning.prediction import Prediction, valid_array
from hsiviewer.learning.registry import MethodSpec, method_spec
from hsiviewer.learning.requests import LearningRequest
from hsiviewer.learning.scene import open_raster
from hsiviewer.learning.targets import collect_shots, shot_warnings

_PACKAGES = ("torch", "numpy", "scipy", "scikit-learn", "transformers")


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
    spec = method_spec(request.method)
    limit_threads()
    record = JobRecord()
    with record.timed("total"):
        with record.timed("reading"):
            job = _opened(request, spec, progress, record)
        prediction: Prediction = _module(spec).classify(job, progress)
    progress.report(ProgressUpdate(fraction=1.0, stage=spec.stages[-1]))
    shots = job.labelled
    if request.save_model is not None:
        classes = [request.scheme[int(each)] for each in shots.class_ids]
        _save(job, stage=spec.stages[-2], classes=classes)
    return ClassificationResult(
        class_map=prediction.class_map(shots.class_ids),
        confidence=prediction.confidence,
        scheme=request.scheme,
        georeference=request.cube.georeference,
        provenance=_provenance(
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
    spec = method_spec(request.method)
    if not spec.can_pretrain:
        raise ConfigurationError(
            f"method {spec.id} learns from labels only; it has no pre-training"
        )
    if request.save_model is None:
        raise ConfigurationError("name a folder to save the pre-trained model in")
    limit_threads()
    job = _opened(request, spec, progress, JobRecord(), with_labels=False)
    _module(spec).pretrain(job, progress)
    _save(job, stage=spec.stages[0], classes=[])
    progress.report(ProgressUpdate(fraction=1.0, stage=spec.stages[0]))


def predict(request: LearningRequest, progress: Progress) -> ClassificationResult:
    """Classify a scene with the trained model in ``request.model``.

    Raises
    ------
    ConfigurationError
        If the folder holds no trained model, or the scene cannot serve it.
    TrainingDataError
        If the scene has no values.
    CancelledError
        If the job was cancelled.
    """
    if request.model is None:
        raise ConfigurationError("name the folder of a trained model")
    model = read_model_record(request.model)
    if not model.classes:
        raise ConfigurationError(
            f"{request.model} has seen no labels; name the model of a classification, "
            "or give it to classify --pretrained"
        )
    if len(model.auxiliary) != len(request.auxiliary):
        wanted = ", ".join(model.auxiliary) or "none"
        raise ConfigurationError(
            f"the model needs {len(model.auxiliary)} auxiliary rasters ({wanted}), "
            f"not {len(request.auxiliary)}; give one for each, in this order"
        )
    spec = method_spec(model.method)
    limit_threads()
    record = JobRecord()
    with record.timed("total"):
        with record.timed("reading"):
            cube, sentence = fitted_to(request.cube, model.bands)
            if sentence:
                record.warnings.append(sentence)
            fitted = dataclasses.replace(request, cube=cube)
            job = _opened(fitted, spec, progress, record, with_labels=False)
            lost = len(model.bands.used) - len(job.scene.bands)
            if lost:
                raise TrainingDataError(
                    f"{request.cube.name} has no values in {lost} of the bands that "
                    "the model reads"
                )
        prediction: Prediction = _module(spec).predict(job, model, progress)
    progress.report(ProgressUpdate(fraction=1.0, stage=spec.stages[-1]))
    class_ids = np.array([each.id for each in model.classes], np.uint16)
    return ClassificationResult(
        class_map=prediction.class_map(class_ids),
        confidence=prediction.confidence,
        scheme=model.scheme,
        georeference=request.cube.georeference,
        provenance={
            **_provenance(job, {}),
            "model": str(request.model),
            "text_encoder": model.text_encoder,
        },
    )


def _save(job: LearningJob, *, stage: str, classes: list[LandCoverClass]) -> None:
    """Write weights and record into ``request.save_model``."""
    request = job.request
    assert request.save_model is not None
    axis = request.cube.bands
    record = ModelRecord(
        method=request.method,
        stage=stage,
        preset=request.preset,
        configuration=config_record(request.config),
        seed=request.seed,
        classes=classes,
        bands=ModelBands(
            count=axis.count,
            used=list(job.scene.bands),
            wavelength_nm=_listed(axis.wavelength_nm),
            fwhm_nm=_listed(axis.fwhm_nm),
            is_scaled=request.cube.scale != 1.0,
        ),
        auxiliary=[each.cube.name for each in job.auxiliary],
        text_encoder=str(job.record.details.get("text_encoder", "")),
        scene=request.cube.reference,
        scene_digest=request.scene_digest,
        versions=_versions(),
        details=job.record.saved,
    )
    save_model(request.save_model, job.record.tensors, msgspec.to_builtins(record))


def _listed(values: Any) -> list[float] | None:
    return None if values is None else [float(each) for each in values]


def _module(spec: MethodSpec) -> Any:
    return importlib.import_module(spec.entry)


def _opened(
    request: LearningRequest,
    spec: MethodSpec,
    progress: Progress,
    record: JobRecord,
    *,
    with_labels: bool = True,
) -> LearningJob:
    if not isinstance(request.config, spec.config_type):
        raise ConfigurationError(
            f"method {spec.id} needs a {spec.config_type.__name__}, not a "
            f"{type(request.config).__name__}"
        )
    device = choose_device(request.device)
    scene = open_raster(request.cube)
    valid = valid_array(scene.grid_shape, request.scratch)
    scene.find_valid(valid, progress)
    if not valid.any():
        raise TrainingDataError(
            f"{request.cube.name} has no pixel with values in its good bands"
        )
    shots = None
    if with_labels:
        shots = collect_shots(request.labels, valid, request.scheme)
        lost = int(np.count_nonzero(request.labels) - len(shots.targets))
        record.warnings.extend(shot_warnings(shots, request.scheme, lost))
    auxiliary = request.auxiliary if spec.uses_auxiliary else ()
    if len(auxiliary) < len(request.auxiliary):
        record.warnings.append(
            f"Method {spec.id} reads the spectra only; the auxiliary rasters were "
            "not used."
        )
    opened = tuple(open_raster(each, kind="auxiliary raster") for each in auxiliary)
    for each in opened:
        if each.grid_shape != scene.grid_shape:
            raise TrainingDataError(
                f"the auxiliary raster {each.cube.name} has "
                f"{each.grid_shape[0]} x {each.grid_shape[1]} pixels, the scene "
                f"{scene.grid_shape[0]} x {scene.grid_shape[1]}; resample it first"
            )
    return LearningJob(
        request=request,
        scene=scene,
        auxiliary=opened,
        valid=valid,
        shots=shots,
        device=device,
        record=record,
    )


def _provenance(job: LearningJob, labels_per_class: dict[str, int]) -> dict[str, Any]:
    request = job.request
    return {
        "method": request.method,
        "preset": request.preset,
        "configuration": config_record(request.config),
        "seed": request.seed,
        "device": _device_name(job.device),
        "text_encoder": "",
        "scene": request.cube.reference,
        "auxiliary": [each.cube.reference for each in job.auxiliary],
        "bands_used": len(job.scene.bands),
        "labels_per_class": labels_per_class,
        "transductive": False,
        "seconds": dict(job.record.seconds),
        "warnings": list(job.record.warnings),
        "versions": _versions(),
        **job.record.details,
    }


def _device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return f"{device} ({torch.cuda.get_device_name(device)})"
    return str(device)


def _versions() -> dict[str, str]:
    return {
        "hsiviewer": hsiviewer.__version__,
        "python": platform.python_version(),
        **{each: metadata.version(each) for each in _PACKAGES},
    }
