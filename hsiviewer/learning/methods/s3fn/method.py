"""S3FN on a scene: features from 3-D convolutions, fusion with texts, the map.

Hassan, Roshni, Bari, Islam, Mohammed, Farazi, Rahman: "Label Semantics for Robust
Hyperspectral Image Classification", IJCNN 2025, arXiv 2510.07556.
"""

from collections.abc import Sequence
from functools import partial

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.inputs import ScaledRaster, read_patches
from hsiviewer.learning.data.job import JobRecord, LearningJob
from hsiviewer.learning.data.modalities import Input, fit_modalities
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.machine.seeding import seeded
from hsiviewer.learning.methods.s3fn.config import S3fnConfig
from hsiviewer.learning.methods.s3fn.model import S3fn
from hsiviewer.learning.methods.s3fn.stages import all_steps, train_network
from hsiviewer.learning.modules.class_vectors import KnownVectors, ScratchSentences
from hsiviewer.learning.modules.heads import centred
from hsiviewer.learning.prediction.scores import TilePredictor
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.text.class_text import (
    class_sentences,
    scratch_sentences,
    sentence_vectors,
    shuffled_order,
)
from hsiviewer.learning.training.ensemble_training import (
    restored_ensemble,
    trained_ensemble,
)

_RANDOM_WIDTH = 384


def train(job: LearningJob, progress: Progress) -> TilePredictor:
    """Train features and fusion on the shots."""
    config: S3fnConfig = job.config
    modalities = _fit(job, config, progress)
    classes = job.labelled_classes
    members = []
    for number in range(config.members):
        with seeded(job.recipe.seed, 2, number):
            vectors = class_vectors(
                classes, config, job.recipe.text_encoder, job.recipe.seed, job.record
            )
        with seeded(job.recipe.seed, 1, number):
            network = S3fn(
                [modality.channels for modality in modalities], config.patch_size,
                config, vectors,
                count=len(classes), outputs=vectors().shape[1],
            )  # fmt: skip
        members.append(network.to(job.device))
    return trained_ensemble(
        job,
        members,
        modalities,
        partial(train_network, config),
        steps=all_steps(config, len(job.labelled.targets)),
        progress=progress,
    )


def restore(job: LearningJob, record: ModelRecord) -> TilePredictor:
    """Return the networks of a saved model."""
    config: S3fnConfig = job.config
    return restored_ensemble(
        job,
        record,
        lambda channels, classes: S3fn(
            channels,
            config.patch_size,
            config,
            classes,
            count=classes.vectors.shape[0],
            outputs=classes.vectors.shape[1],
        ),
    )


def class_vectors(
    classes: Sequence[LandCoverClass],
    config: S3fnConfig,
    text_encoder: str,
    seed: int,
    record: JobRecord,
) -> KnownVectors | ScratchSentences:
    """Return what gives the vectors of the classes.

    Parameters
    ----------
    text_encoder : str
        That of the job; empty for the configuration's.
    record : JobRecord
        Told which encoder it was.
    """
    if not config.fuse or config.label_vectors != "text":
        name = "random vectors" if config.label_vectors == "random" else "one-hot"
        record.details["text_encoder"] = "none" if not config.fuse else f"none ({name})"
        if config.fuse and config.label_vectors == "random":
            return KnownVectors(F.normalize(torch.randn(len(classes), _RANDOM_WIDTH)))
        return KnownVectors(torch.eye(len(classes)))
    sentences = class_sentences(
        classes,
        config.template,
        seed=seed,
        shuffled=config.shuffle_text,
        dropped=config.text_noise,
    )
    names = [cover.name for cover in classes] if config.name_pooling else None
    if names and config.shuffle_text:
        # Another class's text is pooled on that class's name: nothing of the own.
        names = [names[place] for place in shuffled_order(len(names), seed)]
    vectors = sentence_vectors(
        text_encoder or config.text_tower, sentences, record, names=names
    )
    if vectors is None:
        return scratch_sentences(sentences, _RANDOM_WIDTH)
    return KnownVectors(centred(vectors) if config.centre else vectors)


def fitted_scaler(spectra: Tensor, config: S3fnConfig) -> SpectralScaler:
    """Fit z-scores and components on pixels, shape (n, bands)."""
    return SpectralScaler.fit(
        spectra.numpy(),
        scaling=config.scaling,
        components=config.components,
        whitening=config.whitening,
        variance=config.variance,
    )


def _fit(job: LearningJob, config: S3fnConfig, progress: Progress) -> list[Input]:
    if config.fit_on == "scene":
        job.record.details["transductive"] = True
        return fit_modalities(
            job,
            progress,
            scaling=config.scaling,
            components=config.components,
            whitening=config.whitening,
            variance=config.variance,
        )
    plain = ScaledRaster(job.scene, SpectralScaler.identity(len(job.scene.bands)))
    (patches,) = read_patches(
        [plain],
        job.labelled.positions,
        job.scene.grid_shape,
        size=config.patch_size,
        progress=progress,
    )
    pixels = torch.from_numpy(patches).movedim(1, -1).flatten(0, 2)
    return [ScaledRaster(job.scene, fitted_scaler(pixels, config))]
