"""What lists tell of S3FN."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="s3fn",
    title="S3FN",
    summary="Learns spectral-spatial features with 3-D convolutions, then maps "
    "them to what a language model makes of the classes' descriptions.",
    config="hsiviewer.learning.methods.s3fn.config:S3fnConfig",
    entry="hsiviewer.learning.methods.s3fn.method",
    objects="hsiviewer.learning.methods.s3fn.objects",
    stages=(FINETUNING, PREDICTING),
    uses_text=True,
    batch_fields=("batch",),
    citation="Hassan et al. (2025), Label Semantics for Robust Hyperspectral Image "
    "Classification, IJCNN, arXiv:2510.07556",
)
