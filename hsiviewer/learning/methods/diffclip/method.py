"""DiffCLIP on a job: inputs, networks, two stages, the map.

Zhang, Cao, Yang, Jiang, Li: "DiffCLIP: Few-shot Language-driven Multimodal
Classifier", AAAI 2025, arXiv 2412.07119.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from hsiviewer.core.progress import PartialProgress, Progress, SilentProgress
from hsiviewer.learning.inputs import (
    STATISTICS_PIXELS,
    ScaledRaster,
    read_patches,
    sample_positions,
)
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.methods.diffclip.confidence import held_out_temperature
from hsiviewer.learning.methods.diffclip.config import TEMPLATES, DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import (
    DiffClip,
    FreeVectors,
    FrozenSentences,
    ScratchSentences,
)
from hsiviewer.learning.methods.diffclip.prediction import Ensemble
from hsiviewer.learning.methods.diffclip.stages import (
    FINETUNING,
    PRETRAINING,
    finetune_network,
    finetuning_steps,
    pretrain_network,
)
from hsiviewer.learning.methods.diffclip.storage import (
    class_tensors,
    encoder_tensors,
    load_pretrained,
    load_trained,
)
from hsiviewer.learning.model_record import ModelRecord
from hsiviewer.learning.modules.text_tower import WordVocabulary
from hsiviewer.learning.normalization import SpectralScaler
from hsiviewer.learning.seeding import make_generator, seeded
from hsiviewer.learning.text import encode_cached, open_encoder

_LONGEST_SENTENCE = 77


def train(job: LearningJob, progress: Progress) -> Ensemble:
    """Pre-train on the scene, fine-tune on the shots."""
    config: DiffClipConfig = job.config
    earlier = load_pretrained(job, config)
    modalities = earlier[0] if earlier else _fit_modalities(job, config)
    learns_first = config.pretrain and earlier is None
    split = 0.6 if learns_first else 0.05
    channels = [each.channels for each in modalities]
    members = []
    for number in range(config.members):
        # Encoders come from a seed of their own: the same as in a pre-training.
        with seeded(job.request.seed, 1, number):
            model = DiffClip(channels, config)
        with seeded(job.request.seed, 2, number):
            model.classes = _class_module(job, config)
        members.append(model.to(job.device))
    if earlier is not None:
        for model, weights in zip(members, earlier[1], strict=True):
            model.towers.load_state_dict(weights)
    elif learns_first:
        part = PartialProgress(progress, start=0.0, stop=split)
        with job.record.timed(PRETRAINING):
            _pretrain_members(job, members, modalities, part)
        job.record.details["transductive"] = True
    part = PartialProgress(progress, start=split, stop=1.0)
    with job.record.timed(FINETUNING):
        temperature = _finetune_members(job, members, modalities, part)
    job.record.tensors = encoder_tensors(members, modalities) | class_tensors(members)
    job.record.saved = {"temperature": temperature}
    return Ensemble(members, modalities, config, job.device, temperature)


def restore(job: LearningJob, record: ModelRecord) -> Ensemble:
    """Return the networks of a saved model."""
    members, modalities = load_trained(job, job.model, len(record.classes))
    temperature = float(record.details["temperature"])
    return Ensemble(members, modalities, job.config, job.device, temperature)


def pretrain(job: LearningJob, progress: Progress) -> None:
    """Pre-train the image encoders on the scene."""
    config: DiffClipConfig = job.config
    modalities = _fit_modalities(job, config)
    members = []
    for number in range(config.members):
        with seeded(job.request.seed, 1, number):
            members.append(DiffClip([each.channels for each in modalities], config))
    _pretrain_members(
        job, [each.to(job.device) for each in members], modalities, progress
    )
    job.record.tensors = encoder_tensors(members, modalities)


def _fit_modalities(job: LearningJob, config: DiffClipConfig) -> list[ScaledRaster]:
    """Fit the scaling of every raster on pixels of the whole scene."""
    positions = sample_positions(
        job.valid, STATISTICS_PIXELS, np.random.default_rng([job.request.seed, 3])
    )
    spectra = job.scene.read_spectra(positions[:, 0], positions[:, 1])
    scaler = SpectralScaler.fit(
        spectra,
        scaling=config.scaling,
        components=config.components,
        whitening=config.whitening,
    )
    modalities = [ScaledRaster(job.scene, scaler)]
    for raster in job.auxiliary:
        plain = ScaledRaster(
            raster, SpectralScaler.identity(len(raster.bands)), config.relief_window
        )
        (values,) = read_patches(
            [plain], positions, job.scene.grid_shape, size=1, progress=SilentProgress()
        )
        scaler = SpectralScaler.fit(values[:, :, 0, 0], scaling=config.scaling)
        modalities.append(ScaledRaster(raster, scaler, config.relief_window))
    return modalities


def _class_module(job: LearningJob, config: DiffClipConfig) -> nn.Module:
    class_ids = job.labelled.class_ids.tolist()
    if not config.text:
        job.record.details["text_encoder"] = "none"
        return FreeVectors(len(class_ids), config.width)
    template = TEMPLATES[config.template]
    classes = [job.request.scheme[each] for each in class_ids]
    sentences = [template.format(name=each.name, text=each.text) for each in classes]
    wanted = job.request.text_encoder or config.text_tower
    if wanted == "scratch":
        job.record.details["text_encoder"] = "scratch"
        vocabulary = WordVocabulary(sentences)
        numbers = vocabulary.encode(sentences, length=_LONGEST_SENTENCE)
        return ScratchSentences(numbers, len(vocabulary), config.width)
    encoder = open_encoder(wanted)
    job.record.details["text_encoder"] = encoder.name
    return FrozenSentences(encode_cached(encoder, sentences), config.width)


def _pretrain_members(
    job: LearningJob,
    members: Sequence[DiffClip],
    modalities: Sequence[ScaledRaster],
    progress: Progress,
) -> None:
    config: DiffClipConfig = job.config
    positions = sample_positions(
        job.valid, config.unlabelled, np.random.default_rng([job.request.seed, 5])
    )
    patches = _patches(job, modalities, positions, progress)
    for number, model in enumerate(members):
        part = PartialProgress(
            progress,
            start=number / len(members),
            stop=(number + 1) / len(members),
            first_step=number * config.pretrain_steps * len(model.towers),
        )
        generator = make_generator(job.request.seed, 5, number)
        with seeded(job.request.seed, 6, number):
            pretrain_network(
                model, patches, config, generator, part,
                job.checkpoints, f"{PRETRAINING}-{number}",
            )  # fmt: skip


def _finetune_members(
    job: LearningJob,
    members: Sequence[DiffClip],
    modalities: Sequence[ScaledRaster],
    progress: Progress,
) -> float:
    """Fine-tune all networks; return the temperature of their scores."""
    config: DiffClipConfig = job.config
    shots = job.labelled
    patches = _patches(job, modalities, shots.positions, progress)
    targets = torch.from_numpy(shots.targets).to(job.device)
    steps = finetuning_steps(config, len(targets))
    share = len(members) / (len(members) + config.calibration_folds)
    temperature = 1.0
    if config.calibration_folds:
        # First, while the members are as pre-training left them.
        temperature = held_out_temperature(
            members, modalities, patches, targets, config,
            seed=job.request.seed,
            progress=PartialProgress(progress, start=0.0, stop=1 - share),
            checkpoints=job.checkpoints,
        )  # fmt: skip
    for number, model in enumerate(members):
        part = PartialProgress(
            progress,
            start=1 - share + share * number / len(members),
            stop=1 - share + share * (number + 1) / len(members),
            first_step=(config.calibration_folds + number) * steps,
        )
        generator = make_generator(job.request.seed, 8, number)
        with seeded(job.request.seed, 9, number):
            finetune_network(
                model, patches, targets, config, generator, part,
                job.checkpoints.stage(FINETUNING, number),
            )  # fmt: skip
    return temperature


def _patches(
    job: LearningJob,
    modalities: Sequence[ScaledRaster],
    positions: "np.ndarray[tuple[int, ...], np.dtype[np.intp]]",
    progress: Progress,
) -> list[Tensor]:
    arrays = read_patches(
        modalities,
        positions,
        job.scene.grid_shape,
        size=job.config.patch_size,
        progress=progress,
    )
    return [torch.from_numpy(each).to(job.device) for each in arrays]
