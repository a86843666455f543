"""What a script says about a training, checked before any work starts."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.api.listing import Method
from hsiviewer.api.targets import file_of
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.options import DEVICES, LARGEST_SEED
from hsiviewer.learning.configuration import make_config
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.text.folder import MINILM, SCRATCH
from hsiviewer.workflows.session.class_texts import provide_model

MethodLike = str | Method
MethodsLike = MethodLike | Sequence[MethodLike]
Sweep = tuple[str, Sequence[Any]] | Mapping[str, Sequence[Any]]


def training_recipe(
    method: MethodLike,
    *,
    preset: str,
    device: str,
    text_encoder: str | os.PathLike[str] | None,
    allow_download: bool,
    parameters: dict[str, Any],
    seed: int = 0,
) -> Recipe:
    """Return how to train, as the command line says it.

    Raises
    ------
    ConfigurationError
        If there is no such method, preset, parameter or device, or a value cannot be
        used.
    TextEncoderError
        If the text encoder is not here and may not be downloaded.
    """
    check_device(device)
    if not isinstance(preset, str):
        raise ConfigurationError(
            f"a preset is a name such as 'quick', not {preset!r}; hsiviewer.methods "
            "lists them"
        )
    chosen = method_id(method)
    plain = {name: _plain(value) for name, value in parameters.items()}
    config = make_config(chosen, preset, plain)
    recipe = Recipe(
        chosen,
        preset=preset,
        # As the method will see them: workers are told values that JSON can hold.
        overrides={name: getattr(config, name) for name in plain},
        device=device,
        text_encoder=_encoder_reference(text_encoder),
        seed=whole_seed(seed),
    )
    provide_model(
        recipe.text_encoder,
        may_download=allow_download,
        tell=lambda _size: None,
        consent="allow_download=True",
    )
    return recipe


def method_id(method: MethodLike) -> str:
    """Return the id of a method.

    Raises
    ------
    ConfigurationError
        If it is neither an id nor one of `hsiviewer.methods`.
    """
    if isinstance(method, Method):
        return method.id
    if not isinstance(method, str):
        raise ConfigurationError(
            f"a method is an id such as 'svm', or one of hsiviewer.methods(), not "
            f"{str(method)[:80]!r}"
        )
    return method


def method_ids(methods: MethodsLike) -> tuple[str, ...]:
    """Return the ids of one or several methods; errors as `method_id`."""
    if isinstance(methods, Iterable) and not isinstance(methods, str):
        return tuple(method_id(method) for method in methods)
    return (method_id(methods),)


def swept(sweep: Sweep | None) -> tuple[str, tuple[str, ...]] | None:
    """Return a parameter and its values, as the command line says them.

    Raises
    ------
    ConfigurationError
        If `sweep` is something else.
    """
    if sweep is None:
        return None
    pairs = tuple(sweep.items()) if isinstance(sweep, Mapping) else (sweep,)
    try:
        ((name, values),) = pairs
        texts = () if isinstance(values, str) else tuple(str(value) for value in values)
    except (TypeError, ValueError):
        name, texts = "", ()
    if not isinstance(name, str) or not texts:
        raise ConfigurationError(
            "sweep is a parameter with a list of values, such as ('steps', [30, 60]), "
            f"not {str(sweep)[:80]}"
        )
    return name, texts


def check_device(device: str) -> None:
    """Check the name of a device.

    Raises
    ------
    ConfigurationError
        If there is no such device.
    """
    if device not in DEVICES:
        raise ConfigurationError(
            f"there is no device {device!r}; choose one of {', '.join(DEVICES)}"
        )


def whole_seed(seed: Any) -> int:
    """Return a seed as one of Python's whole numbers.

    Raises
    ------
    ConfigurationError
        If it is none, or the random generators do not take it.
    """
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed <= LARGEST_SEED:
        raise ConfigurationError(
            f"a seed is a whole number from 0 to {LARGEST_SEED}, not {seed!r}"
        )
    return int(seed)


def whole_seeds(seeds: Sequence[int]) -> tuple[int, ...]:
    """Return the seeds of an evaluation; errors as `whole_seed`."""
    try:
        listed = tuple(seeds)
    except TypeError as error:
        raise ConfigurationError(
            f"seeds is a list of whole numbers such as range(5), not {seeds!r}"
        ) from error
    return tuple(whole_seed(seed) for seed in listed)


def shot_counts(shots: float | Sequence[float]) -> tuple[float, ...]:
    """Return labels per class, whole numbers or shares below 1.

    Raises
    ------
    ConfigurationError
        If one of them is neither.
    """
    try:
        numbers = np.atleast_1d(np.asarray(shots, np.float64))
    except (TypeError, ValueError) as error:
        raise _no_shots(shots) from error
    counts = tuple(
        int(number) if float(number).is_integer() else float(number)
        for number in numbers.ravel()
    )
    if not all(isinstance(count, int) or 0 < count < 1 for count in counts):
        raise _no_shots(shots)
    if not all(count > 0 for count in counts):
        raise ConfigurationError(
            "0 labels teach nothing; give 1 or more per class, or a share such as 0.1"
        )
    return counts


def _no_shots(shots: Any) -> ConfigurationError:
    return ConfigurationError(
        f"shots cannot be {shots!r}; give whole numbers of labels per class, or shares "
        "such as 0.1"
    )


def _encoder_reference(encoder: Any) -> str:
    """Return a text encoder; a folder by its absolute path, as models remember it."""
    if encoder is None:
        return ""
    if not isinstance(encoder, (str, os.PathLike)):
        raise ConfigurationError(
            f"text_encoder is 'minilm', 'scratch', the name of a model or a folder, "
            f"not {str(encoder)[:80]!r}"
        )
    named = os.fspath(encoder)
    is_folder = named not in ("", MINILM, SCRATCH) and Path(named).is_dir()
    return file_of(named) if is_folder else named


def _plain(value: Any) -> Any:
    """Return a numpy number as one of Python's: records are written as JSON."""
    return value.item() if isinstance(value, np.generic) else value
