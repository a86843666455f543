"""The frozen input of every method."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.learning.recipe import Recipe


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
    recipe : Recipe
        Method, parameters, seed, device and text encoder.
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

    Attributes
    ----------
    config : object
        The method's configuration, as the recipe makes it.

    Raises
    ------
    ConfigurationError
        If method, preset or parameters of the recipe do not exist.
    """

    cube: HsiCube
    labels: npt.NDArray[np.uint16]
    scheme: ClassScheme
    recipe: Recipe
    auxiliary: tuple[HsiCube, ...] = ()
    pretrained: Path | None = None
    save_model: Path | None = None
    checkpoints: Path | None = None
    scratch: Path | None = None
    scene_digest: str = ""
    model: Path | None = None

    config: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "config", self.recipe.make_config())
