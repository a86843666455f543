"""Curated-prompt alignment on a job: prototypes, networks, one stage, the map.

Chatterjee, Ghosh: "Learning Hyperspectral Images with Curated Text Prompts for
Efficient Multimodal Alignment", ICCV 2025 workshop, arXiv 2509.22697.
"""

import math
from functools import partial

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import nn

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.batches import labelled_batches
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
from hsiviewer.learning.modules.augment import PatchChanges
from hsiviewer.learning.modules.class_vectors import (
    FreeVectors,
    FrozenSentences,
    KnownVectors,
)
from hsiviewer.learning.prediction.scores import TilePredictor
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.text.class_text import (
    class_sentences,
    scratch_sentences,
    sentence_vectors,
)
from hsiviewer.learning.training.ensemble_training import (
    restored_ensemble,
    trained_ensemble,
)
from hsiviewer.learning.training.labelled import (
    LabelledFit,
    LabelledSamples,
    chosen_optimizer,
    chosen_schedule,
    fit_labelled,
    rated,
)
from hsiviewer.learning.training.stage import Stage
from hsiviewer.learning.training.trainer import StepResult

_RANDOM_WIDTH = 384


def train(job: LearningJob, progress: Progress) -> TilePredictor:
    """Train image encoders and probe on the shots."""
    config: CuratedPromptsConfig = job.config
    modalities = fit_modalities(
        job,
        progress,
        scaling=config.scaling,
        components=config.components,
        whitening=config.whitening,
        relief_window=config.relief_window,
    )
    job.record.details["transductive"] = True
    _tell_negatives(job, config)
    channels = [modality.channels for modality in modalities]
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


def restore(job: LearningJob, record: ModelRecord) -> TilePredictor:
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
    samples: LabelledSamples,
    stage: Stage,
) -> None:
    """Align labelled patches with the prototypes of their classes.

    Parameters
    ----------
    samples : LabelledSamples
        Patches on the network's device.
    """
    steps = training_steps(config, len(samples))
    generator = stage.generator
    trained = [
        parameter for parameter in network.parameters() if parameter.requires_grad
    ]
    fit = LabelledFit(
        module=network,
        optimizer=chosen_optimizer(config, rated(config, network, trained)),
        schedule=chosen_schedule(config, steps),
        steps=steps,
        batches=labelled_batches(
            samples.targets, config.batch, generator, balanced=config.balanced
        ),
        changes=PatchChanges.of(config),
    )
    fit_labelled(
        fit,
        samples,
        lambda batch: alignment_loss(config, network, batch, generator),
        stage,
    )


def alignment_loss(
    config: CuratedPromptsConfig,
    network: AlignedNetwork,
    batch: LabelledSamples,
    generator: torch.Generator,
) -> StepResult:
    """Return the curated loss of a batch, summed over the image encoders.

    Prototypes are computed inside the step, so that the probe learns.
    """
    targets = batch.targets
    classes = network.class_vectors()
    total = torch.zeros((), device=targets.device)
    cosines = torch.zeros((), device=targets.device)
    for image in network.image_vectors(batch.inputs):
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
