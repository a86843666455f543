"""What lists tell of DiffCLIP."""

from hsiviewer.learning.registry import ENCODER_FIELDS, MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING, PRETRAINING

METHOD = MethodSpec(
    id="diffclip",
    title="DiffCLIP",
    summary="Learns from the unlabelled scene by denoising hidden patches, then "
    "matches the labelled ones with the classes' descriptions.",
    config="hsiviewer.learning.methods.diffclip.config:DiffClipConfig",
    entry="hsiviewer.learning.methods.diffclip.method",
    stages=(PRETRAINING, FINETUNING, PREDICTING),
    uses_text=True,
    uses_auxiliary=True,
    can_pretrain=True,
    batch_fields=("pretrain_batch", "batch"),
    encoder_fields=(*ENCODER_FIELDS, "layers", "heads", "share_encoder"),
    citation="Zhang et al. (2025), DiffCLIP, AAAI, arXiv:2412.07119",
)
