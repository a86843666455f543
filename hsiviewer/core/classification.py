"""What a method makes of a scene."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.probabilities import ClassProbabilities


@dataclass(frozen=True, eq=False)
class ClassificationResult:
    """A class map with its confidence and where it came from.

    Parameters
    ----------
    class_map : ndarray of uint16, shape (rows, cols)
        Predicted class ids; 0 where the scene has no data.
    confidence : ndarray of float32, shape (rows, cols)
        Score of the predicted class, 0..1; NaN where `class_map` is 0.
    scheme : ClassScheme
        The classes as they were when the job started.
    georeference : GeoReference
        The scene's.
    provenance : mapping
        Method, preset, configuration, seed, device, versions, scene and
        seconds per stage; JSON values only.
    probabilities : ClassProbabilities, optional
        Of all classes; none where the method does not tell, or an old run was not
        asked to keep them.
    """

    class_map: npt.NDArray[np.uint16]
    confidence: npt.NDArray[np.float32]
    scheme: ClassScheme
    georeference: GeoReference = field(default_factory=GeoReference)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    probabilities: ClassProbabilities | None = None

    def __post_init__(self) -> None:
        if self.class_map.shape != self.confidence.shape:
            raise ValueError(
                f"a class map of {self.class_map.shape} with a confidence of "
                f"{self.confidence.shape}"
            )
