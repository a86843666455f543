"""Training of the classifier on labels and drawn features."""

import math

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.batches import balanced_batches, epoch_batches
from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.diffusion import uses_diffusion
from hsiviewer.learning.methods.contrastdm.model import ContrastTower
from hsiviewer.learning.methods.contrastdm.synthesis import (
    SyntheticFeatures,
    wanted_targets,
)
from hsiviewer.learning.modules.augment import disturbed, turned
from hsiviewer.learning.saved.resuming import StageCheckpoint
from hsiviewer.learning.training.ensemble_training import FINETUNING
from hsiviewer.learning.training.trainer import (
    StepResult,
    Trainer,
    constant_schedule,
    one_cycle,
)

_AT_ONCE = 512


def train_classifier(
    config: ContrastDmConfig,
    tower: ContrastTower,
    patches: list[Tensor],
    targets: Tensor,
    drawn: SyntheticFeatures,
    generator: torch.Generator,
    progress: Progress,
    checkpoint: StageCheckpoint | None = None,
) -> None:
    """Train the classifier on the shots and on drawn features.

    Parameters as `train_network`.
    """
    if not config.real_weight and not len(drawn.features):
        raise TrainingDataError(
            "no feature was drawn, and the labels have no weight, so that there is "
            "nothing to learn from; give real_weight a value above 0"
        )
    trains_encoder = config.encoder_rate > 0
    trained = nn.ModuleList([tower.classifier, tower.drop])
    groups = [{"params": list(tower.classifier.parameters()), "lr": config.rate}]
    if trains_encoder:
        trained.append(tower.encoder)
        rate = config.rate * config.encoder_rate
        groups.append({"params": list(tower.encoder.parameters()), "lr": rate})
    in_order = epoch_batches(len(targets), config.batch, generator)
    balanced = balanced_batches(targets, config.batch, generator)
    changes = config.flips or config.noise
    known = None if changes or trains_encoder else encoded(tower, patches, ready=True)

    def real_features(chosen: Tensor) -> Tensor:
        if known is not None:
            return known[chosen]
        batch = [each[chosen] for each in patches]
        if config.flips:
            batch = turned(batch, generator)
        if config.noise:
            batch = disturbed(batch, config.noise, generator)
        with torch.set_grad_enabled(trains_encoder):
            return tower.features(batch)

    def take_step(step: int) -> StepResult:
        # Statistics of batches stay those of the unlabelled scene.
        tower.encoder.eval()
        chosen = next(balanced) if config.balanced else in_order(step)
        scores = tower.logits(real_features(chosen))
        right = (scores.argmax(dim=1) == targets[chosen]).float().mean().item()
        loss = config.real_weight * _cross_entropy(scores, targets[chosen], config)
        if len(drawn.features) and config.synthetic_weight:
            picked = torch.randint(
                len(drawn.features), (config.batch,), generator=generator
            ).to(targets.device)
            scores = tower.logits(drawn.features[picked])
            loss = loss + config.synthetic_weight * _cross_entropy(
                scores, drawn.targets[picked], config
            )
        return StepResult(loss, right)

    optimizers = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    steps = classifier_steps(config, targets)
    Trainer(
        trained,
        optimizers[config.optimizer](groups, config.rate, weight_decay=config.decay),
        schedule=one_cycle(steps) if config.schedule == "cycle" else constant_schedule,
    ).run(
        steps,
        take_step,
        progress=progress,
        stage=FINETUNING,
        checkpoint=checkpoint,
        generator=generator,
    )


@torch.no_grad()
def encoded(
    tower: ContrastTower, patches: list[Tensor], *, ready: bool = False
) -> Tensor:
    """Return h of patches, or what the classifier is given, some at a time."""
    function = tower.features if ready else tower.encoder.vectors
    return torch.cat(
        [
            function([each[first : first + _AT_ONCE] for each in patches])
            for first in range(0, len(patches[0]), _AT_ONCE)
        ]
    )


def classifier_steps(config: ContrastDmConfig, targets: Tensor) -> int:
    """Return the number of steps that train one classifier."""
    drawn = 0
    if uses_diffusion(config):
        drawn = len(wanted_targets(targets, config, int(targets.max()) + 1))
    epoch = math.ceil((len(targets) + drawn) / config.batch)
    return max(config.steps, config.epochs * epoch)


def _cross_entropy(scores: Tensor, targets: Tensor, config: ContrastDmConfig) -> Tensor:
    return F.cross_entropy(scores, targets, label_smoothing=config.smoothing)
