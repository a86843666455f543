"""Learning from a scene without labels, and starting from it later."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np
from torch import Tensor

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.inputs import sample_positions
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import (
    Input,
    patch_tensors,
    stored_modalities,
    tensors_under,
)
from hsiviewer.learning.machine.seeding import make_generator, seeded
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.registry import method_spec
from hsiviewer.learning.saved.checkpoints import read_weights
from hsiviewer.learning.saved.model_record import ModelRecord, read_model_record
from hsiviewer.learning.stage_names import PRETRAINING
from hsiviewer.learning.training.saved_weights import told_of_weights
from hsiviewer.learning.training.stage import Stage

Network = TypeVar("Network", bound=AlignedNetwork, contravariant=True)


class PreTraining(Protocol[Network]):
    """Trains the image encoders of one network on unlabelled patches."""

    def __call__(
        self,
        network: Network,
        patches: list[Tensor],
        stage: Stage,
    ) -> None:
        """Train; as `hsiviewer.learning.training.ensemble_training.FineTuning`."""


def unlabelled_patches(
    job: LearningJob,
    modalities: Sequence[Input],
    progress: Progress,
    *,
    margin: int = 0,
) -> list[Tensor]:
    """Cut ``config.unlabelled`` patches from the whole scene.

    Parameters
    ----------
    margin : int
        Pixels more on each side than ``config.patch_size`` asks for.
    """
    positions = sample_positions(
        job.valid, job.config.unlabelled, np.random.default_rng([job.recipe.seed, 5])
    )
    return patch_tensors(job, modalities, positions, progress, margin=margin)


def pretrain_members(
    job: LearningJob,
    members: Sequence[Network],
    patches: list[Tensor],
    pretrain: PreTraining[Network],
    *,
    steps: int,
    progress: Progress,
) -> None:
    """Pre-train each network with draws of its own.

    Parameters
    ----------
    patches : list of Tensor
        Of `unlabelled_patches`.
    steps : int
        Of one network, for the progress.
    """
    with job.record.timed(PRETRAINING):
        for number, network in enumerate(members):
            generator = make_generator(job.recipe.seed, 5, number)
            stage = Stage(generator, progress, PRETRAINING, job.checkpoints)
            with seeded(job.recipe.seed, 6, number):
                pretrain(
                    network, patches, stage.share(number, len(members), steps=steps)
                )
    job.record.details["transductive"] = True


def load_pretrained(
    job: LearningJob,
) -> tuple[list[Input], list[dict[str, Tensor]]] | None:
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
    _check_earlier(job, record)
    tensors = read_weights(folder)
    members = [tensors_under(tensors, f"member{i}.") for i in range(job.config.members)]
    with told_of_weights(folder):
        modalities = stored_modalities(
            job, tensors, relief_window=job.config.relief_window
        )
    return modalities, members


def load_encoders(
    job: LearningJob,
    members: Sequence[Network],
    weights: Sequence[dict[str, Tensor]],
    load: Callable[[Network, dict[str, Tensor]], object],
) -> None:
    """Put the encoders' weights of an earlier pre-training into networks.

    Parameters
    ----------
    weights : sequence of dict
        Of `load_pretrained`, one entry per network.
    load : callable
        Given a network and its weights.

    Raises
    ------
    ConfigurationError
        If they are the weights of other encoders.
    """
    assert job.request.pretrained is not None
    with told_of_weights(job.request.pretrained):
        for network, own in zip(members, weights, strict=True):
            load(network, own)


def _check_earlier(job: LearningJob, record: ModelRecord) -> None:
    wanted = job.recipe.method
    if record.method != wanted:
        raise ConfigurationError(
            f"{job.request.pretrained} is a model of {record.method}, not of "
            f"{wanted}; pre-train with {wanted}"
        )
    if record.stage != PRETRAINING:
        raise ConfigurationError(
            f"{job.request.pretrained} was trained on labels already; name a folder "
            "that a pre-training has made"
        )
    for field in method_spec(record.method).encoder_fields:
        given = record.parameters.get(field)
        if given != getattr(job.config, field):
            raise ConfigurationError(
                f"the pre-trained model has {field} {given}, "
                f"this job {getattr(job.config, field)}; use the same, or pre-train "
                "again"
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
