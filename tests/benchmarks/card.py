"""Everything that needs a graphics card, in one run of under ten minutes.

    python -m tests.benchmarks.card --data DIR --out card.json [--only PART ...]
        [--minutes 9] [--device auto|cpu|cuda] [--small]

Parts: `cancel` (how soon a cancelled training and its process have ended), `memory`
(what is held before, after a training and after a cancelled one), `houston` (prediction
of a scene of 349 x 1905 x 144 pixels), `precision` (full against mixed precision) and
`paper:METHOD` (preset paper on Indian Pines, 10 %, seed 0).

After each part all figures are written to --out. A part that is done there is not run
again, so a run that was cut off, or that had no time left, goes on with the same
command; a training goes on from its last checkpoint, in a folder beside --out. DIR
holds `indian_pines` and `houston2013_gt_spectra`. With --small every part runs on a
tiny scene with a few steps, also without a card and without data.
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
import psutil

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import CancelledError, SilentProgress
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.protocol import sample_shots
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks.records import (
    LABELS_FILE,
    MODEL_FOLDER,
    WORKER_ENTRY,
    load_result,
)
from hsiviewer.workflows.tasks.submission import LearningInputs, learning_task
from tests.benchmarks.houston import compose
from tests.learning.scenes import SHORT
from tests.workflows.scenes import write_scene

METHODS = ("curated-prompts", "s3fn", "contrastdm", "diffclip")  # the quickest first
SHARE = 0.1
_WAIT_S = 0.02
_CANCELS = 5
# What makes a training short that only has to give a network of the paper's size.
_ONE_EPOCH = {"pretrain": False, "epochs": 1, "calibration_folds": 0}


class OutOfTimeError(Exception):
    """A part was stopped because the minutes were over; it goes on in the next run."""


class Deadline(SilentProgress):
    """A progress that stops work of this process when time is over."""

    def __init__(self, deadline):
        self._deadline = deadline

    def checkpoint(self):
        if time.monotonic() >= self._deadline:
            raise OutOfTimeError("time was over")


@dataclass(frozen=True)
class Scene:
    """A scene, some labels and the pixels to test on."""

    inputs: LearningInputs
    test: np.ndarray

    @classmethod
    def of_files(cls, scene, reference, *, shots=SHARE):
        """Draw labels from a reference file, or an array in ``.npy``, seed 0."""
        if str(reference).endswith(".npy"):
            cube, truth = open_cube(scene), np.load(reference)
            scheme = ClassScheme.from_ids(np.unique(truth[truth > 0]).tolist())
        else:
            cube = open_labelled(str(scene), str(reference))
            labels, scheme = read_labels(reference, cube)
            truth = labels.values
        labels = sample_shots(truth, shots=shots, seed=0)
        inputs = LearningInputs(cube=cube, labels=labels, scheme=scheme)
        return cls(inputs, np.where(labels > 0, 0, truth).astype(np.uint16))


@dataclass
class Bench:
    """Runs trainings until a deadline.

    Parameters
    ----------
    data, folder : Path
        The real scenes, and where scenes and trainings are kept.
    device : str
    small : bool
    deadline : float
        Of `time.monotonic`.
    runner : JobRunner
    """

    data: Path
    folder: Path
    device: str
    small: bool
    deadline: float
    runner: JobRunner = field(default_factory=lambda: JobRunner(WORKER_ENTRY))

    @property
    def has_card(self):
        """Whether trainings run on a graphics card."""
        return self.device != "cpu" and bool(_card("name"))

    def recipe(self, method, *, preset="paper", **changes):
        """Return how to train; with a few steps if all is small."""
        encoder = ""
        if self.small:
            preset, changes, encoder = "quick", SHORT[method], "scratch"
        return Recipe(
            method,
            preset=preset,
            overrides=changes,
            device=self.device,
            text_encoder=encoder,
        )

    def scene(self):
        """Return Indian Pines with a tenth of its labels."""
        if self.small:
            files = write_scene(self.folder / "small", rows=40, cols=48)
            return Scene.of_files(files.scene, files.reference)
        pines = self.data / "indian_pines"
        return Scene.of_files(
            pines / "Indian_pines_corrected.npy", pines / "Indian_pines_gt.mat"
        )

    def houston(self):
        """Return a scene of the size of Houston 2013, or some rows of a small one."""
        if self.small:
            files = write_scene(self.folder / "wide", rows=30, cols=120)
            return Scene.of_files(files.scene, files.reference, shots=6)
        spectra = self.data / "houston2013_gt_spectra"
        files = compose(spectra, self.folder / "houston")
        return Scene.of_files(files.scene, files.reference, shots=20)

    def submit(self, scene, recipe, name):
        """Queue a training whose folder has a name, to go on from what lies there."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / LABELS_FILE, scene.inputs.labels)
        task = msgspec.structs.replace(
            learning_task(scene.inputs, recipe, pretrained=None),
            run_folder=str(folder),
            save_model=str(folder / MODEL_FOLDER),
        )
        return self.runner.submit("classify", task, title=name), folder

    async def trained(self, scene, recipe, name):
        """Train to the end and return the result, or stop at the deadline."""
        job, folder = self.submit(scene, recipe, name)
        waiting = asyncio.create_task(self.runner.result(job))
        left = self.deadline - time.monotonic()
        done, _ = await asyncio.wait([waiting], timeout=max(0.0, left))
        if not done:
            job.cancel()
            try:
                await waiting
            except CancelledError as error:
                reached = f"{name} had reached {job.fraction:.0%} when time was over"
                raise OutOfTimeError(reached) from error
        answer = await waiting
        return load_result(folder, answer, scene.inputs.cube.georeference)

    async def cancelled(self, scene, recipe, name, *, delay):
        """Cancel a training some time after it has begun; return seconds to its end."""
        job, folder = self.submit(scene, recipe, name)
        waiting = asyncio.create_task(self.runner.result(job))
        while job.is_active and not (job.fraction > 0 and job.stage):
            await asyncio.sleep(_WAIT_S)
        await asyncio.sleep(delay)
        start, held = time.monotonic(), self.held_mb()
        job.cancel()
        try:
            await waiting
        except CancelledError:
            passed = time.monotonic() - start
        else:
            passed = None  # it was done before
        shutil.rmtree(folder)
        return passed, held

    def held_mb(self):
        """Return the memory in use on the card, or by workers on the processor."""
        if self.has_card:
            return float(_card("memory.used"))
        return sum(_resident(child) for child in psutil.Process().children()) / 1e6


async def cancel(bench):
    """Return how many seconds cancelled trainings took to end."""
    scene, recipe = bench.scene(), bench.recipe("diffclip")
    seconds = []
    for number in range(1 if bench.small else _CANCELS):
        passed, _ = await bench.cancelled(
            scene, recipe, "cancel", delay=0.0 if bench.small else 1.0 + number
        )
        if passed is not None:
            seconds.append(round(passed, 3))
    return {"seconds": seconds, "worst_s": max(seconds, default=None)}


async def memory(bench):
    """Return the memory held before, after a training, and around a cancelled one."""
    scene = bench.scene()
    found = {"before_mb": bench.held_mb()}
    quick = bench.recipe("curated-prompts", preset="quick")
    result = await bench.trained(scene, quick, "memory")
    found["peak_card_mb"] = result.provenance.get("card_memory_mb", 0.0)
    found["after_mb"] = bench.held_mb()
    recipe = bench.recipe("diffclip")
    delay = 0.0 if bench.small else 3.0
    _, found["before_cancel_mb"] = await bench.cancelled(
        scene, recipe, "memory-cancel", delay=delay
    )
    found["after_cancel_mb"] = bench.held_mb()
    kept = max(found["after_mb"], found["after_cancel_mb"]) - found["before_mb"]
    return {**found, "kept_mb": round(kept, 1)}


async def houston(bench):
    """Return the seconds that both presets take to predict a large scene."""
    scene = bench.houston()
    found = {"pixels": int(np.prod(scene.inputs.labels.shape))}
    for preset in ("quick", "paper"):
        changes = _ONE_EPOCH if preset == "paper" else {}
        recipe = bench.recipe("diffclip", preset=preset, **changes)
        name = f"houston-{preset}"
        seconds = (await bench.trained(scene, recipe, name)).provenance["seconds"]
        found[f"{preset}_predicting_s"] = seconds["predicting"]
        found[f"{preset}_total_s"] = seconds["total"]
    return found


async def precision(bench):
    """Return accuracy, seconds and equal pixels in full and in mixed precision."""
    from tests.benchmarks.precision import compare

    scene, recipe = bench.scene(), bench.recipe("curated-prompts")
    return compare(scene.inputs, scene.test, recipe, Deadline(bench.deadline))


def _paper(method):
    async def run(bench):
        scene = bench.scene()
        name = f"paper-{method}"
        result = await bench.trained(scene, bench.recipe(method), name)
        accuracy = assess(scene.test, result.class_map)
        seconds = result.provenance["seconds"]
        shutil.rmtree(bench.folder / name, ignore_errors=True)
        return {
            "overall_accuracy": round(accuracy.overall_accuracy, 4),
            "average_accuracy": round(accuracy.average_accuracy, 4),
            "kappa": round(accuracy.kappa, 4),
            "seconds": seconds,
            "card_mb": result.provenance.get("card_memory_mb", 0.0),
            "device": result.provenance["device"],
            "warnings": result.provenance["warnings"],
        }

    return run


PARTS = {
    "cancel": cancel,
    "memory": memory,
    "precision": precision,
    "houston": houston,
    **{f"paper:{method}": _paper(method) for method in METHODS},
}


async def run_parts(bench, parts, record, keep):
    """Run the parts that are not done yet, and keep the record after each.

    Parameters
    ----------
    parts : sequence of str
    record : dict
        ``parts``: what earlier runs have found, by name; filled here.
    keep : callable
        Called with the name of each part that has ended.
    """
    try:
        for name in parts:
            if record["parts"].get(name, {}).get("state") == "done":
                continue
            start = time.monotonic()
            outcome = await _outcome(bench, name)
            outcome["took_s"] = round(time.monotonic() - start, 1)
            record["parts"][name] = outcome
            keep(name)
    finally:
        await bench.runner.close()


async def _outcome(bench, name):
    if time.monotonic() >= bench.deadline:
        return {"state": "left", "told": "no time was left"}
    try:
        return {"state": "done", "figures": await PARTS[name](bench)}
    except OutOfTimeError as error:
        return {"state": "left", "told": str(error)}
    except (HsiViewerError, OSError, RuntimeError) as error:
        # One part that fails costs none of the others.
        return {"state": "failed", "told": str(error)}


def table(record):
    """Return all parts for people, a line each."""
    lines = [_line(name, outcome) for name, outcome in record["parts"].items()]
    return "\n".join([f"{record['machine']}, {record['date']}", *lines])


def _line(name, outcome):
    figures = outcome.get("figures", {}).items()
    told = outcome.get("told") or ", ".join(
        f"{key} {_short(value)}" for key, value in figures
    )
    return f"{name:<24}{outcome['state']:<8}{outcome['took_s']:>7.1f} s  {told}"


def _short(value):
    if isinstance(value, dict):
        return " ".join(f"{key}={_short(part)}" for key, part in value.items())
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value)


def _card(field):
    """Return what the driver says of the first card; empty without one."""
    command = ["nvidia-smi", f"--query-gpu={field}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip().split("\n")[0]


def _processor():
    return f"{os.cpu_count()} cores, {platform.machine()}"


def _resident(process):
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def main(arguments=None):
    """Run the parts; return 0 if all are done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("shared/data"))
    parser.add_argument("--out", type=Path, default=Path("card.json"))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--small", action="store_true")
    options = parser.parse_args(arguments)
    settings = {"small": options.small, "device": options.device}
    record = {"settings": settings, "parts": {}}
    if options.out.exists():
        record = json.loads(options.out.read_text())
        if record["settings"] != settings:
            parser.error(f"{options.out} holds a run with other settings")
    folder = options.out.with_suffix(".runs")
    bench = Bench(
        data=options.data.absolute(),
        folder=folder.absolute(),
        device=options.device,
        small=options.small,
        deadline=time.monotonic() + 60 * options.minutes,
    )
    record["machine"] = _card("name") if bench.has_card else _processor()
    record["date"] = time.strftime("%Y-%m-%d")

    def keep(name):
        partial = options.out.with_suffix(".partial")
        partial.write_text(json.dumps(record, indent=1) + "\n")
        partial.replace(options.out)
        print(_line(name, record["parts"][name]), flush=True)

    asyncio.run(run_parts(bench, options.only, record, keep))
    print(table(record))
    states = {record["parts"][name]["state"] for name in options.only}
    if states == {"done"}:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if states == {"done"} else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("HSIVIEWER_HOME", home)
        sys.exit(main())
