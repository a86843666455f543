"""ContrastDM on a job: inputs, networks, three stages, the map.

Li, Li, Chen, Cao: "Combining Contrastive Learning and Diffusion Model for
Hyperspectral Image Classification", IEEE GRSL 22 (2025),
doi:10.1109/LGRS.2025.3601152. The paper is closed and has no public code: its abstract
gives contrastive features, a diffusion model in their space that makes classes compact,
and synthetic features. All else here is reconstructed, from earlier work by the same
people where that is known, else by ourselves; see the sources of the parameters.
"""

from collections.abc import Sequence
from functools import partial

import torch

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import Input, fit_modalities
from hsiviewer.learning.machine.seeding import seeded
from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.contrast import (
    pretrain_network,
    pretraining_steps,
)
from hsiviewer.learning.methods.contrastdm.diffusion import uses_diffusion
from hsiviewer.learning.methods.contrastdm.model import ContrastDm
from hsiviewer.learning.methods.contrastdm.stages import (
    DrawReport,
    LabelStages,
    finetuning_steps,
)
from hsiviewer.learning.methods.contrastdm.views import margin
from hsiviewer.learning.prediction.scores import TilePredictor
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.stage_names import FINETUNING
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

_PRETRAINING_SHARE = 0.4  # of the time


def train(job: LearningJob, progress: Progress) -> TilePredictor:
    """Pre-train on the scene; diffuse, draw and classify on the shots."""
    config: ContrastDmConfig = job.config
    earlier = load_pretrained(job)
    modalities = earlier[0] if earlier else _fit_modalities(job, config, progress)
    members = _members(job, modalities, len(job.labelled.class_ids))
    split = 0.0
    if earlier is not None:
        load_encoders(job, members, earlier[1], ContrastDm.load_encoders)
    elif config.pretraining != "none":
        split = _PRETRAINING_SHARE
        _pretrain(
            job, members, modalities, PartialProgress(progress, start=0.0, stop=split)
        )
    part = PartialProgress(progress, start=split, stop=1.0)
    reports: list[DrawReport] = []
    targets = torch.from_numpy(job.labelled.targets)
    found = trained_ensemble(
        job,
        members,
        modalities,
        LabelStages(
            config,
            unlabelled_patches(job, modalities, part),
            lambda name, report: _keep(reports, name, report),
        ),
        steps=len(members[0].towers) * finetuning_steps(config, targets),
        progress=part,
    )
    _tell(job, reports)
    return found


def restore(job: LearningJob, record: ModelRecord) -> TilePredictor:
    """Return the networks of a saved model."""
    config: ContrastDmConfig = job.config
    return restored_ensemble(
        job,
        record,
        lambda channels, classes: ContrastDm(channels, config, len(classes.vectors)),
        relief_window=config.relief_window,
    )


def pretrain(job: LearningJob, progress: Progress) -> None:
    """Pre-train the encoders on the scene."""
    modalities = _fit_modalities(job, job.config, progress)
    members = _members(job, modalities)
    if job.config.pretraining == "none":
        raise ConfigurationError(
            "pretraining is none, so that nothing would be learned; choose "
            "contrastive or autoencoder"
        )
    _pretrain(job, members, modalities, progress)
    job.record.tensors = tower_tensors(members, modalities)


def _fit_modalities(
    job: LearningJob, config: ContrastDmConfig, progress: Progress
) -> list[Input]:
    return fit_modalities(
        job,
        progress,
        scaling=config.scaling,
        components=config.components,
        whitening=config.whitening,
        relief_window=config.relief_window,
    )


def _members(
    job: LearningJob, modalities: Sequence[Input], classes: int = 0
) -> list[ContrastDm]:
    channels = [modality.channels for modality in modalities]
    members = []
    for number in range(job.config.members):
        with seeded(job.recipe.seed, 1, number):
            members.append(ContrastDm(channels, job.config, classes).to(job.device))
    return members


def _pretrain(
    job: LearningJob,
    members: Sequence[ContrastDm],
    modalities: Sequence[Input],
    progress: Progress,
) -> None:
    config: ContrastDmConfig = job.config
    patches = unlabelled_patches(job, modalities, progress, margin=margin(config))
    pretrain_members(
        job,
        members,
        patches,
        partial(pretrain_network, config),
        steps=len(members[0].towers) * pretraining_steps(config, len(patches[0])),
        progress=progress,
    )


def _keep(reports: list[DrawReport], name: str, report: DrawReport) -> None:
    # Networks that serve the confidence alone have drawn features of their own.
    if name.startswith(FINETUNING):
        reports.append(report)


def _tell(job: LearningJob, reports: Sequence[DrawReport]) -> None:
    """Put what was drawn into the record, and warn if it is of little use."""
    job.record.details["transductive"] = True
    if not uses_diffusion(job.config):
        return
    job.record.details["drawn_features"] = [
        {
            "count": report.count,
            "dropped": round(report.dropped, 4),
            "guidance": report.guidance,
            "novelty": None if report.novelty is None else round(report.novelty, 3),
            "scatter": round(report.scatter, 4),
            "scatter_of_labels": round(report.scatter_without, 4),
        }
        for report in reports
    ]
    none = sum(not report.count for report in reports)
    if none and job.config.amounts == "even" and job.config.synthetic:
        job.record.warnings.append(
            f"{none} of {len(reports)} encoders use no drawn features: more than half "
            "of the draws lay nearest to labels of another class."
        )
