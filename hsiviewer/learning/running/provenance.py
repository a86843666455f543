"""What a result's report says of how it was made."""

import platform
from importlib import metadata
from typing import Any

import msgspec
import torch

import hsiviewer
from hsiviewer.core.paths import printable
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.learning.configuration import config_record
from hsiviewer.learning.data.job import LearningJob

_PACKAGES = ("torch", "numpy", "scipy", "scikit-learn", "transformers")


def provenance(job: LearningJob, labels_per_class: dict[str, int]) -> dict[str, Any]:
    """Return the provenance of a map as JSON values."""
    request, recipe = job.request, job.recipe
    return {
        "method": recipe.method,
        "preset": recipe.preset,
        "configuration": config_record(request.config),
        "sight": request.config.sight,
        "seed": recipe.seed,
        "device": _device_name(job.device),
        "text_encoder": "",
        "scene": printable(request.cube.origin),
        "auxiliary": [printable(raster.cube.origin) for raster in job.auxiliary],
        **_scene_properties(request.cube.metadata),
        "bands_used": len(job.scene.bands),
        "labels_per_class": labels_per_class,
        "transductive": False,
        "seconds": dict(job.record.seconds),
        "warnings": list(job.record.warnings),
        "versions": versions(),
        **job.record.details,
    }


def _scene_properties(said: SceneMetadata) -> dict[str, Any]:
    """Return what the user says about the scene; nothing where the file says all."""
    if said.is_empty:
        return {}
    fields = {name: getattr(said, name) for name in said.said}
    return {"scene_properties": msgspec.to_builtins(fields)}


def versions() -> dict[str, str]:
    """Return the versions of the program and of what it computes with."""
    return {
        "hsiviewer": hsiviewer.__version__,
        "python": platform.python_version(),
        **{package: metadata.version(package) for package in _PACKAGES},
    }


def _device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return f"{device} ({torch.cuda.get_device_name(device)})"
    return str(device)
