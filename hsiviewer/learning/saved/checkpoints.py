"""Weights in a folder: safetensors, and a JSON record of what they are."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from hsiviewer.core.atomic import replacing, unwritable
from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from hsiviewer.core.foreign_files import read_json, require_regular

WEIGHTS_FILE = "model.safetensors"
RECORD_FILE = "model.json"
_LARGEST_WEIGHTS = 4 * 2**30
# What `save_model` is given; nothing else has to be understood.
_DTYPES = (torch.float32, torch.float64, torch.int64)


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
        If the folder holds no model or a damaged one, or a weight is no number.
    """
    record = read_record(folder)
    return read_weights(folder), record


def read_weights(folder: Path) -> dict[str, Tensor]:
    """Read the weights alone; `ConfigurationError` as in `load_model`."""
    file = folder / WEIGHTS_FILE
    with _told(folder):
        require_regular(file)
        size = file.stat().st_size
        if size > _LARGEST_WEIGHTS:
            raise ValueError(f"its weights have {size / 2**30:.0f} GB")
        tensors = load_file(file)
        for name, values in tensors.items():
            if values.dtype not in _DTYPES:
                raise ValueError(f"{name[:80]!r} has values of type {values.dtype}")
            if not torch.isfinite(values).all():
                raise ValueError(f"{name[:80]!r} has values that are no numbers")
        return tensors


def read_record(folder: Path) -> dict[str, Any]:
    """Read the record alone; `ConfigurationError` as in `load_model`."""
    with _told(folder):
        record = read_json(folder / RECORD_FILE)
    if not isinstance(record, dict):
        raise ConfigurationError(
            f"the model in {folder} is damaged ({RECORD_FILE} is no record); train it "
            "again"
        )
    return record


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (HsiViewerError, SafetensorError, OSError, ValueError) as error:
        if isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
            raise ConfigurationError(
                f"{folder} holds no saved model; choose a folder that was made when a "
                "model was saved"
            ) from error
        raise ConfigurationError(
            f"the model in {folder} is damaged ({error}); train it again"
        ) from error
