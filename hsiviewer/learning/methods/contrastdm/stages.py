"""The stages on labels, one encoder after the other: diffuse, draw, classify."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.machine.seeding import forked
from hsiviewer.learning.methods.contrastdm.classifying import (
    classifier_steps,
    encoded,
    train_classifier,
)
from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.diffusion import (
    diffusion_steps,
    make_denoiser,
    train_denoiser,
    uses_diffusion,
)
from hsiviewer.learning.methods.contrastdm.model import ContrastDm, ContrastTower
from hsiviewer.learning.methods.contrastdm.synthesis import (
    SyntheticFeatures,
    draw_features,
    novelty,
    scatter_ratio,
)
from hsiviewer.learning.saved.resuming import NO_CHECKPOINTS, Checkpoints
from hsiviewer.learning.training.ensemble_training import FINETUNING

DIFFUSION, CLASSIFIER = "diffusion", "classifier"
_DIFFUSION_SHARE = 0.7  # of the time


@dataclass(frozen=True)
class DrawReport:
    """What is told of the features that were drawn for one encoder.

    Parameters
    ----------
    count : int
        How many are used.
    dropped : float
        Share left out, 0..1.
    guidance : float
        With which they were drawn.
    novelty : float, optional
        Of `hsiviewer.learning.methods.contrastdm.synthesis.novelty`.
    scatter, scatter_without : float
        Within-class over between-class scatter of all that the classifier is
        trained on, and of the labels alone.
    """

    count: int
    dropped: float
    guidance: float
    novelty: float | None
    scatter: float
    scatter_without: float


def train_network(
    config: ContrastDmConfig,
    unlabelled: list[Tensor],
    report: Callable[[str, DrawReport], None],
    network: ContrastDm,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
    name: str = FINETUNING,
) -> None:
    """Train the diffusion model, draw features, train the classifier.

    Parameters
    ----------
    unlabelled : list of Tensor
        Patches from the whole scene, one entry per modality.
    report : callable
        Told `name` and what was drawn.
    patches : list of Tensor
        The shots, one entry per modality, shape (N, C, w, w), on the network's
        device.
    targets : Tensor of int64
        Shape (N,), on the same device.
    checkpoints, name
        Where this training is kept while it is unfinished.
    """
    towers = list(network.experts())
    steps = finetuning_steps(config, targets)
    for number, tower in enumerate(towers):
        part = PartialProgress(
            progress,
            start=number / len(towers),
            stop=(number + 1) / len(towers),
            first_step=number * steps,
        )
        _train_tower(
            config, tower, unlabelled, patches, targets, generator, part,
            checkpoints, f"{name}-{number}", partial(report, name),
        )  # fmt: skip
    network.eval()


def _train_tower(
    config: ContrastDmConfig,
    tower: ContrastTower,
    unlabelled: list[Tensor],
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoints: Checkpoints,
    name: str,
    report: Callable[[DrawReport], None],
) -> None:
    # One for each stage: leaving one out changes no draw of the others.
    own = [forked(generator) for _ in range(3)]
    tower.eval()
    raw = encoded(tower, unlabelled)
    tower.fit_scaling(raw)
    free, shots = tower.scaled(raw), tower.scaled(encoded(tower, patches))
    drawn = SyntheticFeatures(shots[:0], targets[:0], 0.0, 0.0)
    share = 0.0
    if uses_diffusion(config):
        share = _DIFFUSION_SHARE
        part = PartialProgress(progress, start=0.0, stop=share)
        denoiser = make_denoiser(config, tower, own[0])
        train_denoiser(
            config, denoiser, shots, targets, free, own[0], part,
            checkpoints.stage(name, DIFFUSION),
        )  # fmt: skip
        progress.checkpoint()
        drawn = draw_features(denoiser, shots, targets, config, own[1])
        report(
            DrawReport(
                len(drawn.features),
                drawn.dropped,
                drawn.guidance,
                novelty(drawn, shots, targets),
                scatter_ratio(
                    torch.cat([shots, drawn.features]),
                    torch.cat([targets, drawn.targets]),
                ),
                scatter_ratio(shots, targets),
            )
        )
    first = diffusion_steps(config, len(free)) if uses_diffusion(config) else 0
    train_classifier(
        config, tower, patches, targets, drawn, own[2],
        PartialProgress(progress, start=share, stop=1.0, first_step=first),
        checkpoints.stage(name, CLASSIFIER),
    )  # fmt: skip


def finetuning_steps(config: ContrastDmConfig, targets: Tensor) -> int:
    """Return the number of steps of one encoder's stages on labels."""
    steps = classifier_steps(config, targets)
    if uses_diffusion(config):
        steps += diffusion_steps(config, config.unlabelled)
    return steps
