"""What lists tell of the spectral angle mapper."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="spectral-angle",
    title="Spectral angle",
    summary="Gives each pixel the class whose mean spectrum is at the smallest "
    "angle; brightness does not matter.",
    config="hsiviewer.learning.methods.spectral_angle.config:SpectralAngleConfig",
    entry="hsiviewer.learning.methods.spectral_angle.method",
    stages=(FINETUNING, PREDICTING),
    citation="Kruse et al. (1993), doi:10.1016/0034-4257(93)90013-N",
)
