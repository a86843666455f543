"""Weights in a folder: safetensors, and a JSON record of what they are."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from hsiviewer.core.errors import ConfigurationError

WEIGHTS_FILE = "model.safetensors"
RECORD_FILE = "model.json"


def save_model(
    folder: Path, tensors: Mapping[str, Tensor], record: Mapping[str, Any]
) -> None:
    """Write weights and record; the record last, so that it vouches for them."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{WEIGHTS_FILE}"
    save_file({name: each.contiguous() for name, each in tensors.items()}, partial)
    partial.replace(folder / WEIGHTS_FILE)
    partial = folder / f".{RECORD_FILE}"
    partial.write_text(json.dumps(dict(record), indent=1), encoding="utf-8")
    partial.replace(folder / RECORD_FILE)


def load_model(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read weights and record.

    Raises
    ------
    ConfigurationError
        If the folder holds no model, or a damaged one.
    """
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        return load_file(folder / WEIGHTS_FILE), record
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"{folder} holds no saved model; name a folder that --save-model has made"
        ) from error
    except (SafetensorError, json.JSONDecodeError, OSError) as error:
        raise ConfigurationError(
            f"the model in {folder} is damaged ({error}); train it again"
        ) from error
