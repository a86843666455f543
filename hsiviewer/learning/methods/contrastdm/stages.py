"""The stages on labels, one encoder after the other: diffuse, draw, classify."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

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
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.stage import Stage

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


@dataclass(frozen=True, eq=False)
class LabelStages:
    """Trains one network on labels: `FineTuning` of `ensemble_training`.

    Parameters
    ----------
    config : ContrastDmConfig
        How.
    unlabelled : list of Tensor
        Patches from the whole scene, one entry per modality.
    report : callable
        Told the name of the network's stage, and what was drawn for an encoder.
    """

    config: ContrastDmConfig
    unlabelled: list[Tensor]
    report: Callable[[str, DrawReport], None]

    def __call__(
        self, network: ContrastDm, samples: LabelledSamples, stage: Stage
    ) -> None:
        """Train the diffusion model, draw features, train the classifier.

        Parameters
        ----------
        samples : LabelledSamples
            The shots as patches, on the network's device.
        """
        count = len(network.towers)
        steps = finetuning_steps(self.config, samples.targets)
        free = network.seen(self.unlabelled)
        for number, (tower, own) in enumerate(network.seen(samples.inputs)):
            report = partial(self.report, stage.name)
            part = stage.share(number, count, steps=steps)
            shots = LabelledSamples(own, samples.targets)
            config = self.config
            if network.is_context(number):
                config = replace(config, rate=config.rate * config.context_gain)
            stages = replace(self, config=config)
            stages.train_tower(tower, shots, next(free)[1], part, report)
        network.eval()

    def train_tower(
        self,
        tower: ContrastTower,
        samples: LabelledSamples,
        unlabelled: list[Tensor],
        stage: Stage,
        report: Callable[[DrawReport], None],
    ) -> None:
        """Train one encoder and its classifier on the shots."""
        config = self.config
        # One for each stage: leaving one out changes no draw of the others.
        own = [forked(stage.generator) for _ in range(3)]
        tower.eval()
        raw = encoded(tower, unlabelled)
        tower.fit_scaling(raw)
        free, targets = tower.scaled(raw), samples.targets
        shots = tower.scaled(encoded(tower, samples.inputs))
        drawn = SyntheticFeatures(shots[:0], targets[:0], 0.0, 0.0)
        share, first = 0.0, 0
        if uses_diffusion(config):
            share, first = _DIFFUSION_SHARE, diffusion_steps(config, len(free))
            part = stage.part(DIFFUSION, stop=share, generator=own[0])
            denoiser = make_denoiser(config, tower, own[0])
            features = LabelledSamples([shots], targets)
            train_denoiser(config, denoiser, features, free, part)
            stage.progress.checkpoint()
            drawn = draw_features(denoiser, shots, targets, config, own[1])
            report(_draw_report(drawn, shots, targets))
        part = stage.part(CLASSIFIER, start=share, first_step=first, generator=own[2])
        train_classifier(config, tower, samples, drawn, part)


def _draw_report(
    drawn: SyntheticFeatures, shots: Tensor, targets: Tensor
) -> DrawReport:
    return DrawReport(
        len(drawn.features),
        drawn.dropped,
        drawn.guidance,
        novelty(drawn, shots, targets),
        scatter_ratio(
            torch.cat([shots, drawn.features]), torch.cat([targets, drawn.targets])
        ),
        scatter_ratio(shots, targets),
    )


def finetuning_steps(config: ContrastDmConfig, targets: Tensor) -> int:
    """Return the number of steps of one encoder's stages on labels."""
    steps = classifier_steps(config, targets)
    if uses_diffusion(config):
        steps += diffusion_steps(config, config.unlabelled)
    return steps
