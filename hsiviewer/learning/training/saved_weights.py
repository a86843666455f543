"""What saved weights must be before anything is made of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from hsiviewer.learning.machine.exhaustion import is_exhaustion


@contextmanager
def told_of_weights(folder: Path) -> Iterator[None]:
    """Turn what does not fit in a saved model into a sentence.

    Raises
    ------
    ConfigurationError
        If the weights are not what the record says.
    """
    try:
        yield
    except HsiViewerError:
        raise
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        if is_exhaustion(error):
            raise
        first = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ConfigurationError(
            f"the weights in {folder} are not those of its record ({first}); train "
            "the model again"
        ) from error


def stored_shots(
    tensors: Mapping[str, Tensor], *, features: int, classes: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return the spectra that a model was fitted on, and their targets.

    Parameters
    ----------
    features : int
        Values of a spectrum.
    classes : int
        Classes of the record; each has a spectrum.

    Returns
    -------
    spectra : ndarray of float64, shape (n, features)
    targets : ndarray of int64, shape (n,)
        0..classes-1.

    Raises
    ------
    KeyError, ValueError
        If the tensors are others.
    """
    spectra, targets = tensors["spectra"], tensors["targets"]
    require_shape("targets", targets, (len(spectra),), dtype=torch.int64)
    require_shape("spectra", spectra, (len(spectra), features), dtype=torch.float64)
    found = torch.unique(targets)
    if not torch.equal(found, torch.arange(classes)):
        raise ValueError(f"the targets are not those of {classes} classes")
    return spectra.numpy(), targets.numpy()


def require_shape(
    name: str, tensor: Tensor, shape: tuple[int, ...], *, dtype: torch.dtype
) -> None:
    """Raise `ValueError` unless a tensor has a shape and a type of values."""
    if tuple(tensor.shape) != shape or tensor.dtype != dtype:
        raise ValueError(
            f"{name} has the shape {tuple(tensor.shape)} and {tensor.dtype}, not "
            f"{shape} and {dtype}"
        )


def require_same_tensors(
    expected: Mapping[str, Tensor], given: Mapping[str, Tensor]
) -> None:
    """Raise `ValueError` unless tensors have the names, shapes and types of others."""
    other = sorted(expected.keys() ^ given.keys())
    if other:
        raise ValueError(f"{other[0][:80]!r} is missing or too much")
    for name, tensor in expected.items():
        require_shape(name, given[name], tuple(tensor.shape), dtype=tensor.dtype)
