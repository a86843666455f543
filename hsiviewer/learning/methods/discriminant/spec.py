"""What lists tell of the linear discriminant."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="discriminant",
    title="Linear discriminant",
    summary="Distances to class means, measured by the spread within classes; fast, "
    "and strong where classes are few.",
    config="hsiviewer.learning.methods.discriminant.config:DiscriminantConfig",
    entry="hsiviewer.learning.methods.discriminant.method",
    stages=(FINETUNING, PREDICTING),
    citation="Fisher (1936), doi:10.1111/j.1469-1809.1936.tb02137.x; Ledoit and Wolf "
    "(2004), doi:10.1016/S0047-259X(03)00096-4",
)
