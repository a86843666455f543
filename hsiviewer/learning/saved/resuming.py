"""Unfinished training on the disk, so that a job goes on where it was stopped."""

import contextlib
import json
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from hsiviewer.core.foreign_files import require_regular

_log = logging.getLogger(__name__)
_INTERVAL_S = 10.0
_META = "state"


class StageCheckpoint:
    """The state of one stage of training; a file that is replaced as a whole.

    Parameters
    ----------
    path : Path
        Of the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether the last state is old enough to be replaced."""
        return time.monotonic() - self._last >= _INTERVAL_S

    def save(self, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
        """Write tensors and JSON values; a failure is logged, the training goes on."""
        partial = self._path.with_suffix(".partial")
        # Copies: averages and weights may share their memory.
        own = {name: each.detach().cpu().clone() for name, each in tensors.items()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            save_file(own, partial, metadata={_META: json.dumps(dict(state))})
            partial.replace(self._path)
        except (OSError, SafetensorError) as error:
            _log.warning("unfinished training could not be kept: %s", error)
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
        self._last = time.monotonic()

    def load(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """Return what was saved; none if there is nothing, or it is damaged."""
        try:
            require_regular(self._path)
            with safe_open(self._path, framework="pt") as file:
                state = json.loads((file.metadata() or {})[_META])
                return {name: file.get_tensor(name) for name in file.keys()}, state  # noqa: SIM118
        except (SafetensorError, KeyError, ValueError, OSError, RecursionError):
            # A damaged file costs the time since the start, never the job.
            return None


class Checkpoints:
    """The stages of one job in a folder.

    Parameters
    ----------
    folder : Path, optional
        Without it, nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def stage(self, *name: object) -> StageCheckpoint | None:
        """Return the checkpoint of a stage that has a name of its own in the job."""
        if self._folder is None:
            return None
        stem = "-".join(str(part).replace(" ", "_") for part in name)
        return StageCheckpoint(self._folder / f"{stem}.safetensors")


NO_CHECKPOINTS = Checkpoints(None)


def random_states(generator: torch.Generator | None) -> dict[str, Tensor]:
    """Return the states of torch's generators, and of one more."""
    states = {"random.torch": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["random.cuda"] = torch.cuda.get_rng_state()
    if generator is not None:
        states["random.own"] = generator.get_state()
    return states


def restore_random(
    tensors: Mapping[str, Tensor], generator: torch.Generator | None
) -> None:
    """Go on with the draws that came after `random_states`."""
    torch.set_rng_state(tensors["random.torch"])
    if torch.cuda.is_available() and "random.cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random.cuda"])
    if generator is not None:
        generator.set_state(tensors["random.own"])
