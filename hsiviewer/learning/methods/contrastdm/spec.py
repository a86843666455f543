"""What lists tell of ContrastDM."""

from hsiviewer.learning.registry import ENCODER_FIELDS, MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING, PRETRAINING

METHOD = MethodSpec(
    id="contrastdm",
    title="ContrastDM",
    summary="Learns from the unlabelled scene by telling patches apart, then draws "
    "more features of each class with a diffusion model (a reconstruction).",
    config="hsiviewer.learning.methods.contrastdm.config:ContrastDmConfig",
    entry="hsiviewer.learning.methods.contrastdm.method",
    stages=(PRETRAINING, FINETUNING, PREDICTING),
    uses_auxiliary=True,
    can_pretrain=True,
    batch_fields=("pretrain_batch", "diffusion_batch", "batch"),
    encoder_fields=(*ENCODER_FIELDS, "feature_map"),
    citation="Li et al. (2025), Combining Contrastive Learning and Diffusion Model "
    "for Hyperspectral Image Classification, IEEE GRSL, "
    "doi:10.1109/LGRS.2025.3601152",
)
