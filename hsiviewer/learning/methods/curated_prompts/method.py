"""Curated-prompt alignment on a job: prototypes, networks, one stage, the map.

Chatterjee, Ghosh: "Learning Hyperspectral Images with Curated Text Prompts for
Efficient Multimodal Alignment", ICCV 2025 workshop, arXiv 2509.22697.
"""

import math
from functools import partial

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.batches import balanced_batches, epoch_batches
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import fit_modalities
from hsiviewer.learning.machine.seeding import seeded
from hsiviewer.learning.methods.curated_prompts.config import CuratedPromptsConfig
from hsiviewer.learning.methods.curated_prompts.model import CuratedPrompts
from hsiviewer.learning.methods.curated_prompts.objective import (
    curated_loss,
    curated_negatives,
    text_to_image_loss,
)
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.augment import disturbed, turned
from hsiviewer.learning.modules.class_vectors import (
    FreeVectors,
    FrozenSentences,
    KnownVectors,
)
from hsiviewer.learning.prediction.ensemble import Ensemble
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.saved.resuming import NO_CHECKPOINTS, Checkpoints
from hsiviewer.learning.text.class_text import (
    class_sentences,
    scratch_sentences,
    sentence_vectors,
)
from hsiviewer.learning.training.ensemble_training import (
    FINETUNING,
    restored_ensemble,
    trained_ensemble,
)
from hsiviewer.learning.training.trainer import (
    StepResult,
    Trainer,
    constant_schedule,
    one_cycle,
)

_RANDOM_WIDTH = 384


def train(job: LearningJob, progress: Progress) -> Ensemble:
    """Train image encoders and probe on the shots."""
    config: CuratedPromptsConfig = job.config
    modalities = fit_modalities(
        job,
        scaling=config.scaling,
        components=config.components,
        whitening=config.whitening,
        relief_window=config.relief_window,
    )
    job.record.details["transductive"] = True
    _tell_negatives(job, config)
    channels = [each.channels for each in modalities]
    members = []
    for number in range(config.members):
        with seeded(job.recipe.seed, 2, number):
            classes, width = _prototypes(job, config)
        with seeded(job.recipe.seed, 1, number):
            network = CuratedPrompts(channels, config, classes, width)
        members.append(network.to(job.device))
    return trained_ensemble(
        job,
        members,
        modalities,
        partial(train_network, config),
        steps=training_steps(config, len(job.labelled.targets)),
        progress=progress,
    )


def restore(job: LearningJob, record: ModelRecord) -> Ensemble:
    """Return the networks of a saved model."""
    config: CuratedPromptsConfig = job.config
    return restored_ensemble(
        job,
        record,
        lambda channels, classes: CuratedPrompts(
            channels, config, classes, classes.vectors.shape[1]
        ),
        relief_window=config.relief_window,
    )


def train_network(
    config: CuratedPromptsConfig,
    network: AlignedNetwork,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
    name: str = FINETUNING,
) -> None:
    """Align labelled patches with the prototypes of their classes.

    Parameters
    ----------
    patches : list of Tensor
        One per modality, shape (N, C, w, w), on the network's device.
    targets : Tensor of int64
        Shape (N,), on the same device.
    """
    steps = training_steps(config, len(targets))
    in_order = epoch_batches(len(targets), config.batch, generator)
    drawn = balanced_batches(targets, config.batch, generator)

    def take_step(step: int) -> StepResult:
        chosen = next(drawn) if config.balanced else in_order(step)
        batch = [each[chosen] for each in patches]
        if config.flips:
            batch = turned(batch, generator)
        if config.noise:
            batch = disturbed(batch, config.noise, generator)
        return alignment_loss(config, network, batch, targets[chosen], generator)

    optimizers = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    optimizer = optimizers[config.optimizer](
        [each for each in network.parameters() if each.requires_grad],
        config.rate,
        weight_decay=config.decay,
    )
    schedule = one_cycle(steps) if config.schedule == "cycle" else constant_schedule
    Trainer(network, optimizer, schedule=schedule).run(
        steps,
        take_step,
        progress=progress,
        stage=FINETUNING,
        checkpoint=checkpoints.stage(name),
        generator=generator,
    )


def alignment_loss(
    config: CuratedPromptsConfig,
    network: AlignedNetwork,
    patches: list[Tensor],
    targets: Tensor,
    generator: torch.Generator,
) -> StepResult:
    """Return the curated loss of a batch, summed over the image encoders.

    Prototypes are computed inside the step, so that the probe learns.
    """
    classes = network.class_vectors()
    total = torch.zeros((), device=targets.device)
    cosines = torch.zeros((), device=targets.device)
    for image in network.image_vectors(patches):
        scores = network.class_scores(image, classes)
        hard, random = curated_negatives(
            scores,
            targets,
            hard=config.hard,
            random=config.random,
            generator=generator,
        )
        loss = curated_loss(scores, targets, hard | random)
        if config.symmetric:
            loss = 0.5 * (loss + text_to_image_loss(scores, targets))
        total = total + loss
        cosines = cosines + image @ classes.T
    right = (cosines.argmax(dim=1) == targets).float().mean().item()
    return StepResult(total, right)


def training_steps(config: CuratedPromptsConfig, shots: int) -> int:
    """Return the number of steps that train on so many shots."""
    return max(config.steps, config.epochs * math.ceil(shots / config.batch))


def _prototypes(
    job: LearningJob, config: CuratedPromptsConfig
) -> tuple[nn.Module, int]:
    """Return what gives the prototypes, and their length."""
    classes = len(job.labelled.class_ids)
    if config.anchors == "free":
        job.record.details["text_encoder"] = "none"
        return FreeVectors(classes, config.width), config.width
    if config.anchors == "random":
        job.record.details["text_encoder"] = "none (random vectors)"
        vectors = F.normalize(torch.randn(classes, _RANDOM_WIDTH), dim=1)
    else:
        sentences = class_sentences(
            job.labelled_classes,
            config.template,
            seed=job.recipe.seed,
            shuffled=config.shuffle_text,
            dropped=config.text_noise,
        )
        wanted = job.recipe.text_encoder or config.text_tower
        found = sentence_vectors(wanted, sentences, job.record)
        if found is None:
            return scratch_sentences(sentences, config.width), config.width
        vectors = found
    frozen = FrozenSentences(
        vectors,
        config.width,
        centre=config.centre,
        bias=True,
        depth=config.probe_depth,
    )
    if config.probe_side == "vision":
        return KnownVectors(frozen.vectors), vectors.shape[1]
    frozen.requires_grad_(config.train_probe)
    return frozen, config.width


def _tell_negatives(job: LearningJob, config: CuratedPromptsConfig) -> None:
    wrong = len(job.labelled.class_ids) - 1
    hard = min(config.hard, wrong)
    random = min(config.random, wrong - hard)
    job.record.details["negatives"] = {"hard": hard, "random": random, "of": wrong}
    if hard + random == wrong:
        job.record.warnings.append(
            f"With {wrong + 1} classes all {wrong} wrong ones are in the loss; which "
            f"are chosen matters from {config.hard + config.random + 2} classes on."
        )
