"""Reproducible randomness without touching the program's own."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


def derived_seed(seed: int, *purpose: int) -> int:
    """Return a seed for one purpose, unrelated to those of other purposes."""
    return int(np.random.SeedSequence([seed, *purpose]).generate_state(1)[0])


def make_generator(seed: int, *purpose: int) -> torch.Generator:
    """Return a generator on the CPU.

    Draws are moved to the device, so that every device sees the same ones.
    """
    return torch.Generator().manual_seed(derived_seed(seed, *purpose))


@contextmanager
def seeded(seed: int, *purpose: int) -> Iterator[None]:
    """Seed torch inside and restore its state afterwards.

    For what takes no generator: initialisation of layers, and dropout.
    """
    with torch.random.fork_rng():
        torch.manual_seed(derived_seed(seed, *purpose))
        yield


def forked(generator: torch.Generator) -> torch.Generator:
    """Return a generator with draws of its own, decided by one draw of another."""
    seed = int(torch.randint(2**62, (), generator=generator))
    return torch.Generator().manual_seed(seed)
