"""What a method gets and returns: an opened scene, shots, a device, a record."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.data.scene import SceneRaster
from hsiviewer.learning.data.targets import Shots
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.saved.resuming import Checkpoints


@dataclass
class JobRecord:
    """What happened in a job, for its provenance.

    Parameters
    ----------
    seconds : dict
        Wall-clock seconds per stage.
    warnings : list of str
        Sentences for the user.
    details : dict
        What the method adds to the provenance; JSON values.
    tensors, saved : dict
        Weights of the trained model, and JSON values that it needs beside them.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    tensors: dict[str, torch.Tensor] = field(default_factory=dict)
    saved: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that passes inside to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            passed = time.perf_counter() - start
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + passed, 3)


@dataclass(frozen=True, eq=False)
class LearningJob:
    """A request with its rasters opened and its labels checked.

    Parameters
    ----------
    request : LearningRequest
        What was asked.
    scene : SceneRaster
        The cube.
    auxiliary : tuple of SceneRaster
        Rasters on the same grid.
    valid : ndarray of bool, shape (rows, cols)
        Where the scene has values; nothing else is predicted.
    shots : Shots, optional
        Labels; ``None`` in a pre-training.
    device : torch.device
        Where to compute.
    record : JobRecord
        Filled by the method.
    """

    request: LearningRequest
    scene: SceneRaster
    auxiliary: tuple[SceneRaster, ...]
    valid: npt.NDArray[np.bool_]
    shots: Shots | None
    device: torch.device
    record: JobRecord = field(default_factory=JobRecord)

    @property
    def recipe(self) -> Recipe:
        """Method, parameters, seed, device and text encoder."""
        return self.request.recipe

    @property
    def config(self) -> Any:
        """The method's configuration."""
        return self.request.config

    @property
    def checkpoints(self) -> Checkpoints:
        """Where unfinished training is kept."""
        return Checkpoints(self.request.checkpoints)

    @property
    def model(self) -> Path:
        """Folder of the trained model that a prediction uses."""
        if self.request.model is None:
            raise ValueError("this job has no trained model")
        return self.request.model

    @property
    def labelled_classes(self) -> list[LandCoverClass]:
        """Classes that have shots, in order of target."""
        return [
            self.request.scheme[int(class_id)] for class_id in self.labelled.class_ids
        ]

    @property
    def labelled(self) -> Shots:
        """Shots of a classification."""
        if self.shots is None:
            raise ValueError("a pre-training has no labels")
        return self.shots
