"""Entry of every job that suggests pixels to label."""

import numpy as np

from hsiviewer.core.enough_classes import are_enough_classes
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import PartialProgress, Progress
from hsiviewer.learning.data.job import JobRecord, LearningJob
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.machine.devices import limit_threads
from hsiviewer.learning.machine.exhaustion import with_less_memory
from hsiviewer.learning.prediction.scores import (
    TilePredictor,
    gives_probabilities,
)
from hsiviewer.learning.running.applying import open_trained
from hsiviewer.learning.running.method import scene_method
from hsiviewer.learning.running.opening import open_job
from hsiviewer.learning.suggestions.candidates import candidate_pixels
from hsiviewer.learning.suggestions.engine import suggest_diverse, suggest_doubtful
from hsiviewer.learning.suggestions.records import Suggestion, SuggestionOptions

_TRAINING_SHARE = 0.7  # of the progress


def suggest(
    request: LearningRequest, options: SuggestionOptions, progress: Progress
) -> list[Suggestion]:
    """Suggest which pixels to label next.

    A trained model in ``request.model`` is asked, if there is one; else the method of
    the recipe learns from the labels. With labels of fewer than two classes the scene
    alone decides.

    Raises
    ------
    TrainingDataError
        If the scene does not suffice, or no pixel may be suggested.
    ConfigurationError
        If method, device or model do not fit, or the method tells no probabilities.
    CancelledError
        If the job was cancelled.
    """
    limit_threads()
    labelled = np.unique(request.labels[request.labels > 0]).tolist()
    is_known = request.model is not None or are_enough_classes(labelled)
    learning = PartialProgress(progress, start=0.0, stop=_TRAINING_SHARE)
    rest = progress
    if is_known:
        job, predictor, class_ids = _learned(request, learning)
        rest = PartialProgress(progress, start=_TRAINING_SHARE, stop=1.0)
    else:
        spec = request.recipe.spec
        job = open_job(request, spec, progress, JobRecord(), with_labels=False)
    candidates = candidate_pixels(
        job.valid, request.labels, options, rest, scratch=request.scratch
    )
    if not is_known:
        return suggest_diverse(job, candidates, options, rest)
    if not gives_probabilities(predictor):
        raise ConfigurationError(
            f"{request.recipe.spec.title} does not tell how probable each class is; "
            "choose another method"
        )
    predictor.prepare(job, rest)
    return suggest_doubtful(job, predictor, class_ids, candidates, options, rest)


def _learned(
    request: LearningRequest, progress: Progress
) -> tuple[LearningJob, TilePredictor, list[int]]:
    """Return a job, what tells the classes of its pixels, and their ids."""
    if request.model is not None:
        job, predictor, model = open_trained(request, progress)
        return job, predictor, [cover.id for cover in model.classes]
    spec = request.recipe.spec
    job = open_job(request, spec, progress, JobRecord())
    predictor = with_less_memory(
        job, spec, lambda job: scene_method(spec).train(job, progress), progress
    )
    return job, predictor, job.labelled.class_ids.tolist()
