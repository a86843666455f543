"""Training of several networks on the shots, and how sure they may then be."""

import copy
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import torch

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.context import ContextRaster
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import Input, patch_tensors
from hsiviewer.learning.machine.seeding import derived_seed, make_generator, seeded
from hsiviewer.learning.modules.aligned import AlignedNetwork, Mixture
from hsiviewer.learning.modules.class_vectors import KnownVectors
from hsiviewer.learning.prediction.agreement import AgreeingPredictor
from hsiviewer.learning.prediction.ensemble import Ensemble
from hsiviewer.learning.prediction.scores import TilePredictor
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
from hsiviewer.learning.training.surroundings import HeldOut, Weighing, weighed

Network = TypeVar("Network", bound=AlignedNetwork, contravariant=True)

_TEMPERATURES = ("patch_temperature", "context_temperature")


class FineTuning(Protocol[Network]):
    """Trains one network on labelled patches."""

    def __call__(
        self, network: Network, samples: LabelledSamples, stage: Stage
    ) -> None:
        """Train; all random choices come from the stage's generator or torch's own."""


def trained_ensemble(
    job: LearningJob,
    members: Sequence[Network],
    modalities: Sequence[Input],
    finetune: FineTuning[Network],
    *,
    steps: int,
    progress: Progress,
) -> TilePredictor:
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
        weighing = finetune_members(
            job,
            members,
            modalities,
            samples,
            finetune,
            steps=steps,
            progress=progress,
        )
    job.record.tensors = network_tensors(members, modalities)
    job.record.saved = _saved(weighing, has_context=job.config.sees_surroundings)
    return _predictor(job, members, modalities, weighing)


def restored_ensemble(
    job: LearningJob,
    record: ModelRecord,
    make: Callable[[list[int], KnownVectors], AlignedNetwork],
    *,
    relief_window: int = 0,
) -> TilePredictor:
    """Return the networks of a saved model; see `restored_networks`."""
    members, modalities = restored_networks(
        job, record, make, relief_window=relief_window
    )
    weighing = Weighing(temperature=record.temperature)
    if job.config.sees_surroundings:
        blend = record.number("blend", least=0, most=1)
        patches, surroundings = (
            record.number(name, least=1e-3, most=1e3) for name in _TEMPERATURES
        )
        weighing = Weighing(
            Mixture(blend, (patches, surroundings)),
            record.number("strength", least=0, most=1e4),
            record.temperature,
        )
    return _predictor(job, members, modalities, weighing)


def finetune_members(
    job: LearningJob,
    members: Sequence[Network],
    modalities: Sequence[Input],
    samples: LabelledSamples,
    finetune: FineTuning[Network],
    *,
    steps: int,
    progress: Progress,
) -> Weighing:
    """Fine-tune all networks; return how far what they see counts.

    Parameters
    ----------
    samples : LabelledSamples
        The job's shots as patches, on the device.
    steps : int
        Of one network, for the progress.
    """
    folds, seed = job.config.calibration_folds, job.recipe.seed
    share = len(members) / (len(members) + folds)
    # First, while the members are as pre-training left them.
    held_out = trained_folds(
        members, samples, finetune,
        steps=steps,
        folds=folds,
        seed=seed,
        progress=PartialProgress(progress, start=0.0, stop=1 - share),
        checkpoints=job.checkpoints,
    )  # fmt: skip
    if job.config.sees_surroundings:
        weighing = weighed(job, modalities, held_out, samples, progress)
    else:
        weighing = Weighing(
            temperature=held_out_temperature(held_out, modalities, samples)
        )
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
    return weighing


def trained_folds(
    networks: Sequence[Network],
    samples: LabelledSamples,
    finetune: FineTuning[Network],
    *,
    steps: int,
    folds: int,
    seed: int,
    progress: Progress,
    checkpoints: Checkpoints = NO_CHECKPOINTS,
) -> list[HeldOut]:
    """Train networks without a share of the shots, to be asked about it.

    A network that was fine-tuned to the end has its own shots all right, and
    thinks itself as good elsewhere. So for each fold one more network is
    fine-tuned without a share of the shots.

    Parameters
    ----------
    networks : sequence of AlignedNetwork
        As they are before fine-tuning; left unchanged.
    samples : LabelledSamples
        The shots as patches, on the device.
    finetune : callable
        As the networks themselves will be trained.
    steps : int
        Of one network, for the progress.
    folds : int
        How many, at most.
    seed : int
        The job's.
    progress : Progress
        Told of the extra training.
    checkpoints : Checkpoints
        Where it is kept while it is unfinished.

    Returns
    -------
    list of HeldOut
        Empty where no class has two labels, or without folds.
    """
    known = samples.targets.cpu().numpy()
    dealer = np.random.default_rng(derived_seed(seed, 10))
    parts = held_out_folds(known, folds, dealer) if folds else []
    found = []
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
        found.append(HeldOut(network, fold))
    return found


def held_out_temperature(
    folds: Sequence[HeldOut], modalities: Sequence[Input], samples: LabelledSamples
) -> float:
    """Return the temperature that makes scores on held-out shots honest.

    Parameters
    ----------
    folds : sequence of HeldOut
        Of `trained_folds`.
    modalities : sequence
        What the patches were cut from.
    samples : LabelledSamples
        The shots as patches, on the device.

    Returns
    -------
    float
        1 without folds.
    """
    if not folds:
        return 1.0
    scores = []
    for fold in folds:
        alone = Ensemble([fold.network], modalities, samples.targets.device)
        found = alone.patch_probabilities(samples.at(fold.labels).inputs)
        scores.append(found.clamp(min=1e-12).log())
    known = samples.targets.cpu().numpy()[np.concatenate([f.labels for f in folds])]
    return fit_temperature(torch.cat(scores).numpy(), known)


def _saved(weighing: Weighing, *, has_context: bool) -> dict[str, Any]:
    """Return what a saved model keeps beside its weights."""
    saved: dict[str, Any] = {"temperature": weighing.temperature}
    if has_context:
        saved |= dict(zip(_TEMPERATURES, weighing.mixture.temperatures, strict=True))
        saved |= {"blend": weighing.mixture.blend, "strength": weighing.strength}
    return saved


def _predictor(
    job: LearningJob,
    members: Sequence[AlignedNetwork],
    modalities: Sequence[Input],
    weighing: Weighing,
) -> TilePredictor:
    for network in members:
        network.mixture = weighing.mixture
    ensemble = Ensemble(
        members,
        modalities,
        job.device,
        temperature=1.0 if weighing.strength else weighing.temperature,
        adapts_priors=job.config.prior_adaptation,
    )
    if not weighing.strength:
        return ensemble
    (context,) = (raster for raster in modalities if isinstance(raster, ContextRaster))
    return AgreeingPredictor(
        ensemble,
        context,
        strength=weighing.strength,
        temperature=weighing.temperature,
    )
