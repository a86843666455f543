"""The number of materials in a scene, from its second moments."""

import numpy as np
import numpy.typing as npt
from scipy import linalg

from hsiviewer.analysis.streaming import Statistics

FloatArray = npt.NDArray[np.float64]


def signal_dimension(statistics: Statistics) -> int:
    """Return the dimension of the signal by HySime.

    Bioucas-Dias and Nascimento (2008), doi 10.1109/TGRS.2008.918089: the noise of a
    band is what the other bands do not predict, and a direction counts where the
    signal has more power than twice the noise. All of it follows from the correlation
    of the bands, so that the scene is read once.

    Returns
    -------
    int
        At least 1.
    """
    correlation = statistics.correlation
    bands = len(correlation)
    ridge = 1e-10 * float(np.trace(correlation)) / bands
    inverse = linalg.inv(correlation + ridge * np.eye(bands))
    # Row i of A takes off band i what the others predict of it: the noise is A x.
    noise_of = inverse / np.diag(inverse)[:, None]
    noise = np.diag(1.0 / np.diag(inverse))
    signal_of = np.eye(bands) - noise_of
    signal = signal_of @ correlation @ signal_of.T
    _, directions = linalg.eigh((signal + signal.T) / 2)
    power = np.einsum("bk,bc,ck->k", directions, correlation, directions)
    noise_power = np.einsum("bk,bc,ck->k", directions, noise, directions)
    return max(1, int(np.count_nonzero(2 * noise_power < power)))
