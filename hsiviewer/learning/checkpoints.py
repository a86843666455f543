"""Weights in a folder: safetensors, and a JSON record of what they are."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from hsiviewer.core.atomic import replacing, unwritable
from hsiviewer.core.errors import ConfigurationError

WEIGHTS_FILE = "model.safetensors"
RECORD_FILE = "model.json"


def save_model(
    folder: Path, tensors: Mapping[str, Tensor], record: Mapping[str, Any]
) -> None:
    """Write weights and record, both or none; the record vouches for the weights.

    Raises
    ------
    DiskFullError, ExportError
        If they cannot be written; a model that was there before stays as it was.
    """
    own = {name: weights.contiguous() for name, weights in tensors.items()}
    files = folder / WEIGHTS_FILE, folder / RECORD_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    with replacing(*files) as (weights_file, record_file):
        try:
            save_file(own, weights_file)
        except SafetensorError as error:
            raise unwritable(files[0], error) from error
        record_file.write_text(json.dumps(dict(record), indent=1), encoding="utf-8")


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
