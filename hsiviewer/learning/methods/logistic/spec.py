"""What lists tell of the logistic regression."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="logistic",
    title="Logistic regression",
    summary="A linear model of the classes' probabilities; good with very few labels.",
    config="hsiviewer.learning.methods.logistic.config:LogisticConfig",
    entry="hsiviewer.learning.methods.logistic.method",
    stages=(FINETUNING, PREDICTING),
    citation="Krishnapuram et al. (2005), doi:10.1109/TPAMI.2005.127",
)
