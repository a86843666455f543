"""Networks as tensors of a saved model, and back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor

from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import (
    Input,
    modality_tensors,
    stored_modalities,
    tensors_under,
)
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.class_vectors import KnownVectors
from hsiviewer.learning.saved.checkpoints import read_weights
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.training.saved_weights import (
    require_same_tensors,
    require_shape,
)

Network = TypeVar("Network", bound=AlignedNetwork)


def tower_tensors(
    members: Sequence[AlignedNetwork], modalities: Sequence[Input]
) -> dict[str, Tensor]:
    """Return the image encoders' weights and the scaling of their inputs."""
    tensors = {
        f"member{number}.{name}": value.cpu()
        for number, network in enumerate(members)
        for name, value in network.towers.state_dict().items()
    }
    return tensors | modality_tensors(modalities)


@torch.no_grad()
def network_tensors(
    members: Sequence[AlignedNetwork], modalities: Sequence[Input]
) -> dict[str, Tensor]:
    """Return all that prediction needs.

    Class vectors are kept as they came out of the text: no encoder of sentences is
    needed to use them.
    """
    tensors = tower_tensors(members, modalities)
    for number, network in enumerate(members):
        tensors[f"classes{number}.vectors"] = network.class_vectors().cpu()
        tensors[f"classes{number}.log_scale"] = network.scale.log_scale.detach().cpu()
    return tensors


def restored_networks(
    job: LearningJob,
    record: ModelRecord,
    make: Callable[[list[int], KnownVectors], Network],
    *,
    relief_window: int = 0,
) -> tuple[list[Network], list[Input]]:
    """Return the networks and inputs of a model that has seen labels.

    Parameters
    ----------
    job : LearningJob
        Its rasters are those to predict, its configuration is the model's.
    record : ModelRecord
        Of the saved model.
    make : callable
        Given the channels of each modality and the class vectors, returns an
        untrained network.
    relief_window : int
        As `hsiviewer.learning.data.inputs.ScaledRaster`.

    Raises
    ------
    ConfigurationError
        If there are no weights, or damaged ones.
    LookupError, RuntimeError, ValueError
        If the weights are not what the record says.
    """
    tensors = read_weights(job.model)
    modalities = stored_modalities(job, tensors, relief_window=relief_window)
    channels = [modality.channels for modality in modalities]
    members = []
    for number in range(job.config.members):
        # Another number of classes cannot be expanded to this one.
        vectors = tensors[f"classes{number}.vectors"].expand(len(record.classes), -1)
        weights = tensors_under(tensors, f"member{number}.")
        log_scale = tensors[f"classes{number}.log_scale"]
        with torch.device("meta"):
            # Takes no memory, whatever size the configuration claims.
            plan = make(channels, KnownVectors(vectors))
        require_same_tensors(plan.towers.state_dict(), weights)
        own = plan.scale.log_scale
        require_shape("log_scale", log_scale, tuple(own.shape), dtype=own.dtype)
        network = make(channels, KnownVectors(vectors))
        network.towers.load_state_dict(weights)
        network.scale.log_scale.data = log_scale
        members.append(network.to(job.device).eval())
    return members, modalities
