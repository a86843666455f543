"""Weights in a folder: safetensors, and a JSON record of what they are."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    record = read_record(folder)
    with _told(folder):
        return load_file(folder / WEIGHTS_FILE), record


def read_record(folder: Path) -> dict[str, Any]:
    """Read the record alone; `ConfigurationError` as in `load_model`."""
    with _told(folder):
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        if not isinstance(record, dict):
            raise json.JSONDecodeError("no record", "", 0)
        return record


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigurationError(
            f"{folder} holds no saved model; name a folder that --save-model has made"
        ) from error
    except (SafetensorError, json.JSONDecodeError, UnicodeError, OSError) as error:
        raise ConfigurationError(
            f"the model in {folder} is damaged ({error}); train it again"
        ) from error
