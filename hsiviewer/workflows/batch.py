"""Files in, files out: what the command line does with the same use cases."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.evaluation.metrics import Accuracy, assess
from hsiviewer.io.atomic import write_text
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.classify import (
    LearningInputs,
    TrainingSettings,
    submit_classification,
)
from hsiviewer.workflows.export import write_results
from hsiviewer.workflows.tasks import WORKER_ENTRY, EvaluationTask, load_result

OnChange = Callable[[Job], None]


@dataclass(frozen=True, kw_only=True)
class ClassifyFiles:
    """Paths and settings of ``hsiviewer classify``, named as on the command line."""

    scene: str
    labels: str
    map_path: Path
    settings: TrainingSettings
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    confidence_path: Path | None = None
    reference: str | None = None
    report_path: Path | None = None
    pretrained: Path | None = None
    save_model: Path | None = None


@dataclass(frozen=True, kw_only=True)
class EvaluateFiles:
    """Paths and settings of ``hsiviewer evaluate``."""

    scene: str
    reference: str
    methods: tuple[str, ...]
    shots: tuple[int, ...]
    seeds: tuple[int, ...]
    settings: TrainingSettings
    split: str = "random"
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    json_path: Path | None = None


async def classify_files(request: ClassifyFiles, *, on_change: OnChange) -> str:
    """Classify a scene from files, write the map, and return a summary."""
