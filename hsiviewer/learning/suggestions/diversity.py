"""Pixels that differ from each other: one medoid of each cluster of their features.

Clusters among the most doubtful samples: Xu, Yu, Tresp, Xu and Wang (2003),
doi:10.1007/3-540-36618-0_28.
"""

import warnings

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

IntArray = npt.NDArray[np.intp]

_STARTS = 3


def medoids(
    features: npt.NDArray[np.floating],
    positions: IntArray,
    count: int,
    *,
    seed: int,
    min_distance: float = 0.0,
) -> IntArray:
    """Choose samples that differ from each other.

    Parameters
    ----------
    features : ndarray, shape (n, d)
        Of the samples; where the choice is free, earlier ones are preferred.
    positions : ndarray of int, shape (n, 2)
        Row and column of each.
    count : int
        How many.
    seed : int
        Of the clusters' starts, 0 to 4294967295.
    min_distance : float
        Pixels between two of the chosen, at least.

    Returns
    -------
    ndarray of int
        Indices: first one of each cluster, the largest cluster first. Fewer than
        `count` if there are not as many samples so far apart.
    """
    order = _preferred(features, count, seed)
    chosen: list[int] = []
    for index in order:
        away = np.linalg.norm(positions[chosen] - positions[index], axis=1)
        if (away >= min_distance).all():
            chosen.append(index)
        if len(chosen) == count:
            break
    return np.array(chosen, np.intp)


def _preferred(features: npt.NDArray[np.floating], count: int, seed: int) -> list[int]:
    """Return all samples: medoids first, then the next of each cluster, and so on."""
    if len(features) <= count:
        return list(range(len(features)))
    clusters = KMeans(count, n_init=_STARTS, random_state=seed)
    with warnings.catch_warnings():
        # Samples that are alike make fewer clusters, which serve as well.
        warnings.simplefilter("ignore", ConvergenceWarning)
        cluster_of = clusters.fit_predict(features)
    centres = clusters.cluster_centers_[cluster_of]
    distance = np.linalg.norm(features - centres, axis=1)
    sizes = np.bincount(cluster_of, minlength=count)
    inward = np.lexsort((distance, cluster_of))
    starts = np.cumsum(sizes) - sizes
    rank = np.empty(len(features), np.intp)
    rank[inward] = np.arange(len(features)) - starts[cluster_of[inward]]
    order: list[int] = np.lexsort((cluster_of, -sizes[cluster_of], rank)).tolist()
    return order
