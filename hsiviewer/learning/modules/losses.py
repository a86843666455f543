"""Objectives as pure functions."""

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor


def masked_mse(
    predicted: Tensor, clean: Tensor, visible: Tensor, *, masked_weight: float
) -> Tensor:
    """Mean squared error over visible plus weighted error over masked tokens.

    Both means run over the whole batch before dividing (DiffCLIP's code).

    Parameters
    ----------
    predicted, clean : Tensor
        Shape (N, T, C).
    visible : Tensor of bool
        Shape (N, T).
    masked_weight : float
        Weight of the masked part; the visible part has weight 1.
    """
    error = (predicted - clean).square().mean(dim=2)
    shown = visible.to(error.dtype)
    hidden = 1 - shown
    denoised = (error * shown).sum() / shown.sum().clamp(min=1)
    recovered = (error * hidden).sum() / hidden.sum().clamp(min=1)
    return denoised + masked_weight * recovered


def symmetric_infonce(
    images: Tensor,
    texts: Tensor,
    targets: Tensor,
    *,
    scale: Tensor,
    positives: str = "multi",
) -> Tensor:
    """Contrast images with the sentences of the batch, both ways.

    Parameters
    ----------
    images, texts : Tensor
        Shape (N, D), unit norm; ``texts[i]`` names the class of ``images[i]``.
    targets : Tensor of int64
        Shape (N,): classes.
    scale : Tensor
        Inverse temperature.
    positives : str
        ``"diagonal"``: sample i pairs with sentence i only, as in CLIP;
        ``"multi"``: with the sentences of all samples of its class. Both are
        the same, in value and gradient, where sentences depend on the class
        only.

    Returns
    -------
    Tensor
        Mean of both directions. Its floor is not zero: a row whose class has n
        members in the batch cannot fall below log n.
    """
    logits = scale * images @ texts.T
    if positives == "diagonal":
        wanted = torch.eye(len(targets), device=logits.device, dtype=logits.dtype)
    else:
        wanted = (targets[:, None] == targets[None, :]).to(logits.dtype)
        wanted = wanted / wanted.sum(dim=1, keepdim=True)
    to_text = -(wanted * F.log_softmax(logits, dim=1)).sum(dim=1).mean()
    to_image = -(wanted * F.log_softmax(logits.T, dim=1)).sum(dim=1).mean()
    return 0.5 * (to_text + to_image)


def queue_infonce(
    queries: Tensor, keys: Tensor, queue: Tensor, *, temperature: float
) -> tuple[Tensor, float]:
    r"""Tell the own key apart from those in a queue.

    :math:`-\log\frac{e^{q\cdot k^+/\tau}}{e^{q\cdot k^+/\tau}+\sum_n e^{q\cdot
    k_n/\tau}}`, the mean over queries; van den Oord et al. (2018), arXiv:1807.03748.

    Parameters
    ----------
    queries, keys : Tensor
        Shape (N, D), unit norm; ``keys[i]`` is the positive of ``queries[i]``.
    queue : Tensor
        Negatives, shape (M, D), unit norm.
    temperature : float
        Of the cosine.

    Returns
    -------
    loss : Tensor
        Scalar.
    found : float
        Share of queries that are nearer to their key than to any in the queue.
    """
    own = (queries * keys).sum(dim=1, keepdim=True)
    logits = torch.cat([own, queries @ queue.T], dim=1) / temperature
    wanted = torch.zeros(len(logits), dtype=torch.int64, device=logits.device)
    found = (logits.argmax(dim=1) == 0).float().mean().item()
    return F.cross_entropy(logits, wanted), found
