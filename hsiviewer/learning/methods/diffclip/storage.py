"""The earlier pre-training that DiffCLIP starts from."""

from torch import Tensor

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.checkpoints import load_model
from hsiviewer.learning.inputs import ScaledRaster
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.stages import PRETRAINING
from hsiviewer.learning.modalities import stored_modalities, tensors_under
from hsiviewer.learning.model_record import ModelRecord, read_model_record
from hsiviewer.learning.registry import method_spec


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
    members = [tensors_under(tensors, f"member{i}.") for i in range(config.members)]
    modalities = stored_modalities(job, tensors, relief_window=config.relief_window)
    return modalities, members


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
