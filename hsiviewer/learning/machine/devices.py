"""Which processors training can run on."""

import os
import shutil
from dataclasses import dataclass

import torch

from hsiviewer.core.errors import ConfigurationError


@dataclass(frozen=True)
class Device:
    """A processor to train on.

    Parameters
    ----------
    id : str
        ``"cpu"``, ``"cuda"``, ``"cuda:1"``, ...
    title : str
        What users call it.
    memory : int
        Bytes of its memory; 0 when unknown.
    """

    id: str
    title: str
    memory: int = 0


def list_devices() -> list[Device]:
    """Return the devices of this machine, the best one first."""
    found = []
    for index in range(torch.cuda.device_count()):
        properties = torch.cuda.get_device_properties(index)
        name = "cuda" if index == 0 else f"cuda:{index}"
        gigabytes = properties.total_memory / 2**30
        title = f"{properties.name} ({gigabytes:.0f} GB)"
        found.append(Device(name, title, properties.total_memory))
    memory = _installed_memory()
    title = f"Processor ({os.cpu_count()} cores"
    title += f", {memory / 2**30:.0f} GB)" if memory else ")"
    return [*found, Device("cpu", title, memory)]


def diagnosis() -> list[str]:
    """Return sentences on what can train here, and what to do without a card."""
    devices = list_devices()
    found = [f"Trainings can run on: {', '.join(device.title for device in devices)}."]
    if torch.cuda.is_available():
        return [*found, "The graphics card is used where *Device* says automatic."]
    if torch.version.cuda is None:
        found.append(
            "This installation of the program computes on the processor only. For an "
            "NVIDIA card install its CUDA variant, or, in an environment of Python, "
            "torch for your CUDA version from https://pytorch.org."
        )
    elif shutil.which("nvidia-smi") is None:
        found.append(
            "No driver of an NVIDIA card was found. If the computer has one, install "
            "its driver and start the program again."
        )
    else:
        found.append(
            "There is a driver, but it does not suit the program, which is made for "
            f"CUDA {torch.version.cuda}. Update the driver; see that no other program "
            "holds the card."
        )
    found.append(
        "Without a card the preset quick takes seconds; paper is meant for a card."
    )
    return found


def _installed_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return 0


def choose_device(wanted: str = "auto") -> torch.device:
    """Return the device to train on; the best one for ``"auto"``.

    Raises
    ------
    ConfigurationError
        If the machine has no such device.
    """
    devices = list_devices()
    if wanted in ("", "auto"):
        return torch.device(devices[0].id)
    ids = [device.id for device in devices]
    if wanted not in ids:
        raise ConfigurationError(
            f"this machine has no device {wanted!r}; choose auto or one of "
            f"{', '.join(ids)}"
        )
    return torch.device(wanted)


def limit_threads() -> None:
    """Leave one core to the window, which stalls otherwise."""
    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
