"""The linear discriminant of classes that share their spread, which is regularised.

Fisher (1936), doi:10.1111/j.1469-1809.1936.tb02137.x, with the shrinkage of Ledoit and
Wolf (2004), doi:10.1016/S0047-259X(03)00096-4. Their formula is applied to the spread
within classes that all classes share: two labels of a class say nothing on their own.
"""

import numpy as np
import numpy.typing as npt
from sklearn.covariance import ledoit_wolf

from hsiviewer.learning.prediction.pixel_scores import Score, Spectra

# Of the mean variance of the features: classes whose labels are all alike.
_LEAST_VARIANCE = 1e-9


def fit_discriminant(
    values: Spectra,
    targets: npt.NDArray[np.intp],
    *,
    shrinkage: float = 0.0,
    is_standardised: bool = False,
) -> Score:
    """Return the discriminant of classes that are equally likely beforehand.

    A class's score is the logarithm of its normal density, but for what all classes
    share. Where each class has a single label, the nearest one counts.

    Parameters
    ----------
    values : ndarray of float64, shape (n, features)
        Features of the shots.
    targets : ndarray of int, shape (n,)
        0..K-1; each class has one at least.
    shrinkage : float
        Share of the covariance that a multiple of the identity replaces; 0 for what
        Ledoit and Wolf compute.
    is_standardised : bool
        Whether the covariance is shrunken towards the variances of the features
        instead of their mean.
    """
    weights, offsets = fit_linear_discriminant(
        values, targets, shrinkage=shrinkage, is_standardised=is_standardised
    )
    return lambda features: features @ weights + offsets


def fit_linear_discriminant(
    values: Spectra,
    targets: npt.NDArray[np.intp],
    *,
    shrinkage: float = 0.0,
    is_standardised: bool = False,
) -> tuple[Spectra, Spectra]:
    """Return weights (features, K) and offsets (K,) of `fit_discriminant`."""
    classes = int(targets.max()) + 1
    means = np.stack([values[targets == k].mean(axis=0) for k in range(classes)])
    residuals = values - means[targets]
    scale = residuals.std(axis=0) if is_standardised else np.ones(values.shape[1])
    scale[scale <= 0] = 1.0
    covariance = _within(residuals / scale, classes, shrinkage)
    covariance = covariance * np.outer(scale, scale)
    weights = np.linalg.solve(covariance, means.T)
    offsets = -0.5 * (means.T * weights).sum(axis=0)
    return weights, offsets


def _within(residuals: Spectra, classes: int, shrinkage: float) -> Spectra:
    """Return the regularised covariance within classes, shape (features, features).

    Parameters
    ----------
    residuals : ndarray of float64, shape (n, features)
        Features of the shots, less the mean of their class.
    """
    count, features = residuals.shape
    identity: Spectra = np.eye(features)
    if count <= classes:
        return identity
    if shrinkage:
        covariance = residuals.T @ residuals / count
        variance = np.trace(covariance) / features
        covariance = (1 - shrinkage) * covariance + shrinkage * variance * identity
    else:
        covariance, _ = ledoit_wolf(residuals, assume_centered=True)
        variance = np.trace(covariance) / features
    if not variance > 0:
        return identity
    # Means take a degree of freedom each.
    covariance = covariance * count / (count - classes)
    regular: Spectra = covariance + _LEAST_VARIANCE * variance * identity
    return regular
