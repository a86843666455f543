"""Which samples a training step sees."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

Batches = Callable[[int], Tensor]


def labelled_batches(
    targets: Tensor, size: int, generator: torch.Generator, *, balanced: bool
) -> Batches:
    """Return what gives the indices of a step, balanced or in the order of epochs.

    Either way an order of epochs is drawn first, so that what is drawn later does not
    depend on the choice.

    Parameters
    ----------
    targets : Tensor of int64
        Shape (N,).
    size : int
        Samples of a batch, at most.
    generator : torch.Generator
        On the CPU.
    """
    in_order = epoch_batches(len(targets), size, generator)
    return balanced_batches(targets, size, generator) if balanced else in_order


def epoch_batches(count: int, size: int, generator: torch.Generator) -> Batches:
    """Return what gives the indices of a step: all samples once in each epoch.

    The order of an epoch depends on its number alone, so that training can go on
    in the middle of one.
    """
    seed = int(torch.randint(2**62, (), generator=generator))
    steps = math.ceil(count / size)

    def chosen(step: int) -> Tensor:
        epoch, part = divmod(step, steps)
        own = torch.Generator().manual_seed(seed + epoch)
        order = torch.randperm(count, generator=own)
        return order[part * size : (part + 1) * size]

    return chosen


def balanced_batches(targets: Tensor, size: int, generator: torch.Generator) -> Batches:
    """Return what gives batches in which all classes are equally frequent.

    All shots at once if they fit and are balanced already, else draws with
    replacement: what the network then takes for granted is that all classes
    are equally frequent, however unequal the user's labels.

    Parameters
    ----------
    targets : Tensor of int64
        Shape (N,).
    size : int
        Samples of a batch, at most.
    generator : torch.Generator
        On the CPU.
    """
    counts = torch.bincount(targets)
    everything = torch.arange(len(targets), device=targets.device)
    if len(targets) <= size and int(counts.min()) == int(counts.max()):
        return lambda _step: everything
    weights = (1.0 / counts[targets].float()).cpu()
    count = min(size, max(len(targets), 2))

    def drawn(_step: int) -> Tensor:
        chosen = torch.multinomial(weights, count, True, generator=generator)
        return chosen.to(targets.device)

    return drawn
