"""The support vector machine on the mean spectra of whole objects: the baseline."""

import numpy as np
import torch

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.data.object_job import ObjectScores, ObjectsJob
from hsiviewer.learning.methods.svm.machine import (
    choose_parameters,
    decision_values,
    fitted_machine,
)
from hsiviewer.learning.stage_names import FINETUNING


def classify_objects(job: ObjectsJob, progress: Progress) -> ObjectScores:
    """Fit the machine to the mean spectra of the labelled objects, and ask for all."""
    config, targets, record = job.config, job.targets, job.record
    spectra = np.stack([image.mean_spectrum for image in job.images])
    labelled = job.labelled
    known = spectra[labelled]
    components = min(config.components, spectra.shape[1], len(known) - 1)
    # On labelled objects alone: those in question must not move each other.
    scaler = SpectralScaler.fit(known, scaling="zscore", components=components)
    scaled = scaler.apply(spectra.T).T.astype(np.float64)
    variance = scaled[labelled].var()
    if not variance:
        raise TrainingDataError(
            "the labelled objects all have the same mean spectrum, so that nothing "
            "tells their classes apart; check the cubes"
        )

    def report(share: float) -> None:
        progress.checkpoint()
        progress.report(ProgressUpdate(fraction=0.9 * share, stage=FINETUNING))

    with record.timed(FINETUNING):
        choice = choose_parameters(
            scaled[labelled], targets[labelled], config,
            unit=float(1 / (scaled.shape[1] * variance)),
            seed=job.recipe.seed,
            report=report,
        )  # fmt: skip
        machine = fitted_machine(
            choice.cost, choice.gamma, scaled[labelled], targets[labelled]
        )
    scores = torch.from_numpy(decision_values(machine, scaled) / choice.temperature)
    record.details["text_encoder"] = ""
    shares = scores.softmax(dim=1).numpy()
    return ObjectScores(shares, np.ones(len(job.images), np.intp))
