"""Training of the classifier on labels and drawn features."""

import math

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.learning.data.batches import labelled_batches
from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.diffusion import uses_diffusion
from hsiviewer.learning.methods.contrastdm.model import ContrastTower
from hsiviewer.learning.methods.contrastdm.synthesis import (
    SyntheticFeatures,
    wanted_targets,
)
from hsiviewer.learning.modules.augment import PatchChanges
from hsiviewer.learning.training.labelled import (
    LabelledFit,
    LabelledSamples,
    chosen_optimizer,
    chosen_schedule,
    fit_labelled,
)
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import StepResult

_AT_ONCE = 512


def train_classifier(
    config: ContrastDmConfig,
    tower: ContrastTower,
    samples: LabelledSamples,
    drawn: SyntheticFeatures,
    stage: Stage,
) -> None:
    """Train the classifier on the shots and on drawn features.

    Parameters
    ----------
    samples : LabelledSamples
        The shots as patches, on the network's device.
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
    generator, targets = stage.generator, samples.targets
    batches = labelled_batches(
        targets, config.batch, generator, balanced=config.balanced
    )
    changes = PatchChanges.of(config)
    is_known = changes == PatchChanges() and not trains_encoder
    if is_known:
        features = encoded(tower, samples.inputs, ready=True)
        samples = LabelledSamples([features], targets)

    def features_of(batch: LabelledSamples) -> Tensor:
        if is_known:
            return batch.inputs[0]
        with torch.set_grad_enabled(trains_encoder):
            return tower.features(batch.inputs)

    def loss(batch: LabelledSamples) -> StepResult:
        # Statistics of batches stay those of the unlabelled scene.
        tower.encoder.eval()
        scores = tower.logits(features_of(batch))
        right = (scores.argmax(dim=1) == batch.targets).float().mean().item()
        total = config.real_weight * _cross_entropy(scores, batch.targets, config)
        if len(drawn.features) and config.synthetic_weight:
            picked = torch.randint(
                len(drawn.features), (config.batch,), generator=generator
            ).to(targets.device)
            scores = tower.logits(drawn.features[picked])
            total = total + config.synthetic_weight * _cross_entropy(
                scores, drawn.targets[picked], config
            )
        return StepResult(total, right)

    steps = classifier_steps(config, targets)
    fit = LabelledFit(
        module=trained,
        optimizer=chosen_optimizer(config, groups),
        schedule=chosen_schedule(config, steps),
        steps=steps,
        batches=batches,
        changes=changes,
    )
    fit_labelled(fit, samples, loss, stage)


@torch.no_grad()
def encoded(
    tower: ContrastTower, patches: list[Tensor], *, ready: bool = False
) -> Tensor:
    """Return h of patches, or what the classifier is given, some at a time."""
    function = tower.features if ready else tower.encoder.vectors
    return torch.cat(
        [
            function([patch[first : first + _AT_ONCE] for patch in patches])
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
