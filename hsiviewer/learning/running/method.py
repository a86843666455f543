"""What the code of a method offers, and where it comes from."""

import importlib
from typing import Protocol, cast

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.object_job import ObjectScores, ObjectsJob
from hsiviewer.learning.prediction.scores import TilePredictor
from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.saved.model_record import ModelRecord


class Method(Protocol):
    """The module that `MethodSpec.entry` names."""

    def train(self, job: LearningJob, progress: Progress) -> TilePredictor:
        """Learn from the shots of a job.

        What a saved model needs goes into ``job.record``.
        """

    def restore(self, job: LearningJob, record: ModelRecord) -> TilePredictor:
        """Return the model that was saved in ``job.model``."""


class PretrainingMethod(Method, Protocol):
    """That of a method that also learns from scenes without labels."""

    def pretrain(self, job: LearningJob, progress: Progress) -> None:
        """Learn from the scene of a job; the weights go into ``job.record``."""


class ObjectMethod(Protocol):
    """The module that `MethodSpec.objects` names."""

    def classify_objects(self, job: ObjectsJob, progress: Progress) -> ObjectScores:
        """Learn from the labelled objects of a job, and judge all of them."""


def scene_method(spec: MethodSpec) -> Method:
    """Import the code of a method."""
    return cast("Method", importlib.import_module(spec.entry))


def pretraining_method(spec: MethodSpec) -> PretrainingMethod:
    """Import the code of a method whose `can_pretrain` is true."""
    return cast("PretrainingMethod", importlib.import_module(spec.entry))


def object_method(spec: MethodSpec) -> ObjectMethod:
    """Import the code by which a method judges whole objects."""
    return cast("ObjectMethod", importlib.import_module(spec.objects))
