"""Image encoders and class vectors in one space, whatever made either."""

from collections.abc import Iterator, Sequence
from typing import Protocol, cast

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.modules.heads import LogitScale


class ImageTower(Protocol):
    """An image encoder; a `DenseTower` where scenes are encoded densely.

    Attributes
    ----------
    window : int
        Side in pixels of what it sees.
    """

    window: int

    def vectors(self, patches: Sequence[Tensor]) -> Tensor:
        """Encode patches (N, C, w, w) of all modalities to (N, D)."""


class DenseTower(ImageTower, Protocol):
    """An image encoder that can encode scenes densely."""

    def plane_vectors(self, planes: Sequence[Tensor]) -> Tensor:
        """Encode every window of planes (N, C, H, W) to (N, D, H', W')."""


class AlignedNetwork(nn.Module):
    """Compares what image encoders make of a patch with the vectors of the classes.

    Several encoders answer together as a product of experts.

    Parameters
    ----------
    towers : nn.ModuleList
        Image encoders (`ImageTower`).
    scale : LogitScale
        Inverse temperature of the cosine.
    patch_size : int
        Side of the patches that the network is given.
    classes : nn.Module, optional
        Gives the class vectors; without it, the network knows no classes.
    """

    tile_side = 96  # pixels of a plane that are encoded at once, along a side

    def __init__(
        self,
        towers: nn.ModuleList,
        scale: LogitScale,
        *,
        patch_size: int,
        classes: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.towers = towers
        self.classes = classes
        self.scale = scale
        self.patch_size = patch_size

    @property
    def is_dense(self) -> bool:
        """Whether whole planes can be encoded, not only patch by patch."""
        return all(hasattr(tower, "plane_vectors") for tower in self.towers)

    def class_vectors(self) -> Tensor:
        """Return the unit vectors of the classes, shape (K, D).

        Raises
        ------
        ValueError
            If the network was made without classes.
        """
        if self.classes is None:
            raise ValueError("this network knows no classes")
        vectors: Tensor = self.classes()
        return vectors

    def image_vectors(self, patches: Sequence[Tensor]) -> list[Tensor]:
        """Return unit vectors (N, D) of patches, one per image encoder."""
        return [
            F.normalize(expert.vectors(patches), dim=1) for expert in self.experts()
        ]

    def class_scores(self, vectors: Tensor, classes: Tensor) -> Tensor:
        """Compare vectors (..., D), not yet of unit norm, with those of classes.

        Returns
        -------
        Tensor
            Scaled cosines, shape (..., K).
        """
        scores: Tensor = self.scale() * F.normalize(vectors, dim=-1) @ classes.T
        return scores

    def log_probabilities(self, vectors: Sequence[Tensor], dim: int) -> Tensor:
        """Return log-probabilities of the classes, all experts together.

        The product of experts: the mean of their log-probabilities, normalised.

        Parameters
        ----------
        vectors : sequence of Tensor
            Image vectors of each expert, not yet of unit norm; channels lie
            along `dim`.
        """
        classes = self.class_vectors()
        mean: Tensor = torch.zeros((), device=classes.device)
        for vector in vectors:
            scores = self.class_scores(vector.movedim(dim, -1), classes)
            mean = mean + F.log_softmax(scores, dim=-1) / len(vectors)
        return F.log_softmax(mean, dim=-1)

    def patch_scores(self, patches: Sequence[Tensor]) -> Tensor:
        """Return log-probabilities (N, K) of patches, one entry per modality."""
        vectors = [expert.vectors(patches) for expert in self.experts()]
        return self.log_probabilities(vectors, dim=1)

    def plane_scores(self, planes: Sequence[Tensor]) -> Tensor:
        """Return log-probabilities (h, w, K) of planes that have half a patch around.

        Parameters
        ----------
        planes : sequence of Tensor
            One per modality, shape (1, C, h + patch_size - 1, w + patch_size - 1).
        """
        vectors = []
        for tower in cast("Iterator[DenseTower]", iter(self.towers)):
            edge = (self.patch_size - tower.window) // 2
            inner = slice(edge, -edge or None)
            cut = [plane[:, :, inner, inner] for plane in planes]
            vectors.append(tower.plane_vectors(cut))
        return self.log_probabilities(vectors, dim=1)[0]

    def patch_cosines(self, patches: Sequence[Tensor]) -> Tensor:
        """Return cosines (N, K) of patches with class vectors, mean over experts."""
        classes = F.normalize(self.class_vectors(), dim=1)
        found = [image @ classes.T for image in self.image_vectors(patches)]
        return torch.stack(found).mean(dim=0)

    def experts(self) -> Iterator[ImageTower]:
        """Yield the image encoders."""
        yield from cast("Iterator[ImageTower]", iter(self.towers))
