"""Networks as tensors of a saved model, and back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.learning.checkpoints import load_model
from hsiviewer.learning.inputs import ScaledRaster
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.modalities import (
    modality_tensors,
    stored_modalities,
    tensors_under,
)
from hsiviewer.learning.model_record import ModelRecord
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.class_vectors import KnownVectors

Network = TypeVar("Network", bound=AlignedNetwork)


def tower_tensors(
    members: Sequence[AlignedNetwork], modalities: Sequence[ScaledRaster]
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
    members: Sequence[AlignedNetwork], modalities: Sequence[ScaledRaster]
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
) -> tuple[list[Network], list[ScaledRaster]]:
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
        As `hsiviewer.learning.inputs.ScaledRaster`.

    Raises
    ------
    ConfigurationError
        If the weights are not what the record says.
    """
    folder, classes = job.model, len(record.classes)
    tensors, _ = load_model(folder)
    try:
        modalities = stored_modalities(job, tensors, relief_window=relief_window)
        members = []
        for number in range(job.config.members):
            # Another number of classes cannot be expanded to this one.
            vectors = tensors[f"classes{number}.vectors"].expand(classes, -1)
            network = make(
                [each.channels for each in modalities], KnownVectors(vectors)
            )
            network.towers.load_state_dict(tensors_under(tensors, f"member{number}."))
            network.scale.log_scale.data = tensors[f"classes{number}.log_scale"]
            members.append(network.to(job.device).eval())
    except (KeyError, RuntimeError, ValueError) as error:
        raise ConfigurationError(
            f"the weights in {folder} are not those of its record ({error}); train "
            "the model again"
        ) from error
    return members, modalities
