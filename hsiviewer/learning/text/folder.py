"""Folders of text encoders: what is in them, judged without loading a model."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import safe_open

from hsiviewer.core.errors import HsiViewerError, TextEncoderError
from hsiviewer.core.foreign_files import read_json, require_regular
from hsiviewer.core.progress import CancelledError

MINILM = "minilm"  # the encoder that comes with the program
SCRATCH = "scratch"  # no encoder: a tower that is trained with the classes
# What a Hugging Face model is called: an organisation and a name.
_MODEL_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_POOLINGS = {
    "pooling_mode_cls_token": "first",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_lasttoken": "last",
}
# What the libraries call numbers of layers.
_LAYERS = {
    "num_hidden_layers", "num_layers", "n_layer", "n_layers", "encoder_layers",
    "decoder_layers", "num_encoder_layers", "num_decoder_layers",
}  # fmt: skip
_FEW_LAYERS = 100  # layers may share their weights
_PROGRAM_BYTES = 400e6  # torch and transformers themselves
NEEDED_FILES = ("*.json", "*.txt", "*.model", "*.safetensors")


@dataclass(frozen=True)
class TextModelFacts:
    """What is known of a text encoder before it is loaded.

    Parameters
    ----------
    kind : str
        ``"encoder"``, ``"clip"``, ``"decoder"`` or ``"encoder-decoder"``.
    pooling : str
        ``"mean"`` over tokens, ``"first"`` or ``"last"`` token, or the model's own
        ``"projection"``.
    width : int
        Length of its vectors; 0 if the configuration does not say.
    weight_bytes : int
        Size of its weights.
    """

    kind: str
    pooling: str
    width: int
    weight_bytes: int

    @property
    def memory_bytes(self) -> int:
        """Memory that it takes to use it, about."""
        return int(self.weight_bytes + _PROGRAM_BYTES)


@contextmanager
def told_of_model(folder: Path, use: str) -> Iterator[None]:
    """Turn whatever goes wrong with a model's folder into a sentence.

    Folders come from anywhere, and each library that reads a part of them raises
    errors of its own.

    Parameters
    ----------
    use : str
        What it is used as.

    Raises
    ------
    TextEncoderError
        If anything but the program's own errors was raised inside.
    """
    try:
        yield
    except (HsiViewerError, CancelledError, MemoryError):
        raise
    except Exception as error:
        first = (str(error).strip() or type(error).__name__).split("\n")[0][:200]
        raise TextEncoderError(
            f"{folder} cannot be loaded as {use} ({first}); save model and tokenizer "
            "again with save_pretrained"
        ) from error


def is_model_name(name: str) -> bool:
    """Tell whether a name is that of a Hugging Face model, not of a folder."""
    return bool(_MODEL_NAME.fullmatch(name)) and not Path(name).is_dir()


def model_folder(name: str) -> Path:
    """Return the folder of a model that lies on this machine.

    Parameters
    ----------
    name : str
        A folder, or the name of a Hugging Face model that was downloaded before.

    Raises
    ------
    TextEncoderError
        If there is none, or it has no weights as safetensors.
    """
    folder = downloaded_folder(name) if is_model_name(name) else Path(name)
    if folder is None:
        raise TextEncoderError(
            f"the text encoder {name} is not on this machine; allow its download, "
            "or name a folder that holds it"
        )
    if not (folder / "config.json").is_file():
        raise TextEncoderError(
            f"there is no text encoder {name!r}: choose minilm, scratch, the name of a "
            "Hugging Face model, or a folder that holds config.json, a tokenizer and "
            "model.safetensors"
        )
    if not weight_files(folder):
        raise TextEncoderError(
            f"{folder} holds no weights as safetensors; other formats can run code "
            "and are not read. Save the model again with save_pretrained"
        )
    _check_files(folder)
    return folder


def _check_files(folder: Path) -> None:
    """See that what the libraries will read ends, and fits together.

    Raises
    ------
    TextEncoderError
        If a file is a pipe or a device, or the configuration asks for more layers
        than there are weights: each would be made before that is noticed.
    """
    try:
        for file in (*folder.iterdir(), *folder.glob("1_Pooling/*")):
            if not file.is_dir():
                require_regular(file)
    except OSError as error:
        raise TextEncoderError(
            f"{folder} cannot be read ({error}); choose another folder"
        ) from error
    with told_of_model(folder, "a text encoder"):
        weights = 0
        for file in weight_files(folder):
            with safe_open(file, framework="np") as opened:
                weights += len(opened.keys())
    largest = _most_layers(_read_json(folder / "config.json"))
    if largest > max(weights, _FEW_LAYERS):
        raise TextEncoderError(
            f"{folder / 'config.json'} asks for {largest} layers, and there are "
            f"{weights} weights; save the model again with save_pretrained"
        )


def _most_layers(config: dict[str, Any]) -> int:
    """Return the largest number of layers in a configuration or in a part of it."""
    found = [0]
    for key, value in config.items():
        if isinstance(value, dict):
            found.append(_most_layers(value))
        elif key in _LAYERS and type(value) is int:
            found.append(value)
    return max(found)


def weight_files(folder: Path) -> list[Path]:
    """Return the files of weights that a folder holds, in order of name."""
    return sorted(folder.glob("*.safetensors"))


def model_facts(folder: Path) -> TextModelFacts:
    """Judge a model by its configuration.

    Raises
    ------
    TextEncoderError
        If the configuration cannot be read.
    """
    config = _read_json(folder / "config.json")
    with told_of_model(folder, "a text encoder"):
        kind = _kind(config)
        inner = config.get("text_config") or config
        width = inner.get("projection_dim") if kind == "clip" else None
        return TextModelFacts(
            kind=kind,
            pooling=_pooling(folder, kind),
            width=int(width or inner.get("hidden_size") or inner.get("d_model") or 0),
            weight_bytes=sum(file.stat().st_size for file in weight_files(folder)),
        )


def downloaded_folder(name: str) -> Path | None:
    """Return where an earlier, complete download of a Hugging Face model lies."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        found = snapshot_download(name, local_files_only=True)
    except (LocalEntryNotFoundError, ValueError):
        return None
    folder = Path(found)
    # Other programs fetch single files of a model.
    is_complete = (folder / "config.json").is_file() and weight_files(folder)
    return folder if is_complete else None


def _kind(config: dict[str, Any]) -> str:
    model = str(config.get("model_type", ""))
    made_as = " ".join(config.get("architectures") or ())
    if model.startswith("clip"):
        return "clip"
    if config.get("is_encoder_decoder"):
        return "encoder-decoder"
    if "CausalLM" in made_as or config.get("is_decoder"):
        return "decoder"
    return "encoder"


def _pooling(folder: Path, kind: str) -> str:
    if kind == "clip":
        return "projection"
    file = folder / "1_Pooling" / "config.json"
    if file.is_file():
        chosen = _read_json(file)
        for key, rule in _POOLINGS.items():
            if chosen.get(key):
                return rule
    return "last" if kind == "decoder" else "mean"


def _read_json(file: Path) -> dict[str, Any]:
    try:
        found = read_json(file)
    except HsiViewerError as error:
        raise TextEncoderError(
            f"{file} cannot be read as JSON ({error}); save the model again"
        ) from error
    if not isinstance(found, dict):
        raise TextEncoderError(f"{file} is not the configuration of a model")
    return found
