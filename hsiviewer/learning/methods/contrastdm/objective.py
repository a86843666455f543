"""What the diffusion model of features minimises."""

import torch
from torch import Tensor

from hsiviewer.learning.methods.contrastdm.denoiser import FeatureDenoiser


def diffusion_loss(
    denoiser: FeatureDenoiser,
    features: Tensor,
    kind: Tensor,
    step: Tensor,
    noise: Tensor,
    *,
    weights: Tensor,
    means: Tensor,
    compactness: float,
) -> Tensor:
    r"""Predict the noise, and denoise to somewhere near the mean of the class.

    The mean over samples of :math:`w_y\|\epsilon-\hat\epsilon\|^2/D+
    c\,\bar\alpha_t\|\hat x_0-\mu_y\|^2/D`. The pull acts on the clean prediction;
    the code of the relatives pulls the predicted *noise* towards a mean of features,
    and takes that mean over all labelled pixels, those of the test included.

    Parameters
    ----------
    features, noise : Tensor
        Clean features and standard normal noise, shape (N, D).
    kind : Tensor of int64
        Shape (N,): the class that the network is told, `denoiser.no_class` for none;
        no pull without a class.
    step : Tensor of int64
        Shape (N,).
    weights : Tensor
        Of each class and of "no class", shape (K + 1,).
    means : Tensor
        Of the shots of each class, shape (K, D).
    compactness : float
        c.
    """
    noised = denoiser.schedule.noised(features, step, noise)
    predicted = denoiser(noised, step, kind)
    loss: Tensor = weights[kind] * (noise - predicted).square().mean(dim=1)
    if compactness:
        told = kind < denoiser.no_class
        clean = denoiser.schedule.clean_from_noise(noised, step, predicted)
        pull = (clean - means[kind.clamp(max=len(means) - 1)]).square().mean(dim=1)
        level = denoiser.schedule.alpha_bar[step].to(loss.dtype)
        loss = loss + compactness * told * level * pull
    return loss.mean()


def class_weights(targets: Tensor, classes: int) -> Tensor:
    """Return the count of the largest class over that of each, and 1 for no class.

    Parameters
    ----------
    targets : Tensor of int64
        Labels, every class at least once.

    Returns
    -------
    Tensor
        Shape (classes + 1,).
    """
    counts = torch.bincount(targets, minlength=classes).float()
    return torch.cat([counts.max() / counts, counts.new_ones(1)])


def class_means(features: Tensor, targets: Tensor, classes: int) -> Tensor:
    """Return the mean of the shots of each class, shape (classes, D)."""
    total = features.new_zeros(classes, features.shape[1])
    total.index_add_(0, targets, features)
    counts = torch.bincount(targets, minlength=classes)[:, None]
    return total / counts.clamp(min=1)
