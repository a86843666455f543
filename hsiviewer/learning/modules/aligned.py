"""Image encoders and class vectors in one space, whatever made either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

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


@dataclass(frozen=True)
class View:
    """What one image encoder looks at.

    Parameters
    ----------
    modalities : tuple of int
        Which of those that a network is given.
    is_context : bool
        Whether it is the surroundings of a pixel, beyond a patch.
    """

    modalities: tuple[int, ...]
    is_context: bool = False

    def of(self, given: Sequence[Any]) -> list[Any]:
        """Return its part of what is given for all modalities."""
        return [given[number] for number in self.modalities]


@dataclass(frozen=True)
class Mixture:
    """How the encoders of patches and those of surroundings answer together.

    Parameters
    ----------
    blend : float
        0 listens to patches, 1 to surroundings.
    temperatures : tuple of float
        Of patches and of surroundings; divide their scores.
    """

    blend: float = 0.0
    temperatures: tuple[float, float] = (1.0, 1.0)


def dense_views(
    given: int, patch_size: int, *, has_pixel_expert: bool, has_context: bool
) -> list[tuple[int, View]]:
    """Return the windows and views of the encoders of a network of convolutions.

    Parameters
    ----------
    given : int
        Modalities of the network: the scene, its surroundings if `has_context`, and
        auxiliary rasters.
    patch_size : int
        Side of the patches.
    has_pixel_expert : bool
        Whether an encoder of single pixels joins.
    has_context : bool
        Whether an encoder of surroundings joins.

    Returns
    -------
    list of tuple
        Side in pixels of what an encoder sees, and which modalities.
    """
    if not has_context:
        everything = View(tuple(range(given)))
        windows = (
            [patch_size, 1] if has_pixel_expert and patch_size > 1 else [patch_size]
        )
        return [(window, everything) for window in windows]
    auxiliary = tuple(range(2, given))
    patches = dense_views(
        1, patch_size, has_pixel_expert=has_pixel_expert, has_context=False
    )
    own = [(window, View((0, *auxiliary))) for window, _ in patches]
    return [*own, (1, View((1, *auxiliary), is_context=True))]


class AlignedNetwork(nn.Module):
    """Compares what image encoders make of a patch with the vectors of the classes.

    Several encoders answer together as a product of experts. Those that look at
    surroundings are a product of their own; `mixture` says how far either counts.

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
    views : sequence of View, optional
        What each encoder looks at; everything that is given without it.
    """

    tile_side = 96  # pixels of a plane that are encoded at once, along a side

    def __init__(
        self,
        towers: nn.ModuleList,
        scale: LogitScale,
        *,
        patch_size: int,
        classes: nn.Module | None = None,
        views: Sequence[View] = (),
    ) -> None:
        super().__init__()
        self.towers = towers
        self.views = tuple(views)
        self.mixture = Mixture()
        self.classes = classes
        self.scale = scale
        self.patch_size = patch_size

    @property
    def softness(self) -> float:
        """What the scores of the experts that are listened to are divided by."""
        blend = self.mixture.blend
        patches, surroundings = self.mixture.temperatures
        return 1 / ((1 - blend) / patches + blend / surroundings)

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

    def seen(self, given: Sequence[Any]) -> Iterator[tuple[Any, list[Any]]]:
        """Yield each image encoder with its part of what is given for modalities."""
        for number, expert in enumerate(self.experts()):
            yield expert, self.views[number].of(given) if self.views else list(given)

    def context_parameters(self) -> Iterator[nn.Parameter]:
        """Yield what the encoders of surroundings train."""
        for number, tower in enumerate(self.towers):
            if self.is_context(number):
                yield from tower.parameters()

    def looks_at(self, modality: int) -> bool:
        """Tell whether an encoder that is listened to looks at a modality."""
        return not self.views or any(
            modality in view.modalities and self._is_heard(number)
            for number, view in enumerate(self.views)
        )

    def image_vectors(self, patches: Sequence[Tensor]) -> list[Tensor]:
        """Return unit vectors (N, D) of patches, one per image encoder."""
        return [
            F.normalize(expert.vectors(own), dim=1)
            for expert, own in self.seen(patches)
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

    def log_probabilities(self, vectors: Sequence[Tensor | None], dim: int) -> Tensor:
        """Return log-probabilities of the classes, all experts together.

        The product of experts: the mean of their log-probabilities, normalised.

        Parameters
        ----------
        vectors : sequence of Tensor
            Image vectors of each expert, not yet of unit norm; channels lie
            along `dim`. None of experts that are not listened to.
        """
        patches = [v for n, v in enumerate(vectors) if not self.is_context(n)]
        context = [v for n, v in enumerate(vectors) if self.is_context(n)]
        blend = self.mixture.blend if context else 0.0
        if not context:
            return self._product(patches, dim)
        mixed: Tensor = torch.zeros(())
        for group, share, temperature in zip(
            (patches, context), (1 - blend, blend), self.mixture.temperatures,
            strict=True,
        ):  # fmt: skip
            if share:
                mixed = mixed + share / temperature * self._product(group, dim)
        return F.log_softmax(mixed, dim=-1)

    def _product(self, vectors: Sequence[Tensor | None], dim: int) -> Tensor:
        classes = self.class_vectors()
        mean: Tensor = torch.zeros((), device=classes.device)
        for vector in vectors:
            assert vector is not None
            scores = self.class_scores(vector.movedim(dim, -1), classes)
            mean = mean + F.log_softmax(scores, dim=-1) / len(vectors)
        return F.log_softmax(mean, dim=-1)

    def is_context(self, number: int) -> bool:
        """Tell whether an image encoder looks at surroundings."""
        return bool(self.views) and self.views[number].is_context

    def _is_heard(self, number: int) -> bool:
        unheard = 0.0 if self.is_context(number) else 1.0
        return not self.views or self.mixture.blend != unheard

    def patch_scores(self, patches: Sequence[Tensor]) -> Tensor:
        """Return log-probabilities (N, K) of patches, one entry per modality."""
        vectors = [
            expert.vectors(own) if self._is_heard(number) else None
            for number, (expert, own) in enumerate(self.seen(patches))
        ]
        return self.log_probabilities(vectors, dim=1)

    def plane_scores(self, planes: Sequence[Tensor]) -> Tensor:
        """Return log-probabilities (h, w, K) of planes that have half a patch around.

        Parameters
        ----------
        planes : sequence of Tensor
            One per modality, shape (1, C, h + patch_size - 1, w + patch_size - 1).
        """
        vectors: list[Tensor | None] = []
        for number, (expert, own) in enumerate(self.seen(planes)):
            if not self._is_heard(number):
                vectors.append(None)
                continue
            tower = cast("DenseTower", expert)
            edge = (self.patch_size - tower.window) // 2
            inner = slice(edge, -edge or None)
            cut = [plane[:, :, inner, inner] for plane in own]
            vectors.append(tower.plane_vectors(cut))
        return self.log_probabilities(vectors, dim=1)[0]

    def patch_cosines(self, patches: Sequence[Tensor]) -> Tensor:
        """Return cosines (N, K) of patches with class vectors, mean over experts."""
        classes = F.normalize(self.class_vectors(), dim=1)
        found = [
            image @ classes.T
            for number, image in enumerate(self.image_vectors(patches))
            if self._is_heard(number)
        ]
        return torch.stack(found).mean(dim=0)

    def experts(self) -> Iterator[ImageTower]:
        """Yield the image encoders."""
        yield from cast("Iterator[ImageTower]", iter(self.towers))
