"""What lists tell of the random forest."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="random-forest",
    title="Random forest",
    summary="Trees on standardised spectra; works without choosing anything.",
    config="hsiviewer.learning.methods.random_forest.config:RandomForestConfig",
    entry="hsiviewer.learning.methods.random_forest.method",
    stages=(FINETUNING, PREDICTING),
    citation="Breiman (2001), doi:10.1023/A:1010933404324",
)
