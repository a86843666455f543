"""The contrastive loss over the right class and a curated choice of wrong ones.

Equations 2 to 6 of arXiv 2509.22697, as quoted by others.
"""

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor


@torch.no_grad()
def curated_negatives(
    scores: Tensor,
    targets: Tensor,
    *,
    hard: int,
    random: int,
    generator: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Choose the wrong classes that enter the loss, for each sample by itself.

    Parameters
    ----------
    scores : Tensor
        Similarities s_ij, shape (N, K).
    targets : Tensor of int64
        Right classes, shape (N,).
    hard : int
        Wrong classes with the greatest scores; all where there are no more.
    random : int
        Drawn without replacement from the wrong classes that are left; all where
        there are no more.
    generator : torch.Generator
        On the CPU.

    Returns
    -------
    hard, random : Tensor of bool
        Shape (N, K).
    """
    count, classes = scores.shape
    right = F.one_hot(targets, classes).bool()
    hard = min(hard, classes - 1)
    random = min(random, classes - 1 - hard)
    order = scores.masked_fill(right, -torch.inf).argsort(dim=1, descending=True)
    nearest = _marked(order[:, :hard], classes)
    lots = torch.rand(count, classes, generator=generator).to(scores.device)
    lots = lots.masked_fill(right | nearest, -1.0)
    drawn = _marked(lots.argsort(dim=1, descending=True)[:, :random], classes)
    return nearest, drawn


def curated_loss(scores: Tensor, targets: Tensor, negatives: Tensor) -> Tensor:
    """Return the mean of -log(e^s+ / (e^s+ + sum of the negatives' e^s)).

    Parameters
    ----------
    scores : Tensor
        Shape (N, K).
    targets : Tensor of int64
        Shape (N,).
    negatives : Tensor of bool
        Wrong classes that count, shape (N, K).
    """
    right = F.one_hot(targets, scores.shape[1]).bool()
    counted = scores.masked_fill(~(negatives | right), -torch.inf)
    return F.cross_entropy(counted, targets)


def text_to_image_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Contrast the sentence of each sample with all images of the batch.

    The other direction of CLIP's loss, an option that the paper does not have:
    images of the same class are all right.

    Parameters
    ----------
    scores : Tensor
        Shape (N, K).
    targets : Tensor of int64
        Shape (N,).
    """
    share = F.log_softmax(scores, dim=0).T[targets]
    wanted = (targets[:, None] == targets[None, :]).to(scores.dtype)
    return -(share * wanted / wanted.sum(dim=1, keepdim=True)).sum(dim=1).mean()


def _marked(chosen: Tensor, classes: int) -> Tensor:
    marks = torch.zeros(len(chosen), classes, dtype=torch.bool, device=chosen.device)
    return marks.scatter(1, chosen, True)
