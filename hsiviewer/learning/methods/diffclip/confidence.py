"""How sure the networks may be, learned on shots that they have not seen."""

import copy
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.calibration import fit_temperature, held_out_folds
from hsiviewer.learning.inputs import ModalityInput
from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.model import DiffClip
from hsiviewer.learning.methods.diffclip.prediction import Ensemble
from hsiviewer.learning.methods.diffclip.stages import (
    finetune_network,
    finetuning_steps,
)
from hsiviewer.learning.resuming import NO_CHECKPOINTS, Checkpoints
from hsiviewer.learning.seeding import derived_seed, make_generator, seeded


def held_out_temperature(
    networks: Sequence[DiffClip],
    modalities: Sequence[ModalityInput],
    patches: Sequence[Tensor],
    targets: Tensor,
    config: DiffClipConfig,
    *,
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
    networks : sequence of DiffClip
        As they are before fine-tuning; left unchanged.
    modalities : sequence of ModalityInput
        What the patches were cut from.
    patches : sequence of Tensor
        Shots, one entry per modality, shape (N, C, w, w), on the device.
    targets : Tensor of int64
        Shape (N,), on the device.
    config : DiffClipConfig
        Folds and schedule.
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
    known = targets.cpu().numpy()
    generator = np.random.default_rng(derived_seed(seed, 10))
    folds = held_out_folds(known, config.calibration_folds, generator)
    scores = []
    for number, fold in enumerate(folds):
        kept = np.setdiff1d(np.arange(len(known)), fold)
        network = copy.deepcopy(networks[number % len(networks)])
        part = PartialProgress(
            progress,
            start=number / len(folds),
            stop=(number + 1) / len(folds),
            first_step=number * finetuning_steps(config, len(known)),
        )
        with seeded(seed, 11, number):
            finetune_network(
                network,
                [each[kept] for each in patches],
                targets[kept],
                config,
                make_generator(seed, 12, number),
                part,
                checkpoints.stage("held-out", number),
            )
        alone = Ensemble([network], modalities, config, targets.device)
        found = alone.patch_probabilities([each[fold] for each in patches])
        scores.append(found.clamp(min=1e-12).log())
    if not scores:
        return 1.0
    return fit_temperature(torch.cat(scores).numpy(), known[np.concatenate(folds)])
