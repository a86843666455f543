"""How frequent classes are in a scene, estimated without labels."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]


def estimate_priors(
    probabilities: FloatArray, *, iterations: int = 5, floor: float = 0.1
) -> npt.NDArray[np.float64]:
    """Estimate class frequencies from predictions on unlabelled pixels.

    Labels are usually equally many per class, scenes are not. Expectation
    maximisation over the predictions of a classifier that takes classes for
    equally frequent finds the frequencies that explain them best. It is stopped
    early and mixed with equal frequencies: run to its end on the predictions of a
    network that is too sure of itself, it takes classes off the map altogether.

    Parameters
    ----------
    probabilities : ndarray, shape (n, K)
        Posterior probabilities under equal priors; rows sum to 1.
    iterations : int
        Rounds of expectation maximisation.
    floor : float
        Share of equal frequencies in the result, 0..1.

    Returns
    -------
    ndarray of float64, shape (K,)
        Frequencies; they sum to 1.

    References
    ----------
    Saerens, Latinne, Decaestecker (2002), doi:10.1162/089976602753284446.
    """
    given = np.asarray(probabilities, np.float64)
    equal = np.full(given.shape[1], 1 / given.shape[1])
    priors = equal
    for _ in range(iterations):
        adapted = given * priors
        adapted /= adapted.sum(axis=1, keepdims=True)
        priors = adapted.mean(axis=0)
    return (1 - floor) * priors + floor * equal
