"""Drawing features of the classes, and telling how good they are."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from hsiviewer.learning.methods.contrastdm.config import ContrastDmConfig
from hsiviewer.learning.methods.contrastdm.denoiser import FeatureDenoiser
from hsiviewer.learning.modules.ddim import draw_ddim

_AT_ONCE = 4096
_NEAREST_AT_ONCE = 512
_MOST_COMPARED = 2000
_MOST_DROPPED = 0.5
_STRONGER = (1.0, 2.0, 4.0)  # times the guidance, until few draws are strays


@dataclass(frozen=True, eq=False)
class SyntheticFeatures:
    """Features drawn from the diffusion model.

    Parameters
    ----------
    features : Tensor
        Shape (M, D), within -1..1.
    targets : Tensor of int64
        Shape (M,).
    dropped : float
        Share of the draws that were left out, 0..1.
    guidance : float
        With which they were drawn.
    """

    features: Tensor
    targets: Tensor
    dropped: float
    guidance: float


def wanted_targets(targets: Tensor, config: ContrastDmConfig, classes: int) -> Tensor:
    """Return the class of each feature to draw, in order of class.

    ``even``: `synthetic` for each class; ``balance``: as many as each lacks to the
    class with most labels.
    """
    counts = torch.bincount(targets, minlength=classes)
    if config.amounts == "balance":
        amounts = counts.max() - counts
    else:
        amounts = torch.full_like(counts, config.synthetic)
    return torch.arange(classes, device=targets.device).repeat_interleave(amounts)


def draw_features(
    denoiser: FeatureDenoiser,
    shots: Tensor,
    targets: Tensor,
    config: ContrastDmConfig,
    generator: torch.Generator,
) -> SyntheticFeatures:
    """Draw features of every class and leave out those that stray.

    A draw strays if the nearest shot (by the cosine) is of another class. If more
    than half do, they are drawn again with stronger guidance; if that does not
    help, there are none.

    Parameters
    ----------
    shots : Tensor
        Scaled features of the labels, shape (N, D).
    targets : Tensor of int64
        Their classes, shape (N,).
    generator : torch.Generator
        On the CPU.
    """
    wanted = wanted_targets(targets, config, denoiser.no_class)
    start = torch.randn(len(wanted), shots.shape[1], generator=generator)
    start = start.to(shots.device)
    dropped = 0.0
    for factor in _STRONGER:
        guidance = config.guidance * factor
        drawn = _drawn(denoiser, start, wanted, guidance, config)
        near = nearest_targets(drawn, shots, targets)
        kept = near == wanted
        dropped = 1 - kept.float().mean().item() if len(wanted) else 0.0
        if not config.filter:
            return SyntheticFeatures(drawn, wanted, 0.0, guidance)
        if dropped <= _MOST_DROPPED:
            return SyntheticFeatures(drawn[kept], wanted[kept], dropped, guidance)
    return SyntheticFeatures(drawn[:0], wanted[:0], dropped, guidance)


def nearest_targets(features: Tensor, shots: Tensor, targets: Tensor) -> Tensor:
    """Return the class of the shot at the smallest angle to each feature."""
    known = F.normalize(shots, dim=1).T
    parts = [
        targets[(F.normalize(part, dim=1) @ known).argmax(dim=1)]
        for part in torch.split(features, _NEAREST_AT_ONCE)
        if len(part)
    ]
    return torch.cat(parts) if parts else targets[:0]


def scatter_ratio(features: Tensor, targets: Tensor) -> float:
    """Return within-class over between-class scatter: small for compact classes."""
    centre = features.mean(dim=0)
    within, between = 0.0, 0.0
    for target in targets.bincount().nonzero():
        members = features[targets == target]
        mean = members.mean(dim=0)
        within += (members - mean).square().sum().item() / len(features)
        between += len(members) * (mean - centre).square().sum().item() / len(features)
    return within / max(between, 1e-12)


def novelty(drawn: SyntheticFeatures, shots: Tensor, targets: Tensor) -> float | None:
    """Return how far draws are from the nearest shot, in distances between shots.

    The median over draws, divided by the median distance of two shots of a class;
    near zero where the model has only learned the shots by heart. None where no
    class has two shots, or nothing was drawn.
    """
    # Labels painted over whole fields are compared by some of them.
    stride = max(1, -(-len(shots) // _MOST_COMPARED))
    shots, targets = shots[::stride], targets[::stride]
    apart = [
        torch.pdist(shots[targets == target])
        for target in targets.bincount().nonzero()
        if int((targets == target).sum()) > 1
    ]
    if not apart or not len(drawn.features):
        return None
    unit = torch.cat(apart).median().item()
    near = torch.cdist(drawn.features, shots).min(dim=1).values.median().item()
    return near / max(unit, 1e-12)


def _drawn(
    denoiser: FeatureDenoiser,
    start: Tensor,
    wanted: Tensor,
    guidance: float,
    config: ContrastDmConfig,
) -> Tensor:
    parts = [start[:0]]
    for first in range(0, len(start), _AT_ONCE):
        kind = wanted[first : first + _AT_ONCE]

        def noise_in(noised: Tensor, step: Tensor, kind: Tensor = kind) -> Tensor:
            return denoiser.guided(noised, step, kind, guidance)

        parts.append(
            draw_ddim(
                noise_in,
                denoiser.schedule,
                start[first : first + _AT_ONCE],
                steps=config.sampling_steps,
                limit=1.0,
            )
        )
    return torch.cat(parts)
