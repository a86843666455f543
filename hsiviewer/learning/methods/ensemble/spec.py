"""What lists tell of the ensemble."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="ensemble",
    title="Accurate",
    summary="Experts on single pixels and on their surroundings vote; held-out labels "
    "choose how much the surroundings count.",
    config="hsiviewer.learning.methods.ensemble.config:EnsembleConfig",
    entry="hsiviewer.learning.methods.ensemble.method",
    stages=(FINETUNING, PREDICTING),
    citation="Kang, Li and Benediktsson (2014), doi:10.1109/TGRS.2013.2275613",
)
