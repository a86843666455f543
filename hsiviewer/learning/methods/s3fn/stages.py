"""The two stages of training, each for one network."""

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from hsiviewer.learning.data.batches import Batches, labelled_batches
from hsiviewer.learning.methods.s3fn.config import S3fnConfig
from hsiviewer.learning.methods.s3fn.model import S3fn
from hsiviewer.learning.methods.s3fn.objective import feature_loss, fusion_loss
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.augment import PatchChanges
from hsiviewer.learning.training.labelled import (
    LabelledFit,
    LabelledSamples,
    chosen_schedule,
    fit_labelled,
    rated,
)
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import StepResult

FEATURES, FUSION = "features", "fusion"
_EPSILON = 1e-7  # the released code's library default
_FEATURE_SHARE = 0.8  # of the time


def train_network(
    config: S3fnConfig,
    network: AlignedNetwork,
    samples: LabelledSamples,
    stage: Stage,
) -> None:
    """Train the 3-D networks, then only what leads to the texts.

    Parameters
    ----------
    samples : LabelledSamples
        Patches of the cube, on the network's device.
    """
    assert isinstance(network, S3fn)
    first = feature_steps(config, len(samples))
    _train_features(config, network, samples, stage.part(FEATURES, stop=_FEATURE_SHARE))
    if config.fuse:
        part = stage.part(FUSION, start=_FEATURE_SHARE, first_step=first)
        train_fusion(config, network, samples, part)


def _train_features(
    config: S3fnConfig, network: S3fn, samples: LabelledSamples, stage: Stage
) -> None:
    parameters = [
        parameter
        for tower in network.fused_towers()
        for part in (tower.cnn, tower.hidden, tower.classifier)
        for parameter in part.parameters()
    ]
    fit = _fit(
        config,
        network,
        rated(config, network, parameters),
        feature_steps(config, len(samples)),
        _batches(config, samples, stage),
    )
    fit_labelled(
        fit,
        samples,
        lambda batch: feature_loss(
            network, batch.inputs, batch.targets, penalty=config.penalty
        ),
        stage,
    )


def train_fusion(
    config: S3fnConfig, network: S3fn, samples: LabelledSamples, stage: Stage
) -> None:
    """Train W, b and the temperature on features that no longer change.

    Parameters as `train_network`.
    """
    # Dropout is off in the frozen part.
    network.eval()
    batches = _batches(config, samples, stage)
    heads = nn.ModuleList([*_fusions(network), network.scale])
    if network.classes is not None:
        heads.append(network.classes)

    def loss(batch: LabelledSamples) -> StepResult:
        with torch.no_grad():
            features = network.features(batch.inputs)
        return fusion_loss(network, features, batch.targets)

    parameters = [
        parameter for parameter in heads.parameters() if parameter.requires_grad
    ]
    steps = fusion_steps(config, len(samples))
    groups = rated(config, network, parameters)
    fit_labelled(_fit(config, heads, groups, steps, batches), samples, loss, stage)


def feature_steps(config: S3fnConfig, samples: int) -> int:
    """Return the number of steps of the first stage."""
    return max(config.steps, config.epochs * math.ceil(samples / config.batch))


def fusion_steps(config: S3fnConfig, samples: int) -> int:
    """Return the number of steps of the second stage."""
    return max(
        config.fusion_steps, config.fusion_epochs * math.ceil(samples / config.batch)
    )


def all_steps(config: S3fnConfig, samples: int) -> int:
    """Return the number of steps of a network."""
    second = fusion_steps(config, samples) if config.fuse else 0
    return feature_steps(config, samples) + second


def _fit(
    config: S3fnConfig,
    module: nn.Module,
    parameters: list[Any],
    steps: int,
    batches: Batches,
) -> LabelledFit:
    return LabelledFit(
        module=module,
        optimizer=torch.optim.AdamW(
            parameters, config.rate, eps=_EPSILON, weight_decay=config.decay
        ),
        schedule=chosen_schedule(config, steps),
        steps=steps,
        batches=batches,
        changes=PatchChanges(
            flips=config.flips, light=config.intensity, noise=config.noise
        ),
    )


def _batches(config: S3fnConfig, samples: LabelledSamples, stage: Stage) -> Batches:
    return labelled_batches(
        samples.targets, config.batch, stage.generator, balanced=config.balanced
    )


def _fusions(network: S3fn) -> Iterator[nn.Module]:
    for tower in network.fused_towers():
        if tower.fusion is not None:
            yield tower.fusion
