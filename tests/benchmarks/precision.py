"""Training and prediction in full precision against what graphics cards do faster.

Used by `tests.benchmarks.card`. `tf32` multiplies matrices in 19 bits on cards that
can, `bfloat16` is autocast of torch; on a processor `tf32` changes nothing.
"""

import contextlib
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from hsiviewer.evaluation.metrics import assess
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.machine.devices import choose_device
from hsiviewer.learning.running.applying import predict
from hsiviewer.learning.running.run import classify
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

# What looks at scores with numpy, which knows no half precision, is left out.
_PLAIN = {"calibration_folds": 0, "prior_adaptation": False}


@contextlib.contextmanager
def _matmul(precision):
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision(precision)
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)


def _modes(device):
    return {
        "full": lambda: _matmul("highest"),
        "tf32": lambda: _matmul("high"),
        "bfloat16": lambda: torch.autocast(device.type, torch.bfloat16),
    }


def compare(inputs, test, recipe, progress):
    """Return the figures of each precision.

    Parameters
    ----------
    inputs : LearningInputs
    test : ndarray of uint16, shape (rows, cols)
        Class ids to test on, 0 elsewhere.
    recipe : Recipe
    progress : Progress
        Asked whether to go on.

    Returns
    -------
    dict
        For each precision what a training in it reaches (`accuracy`, `training_s`), and
        what it makes of the model that full precision has trained: `predicting_s`, and
        `same`, the share of pixels with the same class. A precision that the method
        cannot do says why in `failed`.
    """
    recipe = recipe.changed(_PLAIN)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model"
        request = LearningRequest(
            cube=inputs.cube,
            labels=inputs.labels,
            scheme=inputs.scheme.restricted(np.unique(inputs.labels).tolist()),
            recipe=recipe,
            save_model=model,
        )
        # Not measured: the first training also starts the card.
        classify(request, progress)
        full_map = _applied(request, model, progress)[0]
        for name, mode in _modes(choose_device(recipe.device)).items():
            try:
                with mode():
                    class_map, seconds = _applied(request, model, progress)
                    again = replace(request, save_model=None)
                    trained = classify(again, progress)
            except (RuntimeError, TypeError) as error:
                found[name] = {"failed": str(error).splitlines()[0]}
                continue
            accuracy = assess(test, trained.class_map).overall_accuracy
            found[name] = {
                "training_s": trained.provenance["seconds"][FINETUNING],
                "predicting_s": seconds,
                "same": round(float((class_map == full_map).mean()), 5),
                "accuracy": round(accuracy, 4),
            }
    return found


def _applied(request, model, progress):
    """Return the map of a saved model, and the seconds of its prediction."""
    applied = replace(
        request,
        labels=np.zeros((0, 0), np.uint16),
        save_model=None,
        model=model,
    )
    result = predict(applied, progress)
    return np.array(result.class_map), result.provenance["seconds"][PREDICTING]
