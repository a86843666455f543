"""Small cubes that are classified as a whole, and what a method gets and returns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import HsiCube
from hsiviewer.learning.data.job import JobRecord
from hsiviewer.learning.data.object_patches import ObjectImage
from hsiviewer.learning.recipe import Recipe


@dataclass(frozen=True, kw_only=True, eq=False)
class ObjectsRequest:
    """Small cubes, and the classes of some of them.

    Parameters
    ----------
    cubes : sequence of HsiCube
        One object each, with the same bands.
    class_ids : ndarray of uint16, shape (n,)
        Class of each object that is trained on, 0 for the others.
    scheme : ClassScheme
        The classes with their descriptions.
    recipe, checkpoints
        As in `hsiviewer.learning.data.requests.LearningRequest`, which also says what
        `config` is.
    """

    cubes: Sequence[HsiCube]
    class_ids: npt.NDArray[np.uint16]
    scheme: ClassScheme
    recipe: Recipe
    checkpoints: Path | None = None

    config: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "config", self.recipe.make_config())

    @property
    def known(self) -> tuple[int, ...]:
        """Ids of the classes that are trained on, ascending."""
        return tuple(
            int(class_id) for class_id in np.unique(self.class_ids) if class_id
        )


@dataclass(frozen=True, eq=False)
class ObjectsJob:
    """A request with its objects read and its classes known.

    Parameters
    ----------
    request : ObjectsRequest
        What was asked.
    images : sequence of ObjectImage
        All objects.
    targets : ndarray of int, shape (n,)
        0..K-1 of each object that is trained on; of no meaning for the others.
    record : JobRecord
        Filled by the method.
    """

    request: ObjectsRequest
    images: Sequence[ObjectImage]
    targets: npt.NDArray[np.intp]
    record: JobRecord

    @property
    def config(self) -> Any:
        """The method's configuration."""
        return self.request.config

    @property
    def recipe(self) -> Recipe:
        """Method, parameters, seed, device and text encoder."""
        return self.request.recipe

    @property
    def labelled(self) -> npt.NDArray[np.intp]:
        """Numbers of the objects that are trained on."""
        return np.flatnonzero(self.request.class_ids)

    @property
    def classes(self) -> list[LandCoverClass]:
        """Classes that are trained on, in order of target."""
        return [self.request.scheme[class_id] for class_id in self.request.known]


@dataclass(frozen=True, eq=False)
class ObjectScores:
    """What a method says of every object.

    Parameters
    ----------
    shares : ndarray of float64, shape (n, K)
        What the classes got in the vote.
    patches : ndarray of int, shape (n,)
        How many voted; 0 where an object is too small to be judged.
    """

    shares: npt.NDArray[np.float64]
    patches: npt.NDArray[np.intp]
