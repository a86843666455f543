"""A small text transformer that is trained together with a method."""

import re
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from hsiviewer.learning.modules.transformer import Block

_WORD = re.compile(r"\w+|[^\w\s]")
START, END, UNKNOWN = 0, 1, 2
_SPECIAL = 3


class WordVocabulary:
    """Words of the sentences that a job knows, in order of first appearance.

    CLIP's byte pairs need its published table; a tower that learns from scratch
    only needs its sentences to be told apart.

    Parameters
    ----------
    sentences : sequence of str
        Whose words get numbers of their own.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        self._numbers: dict[str, int] = {}
        for sentence in sentences:
            for word in _words(sentence):
                self._numbers.setdefault(word, _SPECIAL + len(self._numbers))

    def __len__(self) -> int:
        return _SPECIAL + len(self._numbers)

    def encode(self, sentences: Sequence[str], *, length: int) -> Tensor:
        """Return token numbers, cut and padded with END to a common length.

        Returns
        -------
        Tensor of int64
            Shape (n, at most length).
        """
        rows = []
        for sentence in sentences:
            inner = [self._numbers.get(word, UNKNOWN) for word in _words(sentence)]
            rows.append([START, *inner[: length - 2], END])
        longest = max(len(row) for row in rows)
        return torch.tensor([row + [END] * (longest - len(row)) for row in rows])


class TextTower(nn.Module):
    """CLIP's text transformer, small: features at the first END token.

    Radford et al. (2021), arXiv:2103.00020; sizes of DiffCLIP's code.

    Parameters
    ----------
    vocabulary : int
        Number of tokens.
    width, layers, heads : int
        Size of the transformer.
    length : int
        Longest sentence in tokens.
    outputs : int
        Length of the projected vectors.
    """

    def __init__(
        self,
        vocabulary: int = 49_408,
        *,
        width: int = 128,
        layers: int = 3,
        heads: int = 8,
        length: int = 77,
        outputs: int = 128,
    ) -> None:
        super().__init__()
        self.length = length
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.empty(length, width))
        self.blocks = nn.ModuleList(
            Block(width, heads, ratio=4, causal=True, quick_gelu=True, epsilon=1e-5)
            for _ in range(layers)
        )
        self.norm = nn.LayerNorm(width)
        self.projection = nn.Linear(width, outputs, bias=False)
        self._initialise(width, layers)

    def forward(self, numbers: Tensor) -> Tensor:
        """Encode token numbers (n, length) to vectors (n, outputs)."""
        states = self.tokens(numbers) + self.positions[: numbers.shape[1]]
        for block in self.blocks:
            states = block(states)
        states = self.norm(states)
        end = (numbers == END).to(torch.int64).argmax(dim=1)
        vectors: Tensor = self.projection(states[torch.arange(len(end)), end])
        return vectors

    def _initialise(self, width: int, layers: int) -> None:
        nn.init.normal_(self.tokens.weight, std=0.02)
        nn.init.normal_(self.positions, std=0.01)
        nn.init.normal_(self.projection.weight, std=width**-0.5)
        for block in self.blocks:
            assert isinstance(block, Block)
            narrow = width**-0.5 * (2 * layers) ** -0.5
            for layer, std in (
                (block.qkv, width**-0.5),
                (block.out, narrow),
                (block.expand, (2 * width) ** -0.5),
                (block.shrink, narrow),
            ):
                nn.init.normal_(layer.weight, std=std)
                nn.init.zeros_(layer.bias)


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence.lower())
