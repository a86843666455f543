"""The two stages of training, each for one network."""

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.batches import balanced_batches, epoch_batches
from hsiviewer.learning.methods.s3fn.config import S3fnConfig
from hsiviewer.learning.methods.s3fn.model import S3fn
from hsiviewer.learning.methods.s3fn.objective import feature_loss, fusion_loss
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.augment import disturbed, lit, turned
from hsiviewer.learning.saved.resuming import (
    NO_CHECKPOINTS,
    Checkpoints,
    StageCheckpoint,
)
from hsiviewer.learning.training.ensemble_training import FINETUNING
from hsiviewer.learning.training.trainer import (
    StepResult,
    Trainer,
    constant_schedule,
    one_cycle,
)

FEATURES, FUSION = "features", "fusion"
_EPSILON = 1e-7  # the released code's library default
_FEATURE_SHARE = 0.8  # of the time


def train_network(
    config: S3fnConfig,
    network: AlignedNetwork,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
    name: str = FINETUNING,
) -> None:
    """Train the 3-D networks, then only what leads to the texts.

    Parameters
    ----------
    patches : list of Tensor
        The cube's, shape (N, C, w, w), on the network's device.
    targets : Tensor of int64
        Shape (N,), on the same device.
    checkpoints, name
        Where this training is kept while it is unfinished.
    """
    assert isinstance(network, S3fn)
    first = feature_steps(config, len(targets))
    _train_features(
        config, network, patches, targets, generator,
        PartialProgress(progress, start=0.0, stop=_FEATURE_SHARE),
        checkpoints.stage(name, FEATURES),
    )  # fmt: skip
    if config.fuse:
        part = PartialProgress(
            progress, start=_FEATURE_SHARE, stop=1.0, first_step=first
        )
        train_fusion(
            config, network, patches, targets, generator, part,
            checkpoints.stage(name, FUSION),
        )  # fmt: skip


def _train_features(
    config: S3fnConfig,
    network: S3fn,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoint: StageCheckpoint | None,
) -> None:
    batch_of = _batches(config, patches, targets, generator)

    def take_step(step: int) -> StepResult:
        batch, wanted = batch_of(step)
        return feature_loss(network, batch, wanted, penalty=config.penalty)

    parameters = [
        each
        for tower in network.fused_towers()
        for part in (tower.cnn, tower.hidden, tower.classifier)
        for each in part.parameters()
    ]
    steps = feature_steps(config, len(targets))
    _run(config, network, parameters, steps, take_step, progress, checkpoint, generator)


def train_fusion(
    config: S3fnConfig,
    network: S3fn,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoint: StageCheckpoint | None = None,
) -> None:
    """Train W, b and the temperature on features that no longer change.

    Parameters as `train_network`.
    """
    # Dropout is off in the frozen part.
    network.eval()
    batch_of = _batches(config, patches, targets, generator)
    heads = nn.ModuleList([*_fusions(network), network.scale])
    if network.classes is not None:
        heads.append(network.classes)

    def take_step(step: int) -> StepResult:
        batch, wanted = batch_of(step)
        with torch.no_grad():
            features = [each.features(batch) for each in network.fused_towers()]
        return fusion_loss(network, features, wanted)

    parameters = [each for each in heads.parameters() if each.requires_grad]
    steps = fusion_steps(config, len(targets))
    _run(config, heads, parameters, steps, take_step, progress, checkpoint, generator)


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


def _run(
    config: S3fnConfig,
    module: nn.Module,
    parameters: list[nn.Parameter],
    steps: int,
    take_step: Callable[[int], StepResult],
    progress: Progress,
    checkpoint: StageCheckpoint | None,
    generator: torch.Generator,
) -> None:
    optimizer = torch.optim.AdamW(
        parameters, config.rate, eps=_EPSILON, weight_decay=config.decay
    )
    schedule = one_cycle(steps) if config.schedule == "cycle" else constant_schedule
    Trainer(module, optimizer, schedule=schedule).run(
        steps,
        take_step,
        progress=progress,
        stage=FINETUNING,
        checkpoint=checkpoint,
        generator=generator,
    )


def _batches(
    config: S3fnConfig,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
) -> Callable[[int], tuple[list[Tensor], Tensor]]:
    """Return what gives the patches and targets of a step."""
    in_order = epoch_batches(len(targets), config.batch, generator)
    drawn: Iterator[Tensor] = balanced_batches(targets, config.batch, generator)

    def batch_of(step: int) -> tuple[list[Tensor], Tensor]:
        chosen = next(drawn) if config.balanced else in_order(step)
        batch = [each[chosen] for each in patches]
        if config.flips:
            batch = turned(batch, generator)
        if config.intensity:
            batch = lit(batch, config.intensity, generator)
        if config.noise:
            batch = disturbed(batch, config.noise, generator)
        return batch, targets[chosen]

    return batch_of


def _fusions(network: S3fn) -> Iterator[nn.Module]:
    for tower in network.fused_towers():
        if tower.fusion is not None:
            yield tower.fusion
