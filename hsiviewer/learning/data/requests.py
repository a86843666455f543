"""The frozen input of every method."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube


@dataclass(frozen=True, kw_only=True, eq=False)
class LearningRequest:
    """A scene, its labels and how to learn from them.

    Parameters
    ----------
    cube : HsiCube
        The scene; read only.
    auxiliary : tuple of HsiCube
        Rasters on the cube's grid.
    labels : ndarray of uint16, shape (rows, cols)
        The user's shots, 0 elsewhere; the only labels that training may see.
    scheme : ClassScheme
        Classes with their descriptions; every labelled id is in it.
    method : str
        Id of the method, as in `hsiviewer.learning.registry`.
    preset : str
        Name of the preset that `config` started from, for the report.
    config : object
        Frozen dataclass of the method's ``config.py``.
    seed : int
        Source of every random choice.
    device : str
        ``"cpu"``, ``"cuda"`` or ``"auto"``.
    text_encoder : str
        ``"minilm"``, ``"scratch"``, a local folder or a model's name; empty
        for the preset's own choice.
    pretrained : Path, optional
        Folder with the weights of an earlier pre-training to start from.
    save_model : Path, optional
        Folder that receives the trained weights.
    checkpoints : Path, optional
        Folder for the state of unfinished training; the job goes on from what
        lies there.
    scratch : Path, optional
        Folder for arrays as large as the scene; in memory without it.
    scene_digest : str
        Of the scene's content, for the record of a saved model.
    model : Path, optional
        Folder of a trained model to predict with, instead of learning.
    """

    cube: HsiCube
    labels: npt.NDArray[np.uint16]
    scheme: ClassScheme
    method: str
    config: Any
    auxiliary: tuple[HsiCube, ...] = field(default=())
    preset: str = "quick"
    seed: int = 0
    device: str = "auto"
    text_encoder: str = ""
    pretrained: Path | None = None
    save_model: Path | None = None
    checkpoints: Path | None = None
    scratch: Path | None = None
    scene_digest: str = ""
    model: Path | None = None
