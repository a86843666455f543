"""DiffCLIP on a job: inputs, networks, two stages, the map.

Zhang, Cao, Yang, Jiang, Li: "DiffCLIP: Few-shot Language-driven Multimodal
Classifier", AAAI 2025, arXiv 2412.07119.
"""

from collections.abc import Sequence
from functools import partial

from torch import nn

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import Input, fit_modalities
from hsiviewer.learning.machine.seeding import seeded
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.stages import (
    finetune_network,
    finetuning_steps,
    pretrain_network,
)
from hsiviewer.learning.modules.class_vectors import FreeVectors, FrozenSentences
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
from hsiviewer.learning.training.pretraining import (
    load_encoders,
    load_pretrained,
    pretrain_members,
    unlabelled_patches,
)
from hsiviewer.learning.training.saved_networks import tower_tensors


def train(job: LearningJob, progress: Progress) -> TilePredictor:
    """Pre-train on the scene, fine-tune on the shots."""
    config: DiffClipConfig = job.config
    earlier = load_pretrained(job)
    modalities = earlier[0] if earlier else _fit_modalities(job, config, progress)
    learns_first = config.pretrain and earlier is None
    split = 0.6 if learns_first else 0.05
    channels = [modality.channels for modality in modalities]
    members = []
    for number in range(config.members):
        # Encoders come from a seed of their own: the same as in a pre-training.
        with seeded(job.recipe.seed, 1, number):
            model = DiffClip(channels, config)
        with seeded(job.recipe.seed, 2, number):
            model.classes = _class_module(job, config)
        members.append(model.to(job.device))
    if earlier is not None:
        load_encoders(
            job,
            members,
            earlier[1],
            lambda model, weights: model.towers.load_state_dict(weights),
        )
    elif learns_first:
        part = PartialProgress(progress, start=0.0, stop=split)
        _pretrain(job, members, modalities, part)
    part = PartialProgress(progress, start=split, stop=1.0)
    return trained_ensemble(
        job,
        members,
        modalities,
        partial(finetune_network, config),
        steps=finetuning_steps(config, len(job.labelled.targets)),
        progress=part,
    )


def restore(job: LearningJob, record: ModelRecord) -> TilePredictor:
    """Return the networks of a saved model."""
    config: DiffClipConfig = job.config
    return restored_ensemble(
        job,
        record,
        lambda channels, classes: DiffClip(channels, config, classes),
        relief_window=config.relief_window,
    )


def pretrain(job: LearningJob, progress: Progress) -> None:
    """Pre-train the image encoders on the scene."""
    config: DiffClipConfig = job.config
    modalities = _fit_modalities(job, config, progress)
    members = []
    for number in range(config.members):
        with seeded(job.recipe.seed, 1, number):
            members.append(
                DiffClip([modality.channels for modality in modalities], config)
            )
    _pretrain(job, [member.to(job.device) for member in members], modalities, progress)
    job.record.tensors = tower_tensors(members, modalities)


def _fit_modalities(
    job: LearningJob, config: DiffClipConfig, progress: Progress
) -> list[Input]:
    return fit_modalities(
        job,
        progress,
        scaling=config.scaling,
        components=config.components,
        whitening=config.whitening,
        relief_window=config.relief_window,
    )


def _class_module(job: LearningJob, config: DiffClipConfig) -> nn.Module:
    if not config.text:
        job.record.details["text_encoder"] = "none"
        return FreeVectors(len(job.labelled.class_ids), config.width)
    sentences = class_sentences(
        job.labelled_classes,
        config.template,
        seed=job.recipe.seed,
        shuffled=config.shuffle_text,
        dropped=config.text_noise,
    )
    wanted = job.recipe.text_encoder or config.text_tower
    vectors = sentence_vectors(wanted, sentences, job.record)
    if vectors is None:
        return scratch_sentences(sentences, config.width)
    return FrozenSentences(vectors, config.width)


def _pretrain(
    job: LearningJob,
    members: Sequence[DiffClip],
    modalities: Sequence[Input],
    progress: Progress,
) -> None:
    config: DiffClipConfig = job.config
    pretrain_members(
        job,
        members,
        unlabelled_patches(job, modalities, progress),
        partial(pretrain_network, config),
        steps=config.pretrain_steps * len(members[0].towers),
        progress=progress,
    )
