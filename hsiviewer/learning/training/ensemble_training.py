"""Training of several networks on the shots, and how sure they may then be."""

import copy
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np
import torch

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.inputs import ModalityInput, ScaledRaster
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import patch_tensors
from hsiviewer.learning.machine.seeding import derived_seed, make_generator, seeded
from hsiviewer.learning.modules.aligned import AlignedNetwork
from hsiviewer.learning.modules.class_vectors import KnownVectors
from hsiviewer.learning.prediction.ensemble import Ensemble
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.saved.resuming import NO_CHECKPOINTS, Checkpoints
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.calibration import fit_temperature, held_out_folds
from hsiviewer.learning.training.labelled import LabelledSamples
from hsiviewer.learning.training.saved_networks import (
    network_tensors,
    restored_networks,
)
from hsiviewer.learning.training.stage import Stage

Network = TypeVar("Network", bound=AlignedNetwork, contravariant=True)


class FineTuning(Protocol[Network]):
    """Trains one network on labelled patches."""

    def __call__(
        self, network: Network, samples: LabelledSamples, stage: Stage
    ) -> None:
        """Train; all random choices come from the stage's generator or torch's own."""


def trained_ensemble(
    job: LearningJob,
    members: Sequence[Network],
    modalities: Sequence[ScaledRaster],
    finetune: FineTuning[Network],
    *,
    steps: int,
    progress: Progress,
) -> Ensemble:
    """Train networks on the shots, and note what a saved model needs of them.

    Parameters
    ----------
    members : sequence of AlignedNetwork
        Of one kind, on the job's device.
    steps : int
        Of one network, for the progress.
    """
    samples = LabelledSamples(
        patch_tensors(job, modalities, job.labelled.positions, progress),
        torch.from_numpy(job.labelled.targets).to(job.device),
    )
    with job.record.timed(FINETUNING):
        temperature = finetune_members(
            job,
            members,
            modalities,
            samples,
            finetune,
            steps=steps,
            progress=progress,
        )
    job.record.tensors = network_tensors(members, modalities)
    job.record.saved = {"temperature": temperature}
    return _ensemble(job, members, modalities, temperature)


def restored_ensemble(
    job: LearningJob,
    record: ModelRecord,
    make: Callable[[list[int], KnownVectors], AlignedNetwork],
    *,
    relief_window: int = 0,
) -> Ensemble:
    """Return the networks of a saved model; see `restored_networks`."""
    members, modalities = restored_networks(
        job, record, make, relief_window=relief_window
    )
    return _ensemble(job, members, modalities, record.temperature)


def finetune_members(
    job: LearningJob,
    members: Sequence[Network],
    modalities: Sequence[ModalityInput],
    samples: LabelledSamples,
    finetune: FineTuning[Network],
    *,
    steps: int,
    progress: Progress,
) -> float:
    """Fine-tune all networks; return the temperature of their scores.

    Parameters
    ----------
    samples : LabelledSamples
        The job's shots as patches, on the device.
    steps : int
        Of one network, for the progress.
    """
    folds, seed = job.config.calibration_folds, job.recipe.seed
    share = len(members) / (len(members) + folds)
    temperature = 1.0
    if folds:
        # First, while the members are as pre-training left them.
        temperature = held_out_temperature(
            members, modalities, samples, finetune,
            steps=steps,
            folds=folds,
            seed=seed,
            progress=PartialProgress(progress, start=0.0, stop=1 - share),
            checkpoints=job.checkpoints,
        )  # fmt: skip
    for number, network in enumerate(members):
        generator = make_generator(seed, 8, number)
        stage = Stage(generator, progress, FINETUNING, job.checkpoints).part(
            number,
            start=1 - share + share * number / len(members),
            stop=1 - share + share * (number + 1) / len(members),
            first_step=(folds + number) * steps,
        )
        with seeded(seed, 9, number):
            finetune(network, samples, stage)
    return temperature


def held_out_temperature(
    networks: Sequence[Network],
    modalities: Sequence[ModalityInput],
    samples: LabelledSamples,
    finetune: FineTuning[Network],
    *,
    steps: int,
    folds: int,
    seed: int,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
) -> float:
    """Return the temperature that makes scores on held-out shots honest.

    A network that was fine-tuned to the end has its own shots all right, and
    thinks itself as good elsewhere. So for each fold one more network is
    fine-tuned without a share of the shots, and asked about them.

    Parameters
    ----------
    networks : sequence of AlignedNetwork
        As they are before fine-tuning; left unchanged.
    modalities : sequence of ModalityInput
        What the patches were cut from.
    samples : LabelledSamples
        The shots as patches, on the device.
    finetune : callable
        As the networks themselves will be trained.
    steps : int
        Of one network, for the progress.
    folds : int
        Networks that are trained without a share of the shots and asked about
        it; 0 gives a temperature of 1.
    seed : int
        The job's.
    progress : Progress
        Told of the extra training.
    checkpoints : Checkpoints
        Where it is kept while it is unfinished.

    Returns
    -------
    float
        1 where no class has two labels.
    """
    known = samples.targets.cpu().numpy()
    dealer = np.random.default_rng(derived_seed(seed, 10))
    parts = held_out_folds(known, folds, dealer)
    scores = []
    for number, fold in enumerate(parts):
        kept = np.setdiff1d(np.arange(len(known)), fold)
        network = copy.deepcopy(networks[number % len(networks)])
        generator = make_generator(seed, 12, number)
        stage = Stage(generator, progress, "held-out", checkpoints)
        with seeded(seed, 11, number):
            finetune(
                network,
                samples.at(kept),
                stage.share(number, len(parts), steps=steps),
            )
        alone = Ensemble([network], modalities, samples.targets.device)
        found = alone.patch_probabilities(samples.at(fold).inputs)
        scores.append(found.clamp(min=1e-12).log())
    if not scores:
        return 1.0
    return fit_temperature(torch.cat(scores).numpy(), known[np.concatenate(parts)])


def _ensemble(
    job: LearningJob,
    members: Sequence[AlignedNetwork],
    modalities: Sequence[ScaledRaster],
    temperature: float,
) -> Ensemble:
    return Ensemble(
        members,
        modalities,
        job.device,
        temperature=temperature,
        adapts_priors=job.config.prior_adaptation,
    )
