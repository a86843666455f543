"""Text encoders that lie elsewhere: how large they are, and fetching them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from tqdm import tqdm

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import CancelledError, Progress, ProgressUpdate
from hsiviewer.learning.text.folder import NEEDED_FILES, downloaded_folder

_PROGRAM_BYTES = 400e6


@dataclass(frozen=True)
class RemoteModel:
    """A model on the hub.

    Parameters
    ----------
    name : str
        Organisation and name.
    revision : str
        The commit that was looked at; the same is fetched.
    files : tuple of str
        What would be fetched.
    size_bytes : int
        Of these files.
    """

    name: str
    revision: str
    files: tuple[str, ...]
    size_bytes: int

    @property
    def memory_bytes(self) -> int:
        """Memory that it takes to use it, about."""
        return int(self.size_bytes + _PROGRAM_BYTES)

    @property
    def summary(self) -> str:
        """Return size and memory in words."""
        return (
            f"{self.size_bytes / 1e6:.0f} MB to download, about "
            f"{self.memory_bytes / 1e9:.1f} GB of memory to use it"
        )


def find_remote_model(name: str) -> RemoteModel:
    """Ask the hub what a model is made of.

    Raises
    ------
    TextEncoderError
        If the hub cannot be reached, does not know it, or the model has no weights
        as safetensors.
    """
    from huggingface_hub import HfApi

    advice = "check its name and the network, or name a folder that holds it"
    with _told(f"the text encoder {name} could not be looked up", advice):
        found = HfApi().model_info(name, files_metadata=True)
    sizes = {
        sibling.rfilename: sibling.size or 0
        for sibling in found.siblings or ()
        if _is_needed(sibling.rfilename)
    }
    if not any(size.endswith(".safetensors") for size in sizes):
        raise TextEncoderError(
            f"{name} has no weights as safetensors; other formats can run code and are "
            "not read. Choose another model"
        )
    return RemoteModel(name, found.sha or "main", tuple(sizes), sum(sizes.values()))


def download_model(model: RemoteModel, progress: Progress) -> Path:
    """Fetch a model into the hub's own cache; only ever after consent.

    Raises
    ------
    TextEncoderError
        If it cannot be fetched.
    CancelledError
        If the user has thought better of it; what has come stays for the next time.
    """
    from huggingface_hub import hf_hub_download

    bars = _reporting_bar(model, progress)
    advice = "try again, or name a folder that holds it"
    with _told(f"the text encoder {model.name} could not be downloaded", advice):
        for file in model.files:
            progress.checkpoint()
            # By a commit instead of the branch, nobody would find it again by name.
            hf_hub_download(model.name, file, tqdm_class=bars)
    folder = downloaded_folder(model.name)
    if folder is None:
        raise TextEncoderError(f"the text encoder {model.name} was not kept; try again")
    return folder


@contextmanager
def _told(problem: str, advice: str) -> Iterator[None]:
    """Turn whatever the network and the hub's library raise into a sentence."""
    try:
        yield
    except (CancelledError, MemoryError):
        raise
    except Exception as error:
        first = (str(error).strip() or type(error).__name__).split("\n")[0]
        raise TextEncoderError(f"{problem} ({first}); {advice}") from error


def _reporting_bar(model: RemoteModel, progress: Progress) -> type[Any]:
    """Return the class of bars that the hub draws while files arrive."""
    arrived = 0

    class Bar(tqdm):  # type: ignore[misc, unused-ignore]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options | {"disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            nonlocal arrived
            arrived += int(n or 0)
            progress.checkpoint()
            done = min(1.0, arrived / max(1, model.size_bytes))
            told = f"{arrived / 1e6:.0f} / {model.size_bytes / 1e6:.0f} MB"
            progress.report(ProgressUpdate(fraction=done, message=told))
            return None

    return Bar


def _is_needed(file: str) -> bool:
    path = PurePosixPath(file)
    # Other folders hold the same weights for other programs (ONNX, OpenVINO).
    is_near = len(path.parts) == 1 or path.parts[0] == "1_Pooling"
    return is_near and any(fnmatch(path.name, file) for file in NEEDED_FILES)
