"""Text encoders that lie in a folder: loading, splitting of long texts, pooling."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from hsiviewer.learning.text.folder import (
    TextModelFacts,
    model_facts,
    told_of_model,
    weight_files,
)

_AT_ONCE = 16
_NO_LIMIT = 1_000_000
# Letters of scripts that put spaces between words: up to the Cyrillic ones and Greek.
_SPACED = re.compile(r"[0-9A-Za-z\u00c0-\u052f]")


@dataclass(frozen=True)
class FolderEncoder:
    """A pre-trained model in a folder, pooled by the rule that it came with.

    Parameters
    ----------
    name : str
        What reports call it.
    folder : Path
        Configuration, tokenizer and weights as safetensors.
    weights : str
        SHA-256 of the weights.
    """

    name: str
    folder: Path
    weights: str

    @cached_property
    def facts(self) -> TextModelFacts:
        """Kind and pooling."""
        return model_facts(self.folder)

    @property
    def digest(self) -> str:
        """Identity of weights and pooling, for the cache."""
        return f"{self.weights}:{self.facts.pooling}"

    def encode(
        self, sentences: Sequence[str], names: Sequence[str] | None = None
    ) -> Tensor:
        """Return unit vectors; see `hsiviewer.learning.text.encoders.TextEncoder`.

        Raises
        ------
        TextEncoderError
            If the folder cannot be loaded.
        """
        wanted = names or [""] * len(sentences)
        found = []
        with told_of_model(self.folder, "a text encoder"):
            tokenizer, model = self._load()
            for start in range(0, len(sentences), _AT_ONCE):
                part = slice(start, start + _AT_ONCE)
                found.append(
                    self._encode(tokenizer, model, sentences[part], wanted[part])
                )
            vectors = torch.cat(found)
            if not torch.isfinite(vectors).all():
                raise ValueError("what it makes of the texts are no numbers")
        return vectors

    def _load(self) -> tuple[Any, Any]:
        import transformers
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        options: Any = {"local_files_only": True, "trust_remote_code": False}
        tokenizer = transformers.AutoTokenizer.from_pretrained(self.folder, **options)
        if not tokenizer.is_fast:
            raise ValueError("its tokenizer cannot tell where tokens stand")
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token
        tokenizer.padding_side = "right"
        classes = {
            "clip": transformers.CLIPTextModelWithProjection,
            "encoder-decoder": transformers.AutoModelForTextEncoding,
        }
        kind = classes.get(self.facts.kind, transformers.AutoModel)
        return tokenizer, whole_model(kind, self.folder, options).float().eval()

    @torch.no_grad()
    def _encode(
        self, tokenizer: Any, model: Any, sentences: Sequence[str], names: Sequence[str]
    ) -> Tensor:
        # Texts beyond the model's limit are split, never cut.
        tokens = tokenizer(
            list(sentences),
            padding=True,
            truncation=True,
            max_length=_limit(tokenizer, model),
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        owner = tokens.pop("overflow_to_sample_mapping")
        offsets = tokens.pop("offset_mapping")
        output = model(**tokens)
        shown = tokens["attention_mask"].bool()
        states = output.last_hidden_state
        spans = torch.zeros_like(shown)
        for row, sentence in enumerate(owner.tolist()):
            spans[row] = shown[row] & _inside(
                offsets[row], sentences[sentence], names[sentence]
            )
        vectors = []
        for number in range(len(sentences)):
            rows = owner == number
            if spans[rows].any():
                pooled = _mean(states[rows], spans[rows])
                if self.facts.pooling == "projection":
                    pooled = model.text_projection(pooled)
            elif self.facts.pooling == "mean":
                pooled = _mean(states[rows], shown[rows])
            else:
                parts = self._pooled(output, states, shown)[rows]
                pooled = F.normalize(parts, dim=1).mean(dim=0)
            vectors.append(F.normalize(pooled, dim=0))
        return torch.stack(vectors)

    def _pooled(self, output: Any, states: Tensor, shown: Tensor) -> Tensor:
        """Return one vector for each row of tokens."""
        if self.facts.pooling == "projection":
            projected: Tensor = output.text_embeds
            return projected
        if self.facts.pooling == "first":
            return states[:, 0]
        last = shown.shape[1] - 1 - shown.flip(1).to(torch.int64).argmax(dim=1)
        return states[torch.arange(len(last)), last]


def whole_model(kind: Any, folder: Path, options: dict[str, Any]) -> Any:
    """Load a model whose weights are all there.

    The library fills gaps by random numbers, other ones each time, and says so in a
    warning only.

    Raises
    ------
    ValueError
        If weights are missing; poolers may be, which are not used.
    """
    # What it draws for a pooler must not change the draws of a job.
    with torch.random.fork_rng():
        model, info = kind.from_pretrained(
            folder, use_safetensors=True, output_loading_info=True, **options
        )
    missing = [key for key in info["missing_keys"] if "pooler." not in key]
    if missing:
        raise ValueError(f"its weights lack {sorted(missing)[0]}, among others")
    return model


def weights_digest(folder: Path) -> str:
    """Return the SHA-256 of all weights of a model."""
    files = weight_files(folder)
    if len(files) == 1:
        return file_digest(files[0])
    whole = hashlib.sha256()
    for file in files:
        whole.update(file_digest(file).encode())
    return whole.hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file; read once for as long as it stays the same."""
    state = path.stat()
    return _digest(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=16)
def _digest(path: Path, _size: int, _modified: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _limit(tokenizer: Any, model: Any) -> int:
    """Return how many tokens the model takes at once."""
    config = model.config
    known = [int(min(tokenizer.model_max_length, _NO_LIMIT))]
    positions = getattr(config, "max_position_embeddings", None)
    if positions:
        # RoBERTa counts positions from its padding number on.
        is_shifted = config.model_type in ("roberta", "xlm-roberta", "camembert")
        known.append(positions - (config.pad_token_id + 1 if is_shifted else 0))
    return min(known)


def _mean(states: Tensor, chosen: Tensor) -> Tensor:
    """Return the mean of the chosen states (rows, T, D), shape (D,)."""
    return states[chosen].mean(dim=0)


def _inside(offsets: Tensor, sentence: str, name: str) -> Tensor:
    """Tell which tokens belong to an occurrence of a name, shape (T,)."""
    start, stop = offsets[:, 0], offsets[:, 1]
    found = torch.zeros(len(offsets), dtype=torch.bool)
    if not name:
        return found
    for match in re.finditer(_as_words(name), sentence, re.IGNORECASE):
        # Some tokenizers count the space before a word as part of its token.
        found |= (start < match.end()) & (stop > match.start()) & (stop > start)
    return found


def _as_words(name: str) -> str:
    """Return the pattern of a name that is not a part of a longer word.

    Scripts without spaces between words have no such limits, nor has a name at the
    side where it begins or ends with a mark.
    """
    before = r"(?<!\w)" if _SPACED.match(name[0]) else ""
    after = r"(?!\w)" if _SPACED.match(name[-1]) else ""
    return before + re.escape(name) + after
