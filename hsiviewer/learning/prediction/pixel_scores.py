"""What methods that see one spectrum at a time are made of; light to import."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Spectra = npt.NDArray[np.float64]  # of shape (n, bands) or (n, features)
Score = Callable[[Spectra], npt.NDArray[np.floating]]  # one per class, (n, K)
