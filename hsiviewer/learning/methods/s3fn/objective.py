"""What S3FN minimises in its two stages."""

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from hsiviewer.learning.methods.s3fn.model import PENALTIES, FusedTower, S3fn
from hsiviewer.learning.training.trainer import StepResult


def feature_loss(
    network: S3fn, patches: list[Tensor], targets: Tensor, *, penalty: float
) -> StepResult:
    """Cross-entropy of the 3-D networks' own class layers, and their penalties.

    Parameters
    ----------
    patches : list of Tensor
        The cube's, shape (N, C, w, w).
    targets : Tensor of int64
        Shape (N,).
    penalty : float
        Factor of the published penalties.
    """
    total = torch.zeros((), device=targets.device)
    scores = torch.zeros((), device=targets.device)
    features = network.features(patches)
    for tower, own in zip(network.fused_towers(), features, strict=True):
        logits = tower.logits(own)
        total = total + F.cross_entropy(logits, targets)
        if penalty:
            total = total + penalty * weight_penalty(tower)
        scores = scores + logits.log_softmax(dim=1)
    return StepResult(total, _accuracy(scores, targets))


def weight_penalty(tower: FusedTower) -> Tensor:
    """Return the sum over layers of a factor times the sum of squared weights.

    The dense encoder has one convolution less; factors go from the first on, and
    the last two belong to the dense layers.
    """
    layers = [*tower.cnn.weights(), tower.hidden.weight]
    factors = (*PENALTIES[: len(layers) - 2], *PENALTIES[-2:])
    total: Tensor = torch.stack(
        [
            factor * each.square().sum()
            for factor, each in zip(factors, layers, strict=True)
        ]
    ).sum()
    return total


def fusion_loss(network: S3fn, features: list[Tensor], targets: Tensor) -> StepResult:
    """Cross-entropy of the similarity of fused features and class vectors.

    Parameters
    ----------
    features : list of Tensor
        z of each image encoder, shape (N, width), without gradient.
    targets : Tensor of int64
        Shape (N,).
    """
    classes = network.class_vectors()
    total = torch.zeros((), device=targets.device)
    scores = torch.zeros((), device=targets.device)
    for tower, each in zip(network.fused_towers(), features, strict=True):
        found = network.class_scores(tower.fused(each), classes)
        total = total + F.cross_entropy(found, targets)
        scores = scores + found.log_softmax(dim=1)
    return StepResult(total, _accuracy(scores, targets))


def _accuracy(scores: Tensor, targets: Tensor) -> float:
    return (scores.argmax(dim=1) == targets).float().mean().item()
