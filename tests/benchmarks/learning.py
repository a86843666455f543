"""How fast each method trains and predicts, against the bare network and a plain loop.

    python -m tests.benchmarks.learning SCENE --reference R [--device cpu|cuda]
        [--method M ...] [--preset P] [--aux RASTER]

For each method, one line: training steps a second of each stage, pixels predicted
a second, their ratio to the network's forward pass over patches that lie in memory
and to a loop over a DataLoader that cuts one patch after the other, and the most
memory that the process held. Each method runs in a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import SilentProgress
from hsiviewer.evaluation.protocol import sample_shots
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import METHODS

_BARE_PATCHES = 8192
_LOOP_PATCHES = 2048
_BATCH = 256


class Curve:
    """A progress that notes when steps were reported."""

    def __init__(self):
        self.steps = {}

    def report(self, update):
        if update.step is not None:
            times = self.steps.setdefault(update.stage, [])
            times.append(time.perf_counter())

    def checkpoint(self):
        pass

    def rates(self):
        return {
            stage: (len(times) - 1) / (times[-1] - times[0])
            for stage, times in self.steps.items()
            if len(times) > 1
        }


def measure(options) -> dict:
    """Train and predict once; return the figures of a method."""
    import torch

    from hsiviewer.learning.running.run import classify

    cube = open_cube(options.scene)
    auxiliary = tuple(open_auxiliary(each, cube) for each in options.aux)
    if options.reference.endswith(".npy"):
        reference = LabelMap(np.load(options.reference))
        scheme = None
    else:
        reference, scheme = read_labels(options.reference, cube)
    if scheme is None:
        from hsiviewer.core.classes import ClassScheme

        ids = np.unique(reference.values)
        scheme = ClassScheme.from_ids(ids[ids > 0].tolist())
    shots = sample_shots(reference.values, shots=options.shots, seed=5)
    overrides = dict(each.split("=", 1) for each in options.set)
    with tempfile.TemporaryDirectory() as folder:
        request = LearningRequest(
            cube=cube,
            auxiliary=auxiliary if METHODS[options.method[0]].uses_auxiliary else (),
            labels=shots,
            scheme=scheme.restricted(np.unique(shots).tolist()),
            recipe=Recipe(
                options.method[0],
                preset=options.preset,
                overrides=overrides,
                device=options.device,
            ),
            save_model=Path(folder) / "model",
            scratch=Path(folder),
        )
        curve = Curve()
        result = classify(request, curve)
        seconds = result.provenance["seconds"]
        pixels = int((np.asarray(result.class_map) > 0).sum())
        known = (reference.values > 0) & (shots == 0)
        found = {
            "method": options.method[0],
            "preset": options.preset,
            "device": result.provenance["device"],
            "steps": curve.rates(),
            "seconds": seconds,
            "pixels": pixels,
            "rate": pixels / seconds["predicting"],
            "accuracy": float(
                (np.asarray(result.class_map) == reference.values)[known].mean()
            ),
        }
        # Before the loop below, which reads the whole scene.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found["memory_mb"] = peak / 1024
        if request.config.patch_size > 1:
            found |= _against_patches(replace(request, model=request.save_model))
        if torch.cuda.is_available() and options.device != "cpu":
            found["gpu_mb"] = torch.cuda.max_memory_allocated() / 2**20
    return found


def _against_patches(request) -> dict:
    """Return pixels a second of the bare network, and of a plain loop."""
    import torch
    from torch.utils.data import DataLoader, Dataset

    from hsiviewer.learning.data.inputs import read_patches, sample_positions
    from hsiviewer.learning.data.job import LearningJob
    from hsiviewer.learning.data.scene import open_raster
    from hsiviewer.learning.machine.devices import choose_device
    from hsiviewer.learning.running.method import scene_method
    from hsiviewer.learning.saved.model_record import read_model_record

    scene = open_raster(request.cube)
    job = LearningJob(
        request=request,
        scene=scene,
        auxiliary=tuple(open_raster(each) for each in request.auxiliary),
        valid=scene.valid_mask(SilentProgress()),
        shots=None,
        device=choose_device(request.recipe.device),
    )
    module = scene_method(request.recipe.spec)
    ensemble = module.restore(job, read_model_record(request.model))
    modalities, size = ensemble.modalities, request.config.patch_size
    positions = sample_positions(job.valid, _BARE_PATCHES, np.random.default_rng(0))
    patches = [
        torch.from_numpy(each).to(job.device)
        for each in read_patches(
            modalities,
            positions,
            scene.grid_shape,
            size=size,
            progress=SilentProgress(),
        )
    ]
    ensemble.patch_probabilities([each[:_BATCH] for each in patches])
    start = time.perf_counter()
    ensemble.patch_probabilities(patches)
    bare = len(positions) / (time.perf_counter() - start)

    half = size // 2
    whole = [each.read(scene.cube.window, margin=half) for each in modalities]

    class Patches(Dataset):
        def __len__(self):
            return _LOOP_PATCHES

        def __getitem__(self, index):
            row, col = positions[index]
            return [each[:, row : row + size, col : col + size] for each in whole]

    start = time.perf_counter()
    for batch in DataLoader(Patches(), batch_size=_BATCH):
        ensemble.patch_probabilities(batch)
    loop = _LOOP_PATCHES / (time.perf_counter() - start)
    return {"bare": bare, "loop": loop}


def main() -> int:
    """Print a table, a method a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene")
    parser.add_argument("--reference", required=True)
    parser.add_argument("--method", nargs="+", default=list(METHODS))
    parser.add_argument("--preset", default="quick")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--aux", nargs="*", default=[])
    parser.add_argument("--shots", type=int, default=20)
    parser.add_argument("--set", nargs="*", default=[])
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(measure(options)))
        return 0
    print(f"{'method':<10}{'preset':<8}{'steps/s':>22}{'pixels/s':>11}"
          f"{'/ bare':>9}{'/ loop':>9}{'MB':>7}{'total s':>9}{'OA':>7}")  # fmt: skip
    for method in options.method:
        arguments = [each for each in sys.argv[1:] if each not in options.method]
        arguments = [each for each in arguments if each != "--method"]
        command = [sys.executable, "-m", "tests.benchmarks.learning", *arguments]
        done = subprocess.run(
            [*command, "--method", method, "--alone"], capture_output=True, text=True
        )
        if done.returncode:
            print(done.stderr[-2000:])
            return 1
        print(_line(json.loads(done.stdout.splitlines()[-1])))
    return 0


def _line(found) -> str:
    rates = " ".join(
        f"{stage[:3]} {rate:.0f}" for stage, rate in found["steps"].items()
    )
    ratios = [
        f"{found['rate'] / found[key]:.1f}" if key in found else "-"
        for key in ("bare", "loop")
    ]
    return (
        f"{found['method']:<10}{found['preset']:<8}{rates:>22}{found['rate']:>11.0f}"
        f"{ratios[0]:>9}{ratios[1]:>9}{found['memory_mb']:>7.0f}"
        f"{found['seconds']['total']:>9.1f}{found['accuracy']:>7.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
