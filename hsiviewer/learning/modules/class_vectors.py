"""What stands for the classes in the space that images are mapped to."""

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor, nn

from hsiviewer.learning.modules.heads import Projection, centred
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
    centre : bool
        Whether what the sentences have in common is removed first.
    bias : bool
        Whether the projection has one.
    depth : int
        Layers of the projection.
    """

    vectors: Tensor

    def __init__(
        self,
        vectors: Tensor,
        width: int,
        *,
        centre: bool = True,
        bias: bool = False,
        depth: int = 1,
    ) -> None:
        super().__init__()
        given = centred(vectors) if centre else vectors
        self.register_buffer("vectors", given, persistent=False)
        self.projection = Projection(vectors.shape[1], width, bias=bias, depth=depth)

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
    """Class vectors that do not train.

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
