"""What DiffCLIP saves after either stage, and starts from again."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.checkpoints import load_model
from hsiviewer.learning.inputs import ScaledRaster
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip, KnownVectors
from hsiviewer.learning.methods.diffclip.stages import PRETRAINING
from hsiviewer.learning.model_record import ModelRecord, read_model_record
from hsiviewer.learning.normalization import SpectralScaler
from hsiviewer.learning.registry import method_spec


def encoder_tensors(
    members: Sequence[DiffClip], modalities: Sequence[ScaledRaster]
) -> dict[str, Tensor]:
    """Return the image encoders' weights and the scaling of their inputs."""
    tensors: dict[str, Tensor] = {}
    for number, model in enumerate(members):
        for name, value in model.towers.state_dict().items():
            tensors[f"member{number}.{name}"] = value.cpu()
    for number, modality in enumerate(modalities):
        for name, array in modality.scaler.arrays().items():
            tensors[f"modality{number}.{name}"] = torch.from_numpy(array)
    return tensors


@torch.no_grad()
def class_tensors(members: Sequence[DiffClip]) -> dict[str, Tensor]:
    """Return the class vectors as they came out of the text.

    No encoder of sentences is needed to use them.
    """
    tensors: dict[str, Tensor] = {}
    for number, model in enumerate(members):
        tensors[f"classes{number}.vectors"] = model.class_vectors().cpu()
        tensors[f"classes{number}.log_scale"] = model.scale.log_scale.detach().cpu()
    return tensors


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
    record = read_model_record(folder)
    _check_earlier(job, config, record)
    tensors, _ = load_model(folder)
    members = [_under(tensors, f"member{i}.") for i in range(config.members)]
    return _modalities(job, config, tensors), members


def load_trained(
    job: LearningJob, folder: Path, classes: int
) -> tuple[list[DiffClip], list[ScaledRaster]]:
    """Return the networks and inputs of a model that has seen labels.

    Parameters
    ----------
    job : LearningJob
        Its rasters are those to predict, its configuration is the model's.
    classes : int
        How many the model tells apart.

    Raises
    ------
    ConfigurationError
        If the weights are not what the record says.
    """
    config: DiffClipConfig = job.config
    tensors, _ = load_model(folder)
    try:
        modalities = _modalities(job, config, tensors)
        members = []
        for number in range(config.members):
            # Another number of classes cannot be expanded to this one.
            vectors = tensors[f"classes{number}.vectors"].expand(classes, -1)
            known = KnownVectors(vectors)
            model = DiffClip([each.channels for each in modalities], config, known)
            model.towers.load_state_dict(_under(tensors, f"member{number}."))
            model.scale.log_scale.data = tensors[f"classes{number}.log_scale"]
            members.append(model.to(job.device).eval())
    except (KeyError, RuntimeError, ValueError) as error:
        raise ConfigurationError(
            f"the weights in {folder} are not those of its record ({error}); train "
            "the model again"
        ) from error
    return members, modalities


def _modalities(
    job: LearningJob, config: DiffClipConfig, tensors: dict[str, Tensor]
) -> list[ScaledRaster]:
    return [
        ScaledRaster(
            raster,
            SpectralScaler.from_arrays(
                {
                    name: value.numpy()
                    for name, value in _under(tensors, f"modality{i}.").items()
                }
            ),
            config.relief_window if i else 0,
        )
        for i, raster in enumerate((job.scene, *job.auxiliary))
    ]


def _under(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }


def _check_earlier(
    job: LearningJob, config: DiffClipConfig, record: ModelRecord
) -> None:
    if record.method != "diffclip":
        raise ConfigurationError(
            f"{job.request.pretrained} is a model of {record.method}, not of "
            "diffclip; pre-train with diffclip"
        )
    if record.stage != PRETRAINING:
        raise ConfigurationError(
            f"{job.request.pretrained} was trained on labels already; name a folder "
            "that a pre-training has made"
        )
    for field in method_spec(record.method).encoder_fields:
        if record.configuration.get(field) != getattr(config, field):
            raise ConfigurationError(
                f"the pre-trained model has {field} {record.configuration.get(field)}, "
                f"this job {getattr(config, field)}; use the same, or pre-train again"
            )
    if record.bands.used != list(job.scene.bands):
        raise ConfigurationError(
            "the pre-trained model knows other bands than this scene has; pre-train "
            "on this scene"
        )
    if len(record.auxiliary) != len(job.auxiliary):
        raise ConfigurationError(
            "the pre-trained model was made with other auxiliary rasters; give the "
            "same ones, or pre-train again"
        )
