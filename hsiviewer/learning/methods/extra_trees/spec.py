"""What lists tell of the extremely randomised trees."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="extra-trees",
    title="Extra trees",
    summary="Trees with thresholds drawn at random, on all labels each; often ahead "
    "of a random forest where labels are few.",
    config="hsiviewer.learning.methods.extra_trees.config:ExtraTreesConfig",
    entry="hsiviewer.learning.methods.extra_trees.method",
    stages=(FINETUNING, PREDICTING),
    citation="Geurts, Ernst and Wehenkel (2006), doi:10.1007/s10994-006-6226-1",
)
