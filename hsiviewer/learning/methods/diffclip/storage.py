"""What DiffCLIP saves after either stage, and starts from again."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.checkpoints import load_model
from hsiviewer.learning.configuration import config_record
from hsiviewer.learning.inputs import ScaledRaster
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.stages import FINETUNING, PRETRAINING
from hsiviewer.learning.normalization import SpectralScaler

# What a pre-training must share with the job that starts from it.
_SHARED_FIELDS = (
    "encoder", "patch_size", "width", "layers", "heads", "share_encoder", "scaling",
    "components", "whitening", "members", "pixel_expert", "relief_window",
)  # fmt: skip

State = tuple[dict[str, Tensor], dict[str, Any]]


def pretrained_state(
    job: LearningJob, members: Sequence[DiffClip], modalities: Sequence[ScaledRaster]
) -> State:
    """Return the tensors and the record of encoders that saw no labels."""
    tensors: dict[str, Tensor] = {}
    for number, model in enumerate(members):
        for name, value in model.towers.state_dict().items():
            tensors[f"member{number}.{name}"] = value.cpu()
    for number, modality in enumerate(modalities):
        for name, array in modality.scaler.arrays().items():
            tensors[f"modality{number}.{name}"] = torch.from_numpy(array)
    wavelengths = job.scene.cube.bands.wavelength_nm
    record = {
        "method": "diffclip",
        "stage": PRETRAINING,
        "configuration": config_record(job.config),
        "seed": job.request.seed,
        "bands": list(job.scene.bands),
        "wavelength_nm": None if wavelengths is None else wavelengths.tolist(),
        "modalities": len(modalities),
        "scene": job.request.cube.reference,
    }
    return tensors, record


@torch.no_grad()
def finetuned_state(
    job: LearningJob, members: Sequence[DiffClip], modalities: Sequence[ScaledRaster]
) -> State:
    """Return what is needed to classify with networks that saw the labels.

    The class vectors are stored as they came out of the text: no encoder of
    sentences is needed to use them.
    """
    tensors, record = pretrained_state(job, members, modalities)
    for number, model in enumerate(members):
        tensors[f"classes{number}.vectors"] = model.class_vectors().cpu()
        tensors[f"classes{number}.scale"] = model.scale().cpu()
    classes = [job.request.scheme[int(each)] for each in job.labelled.class_ids]
    record |= {
        "stage": FINETUNING,
        "classes": [
            {"id": each.id, "name": each.name, "description": each.description}
            for each in classes
        ],
        **job.record.details,
    }
    return tensors, record


def load_pretrained(
    job: LearningJob, config: DiffClipConfig
) -> tuple[list[ScaledRaster], list[dict[str, Tensor]]] | None:
    """Return scaled rasters and the encoders' weights of an earlier pre-training.

    Returns
    -------
    tuple or None
        None if the job starts from nothing.

    Raises
    ------
    ConfigurationError
        If the folder holds no pre-training, or one that does not fit the job.
    """
    folder = job.request.pretrained
    if folder is None:
        return None
    tensors, record = load_model(folder)
    _check_earlier(job, config, record)

    def under(prefix: str) -> dict[str, Tensor]:
        return {
            name.removeprefix(prefix): value
            for name, value in tensors.items()
            if name.startswith(prefix)
        }

    modalities = [
        ScaledRaster(
            raster,
            SpectralScaler.from_arrays(
                {key: value.numpy() for key, value in under(f"modality{i}.").items()}
            ),
            config.relief_window if i else 0,
        )
        for i, raster in enumerate((job.scene, *job.auxiliary))
    ]
    return modalities, [under(f"member{i}.") for i in range(config.members)]


def _check_earlier(
    job: LearningJob, config: DiffClipConfig, record: dict[str, object]
) -> None:
    given = record.get("configuration")
    if record.get("method") != "diffclip" or not isinstance(given, dict):
        raise ConfigurationError(
            f"{job.request.pretrained} is a model of {record.get('method')}, not of "
            "diffclip; pre-train with diffclip"
        )
    if record.get("stage") != PRETRAINING:
        raise ConfigurationError(
            f"{job.request.pretrained} was trained on labels already; name a folder "
            "that a pre-training has made"
        )
    for field in _SHARED_FIELDS:
        if given.get(field) != getattr(config, field):
            raise ConfigurationError(
                f"the pre-trained model has {field} {given.get(field)}, this job "
                f"{getattr(config, field)}; use the same, or pre-train again"
            )
    if record.get("bands") != list(job.scene.bands):
        raise ConfigurationError(
            "the pre-trained model knows other bands than this scene has; pre-train "
            "on this scene"
        )
    if record.get("modalities") != 1 + len(job.auxiliary):
        raise ConfigurationError(
            "the pre-trained model was made with other auxiliary rasters; give the "
            "same ones, or pre-train again"
        )
