"""The network: image encoders, class sentences, and the common space."""

from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.methods.diffclip.config import DiffClipConfig
from hsiviewer.learning.methods.diffclip.towers import Tower, make_towers
from hsiviewer.learning.modules.heads import LogitScale, Projection, centred
from hsiviewer.learning.modules.text_tower import TextTower


class ScratchSentences(nn.Module):
    """Class sentences through a tower that trains along.

    Parameters
    ----------
    numbers : Tensor of int64
        Token numbers of the sentences, shape (K, length).
    vocabulary : int
        Number of tokens.
    width : int
        Length of the class vectors.
    """

    numbers: Tensor

    def __init__(self, numbers: Tensor, vocabulary: int, width: int) -> None:
        super().__init__()
        self.register_buffer("numbers", numbers, persistent=False)
        self.tower = TextTower(vocabulary, outputs=width)

    def forward(self) -> Tensor:
        """Return class vectors of unit norm, shape (K, width)."""
        return F.normalize(self.tower(self.numbers), dim=1)


class FrozenSentences(nn.Module):
    """Vectors of a frozen encoder, projected into the common space.

    Parameters
    ----------
    vectors : Tensor
        Unit vectors of the sentences, shape (K, D).
    width : int
        Length of the class vectors.
    """

    vectors: Tensor

    def __init__(self, vectors: Tensor, width: int) -> None:
        super().__init__()
        self.register_buffer("vectors", centred(vectors), persistent=False)
        self.projection = Projection(vectors.shape[1], width)

    def forward(self) -> Tensor:
        """Return class vectors of unit norm, shape (K, width)."""
        projected: Tensor = self.projection(self.vectors)
        return projected


class FreeVectors(nn.Module):
    """Class vectors without any text: the ablation."""

    def __init__(self, classes: int, width: int) -> None:
        super().__init__()
        self.free = nn.Parameter(torch.randn(classes, width))

    def forward(self) -> Tensor:
        """Return class vectors of unit norm, shape (K, width)."""
        return F.normalize(self.free, dim=1)


class KnownVectors(nn.Module):
    """Class vectors of a model that was trained before.

    Parameters
    ----------
    vectors : Tensor
        Of unit norm, shape (K, width).
    """

    vectors: Tensor

    def __init__(self, vectors: Tensor) -> None:
        super().__init__()
        self.register_buffer("vectors", vectors, persistent=False)

    def forward(self) -> Tensor:
        """Return class vectors of unit norm, shape (K, width)."""
        return self.vectors


class DiffClip(nn.Module):
    """Image encoders and class vectors in one space.

    Parameters
    ----------
    channels : sequence of int
        Values per pixel of each modality.
    config : DiffClipConfig
        Sizes.
    classes : nn.Module, optional
        Gives the class vectors; without it, the network can only pre-train.
    """

    def __init__(
        self,
        channels: Sequence[int],
        config: DiffClipConfig,
        classes: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.towers = make_towers(channels, config)
        self.classes = classes
        self.scale = LogitScale(config.temperature, learned=config.learn_temperature)

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

    def image_vectors(self, patches: list[Tensor], step: Tensor) -> list[Tensor]:
        """Return unit vectors (N, D) of patches, one per image encoder."""
        return [
            F.normalize(tower.vectors(patches, step), dim=1) for tower in self.experts()
        ]

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
        scale = self.scale()
        mean: Tensor = torch.zeros((), device=classes.device)
        for each in vectors:
            unit = F.normalize(each, dim=dim).movedim(dim, -1)
            scores = scale * unit @ classes.T
            mean = mean + F.log_softmax(scores, dim=-1) / len(vectors)
        return F.log_softmax(mean, dim=-1)

    def experts(self) -> Iterator[Tower]:
        """Yield the image encoders."""
        yield from self.towers  # type: ignore[misc]

    def stage_two_parameters(self) -> Iterator[nn.Parameter]:
        """Yield what fine-tuning trains."""
        for tower in self.experts():
            yield from tower.stage_two_parameters()
        if self.classes is not None:
            yield from self.classes.parameters()
        yield from (each for each in self.scale.parameters() if each.requires_grad)
