"""What lists tell of curated-prompt alignment."""

from hsiviewer.learning.registry import MethodSpec
from hsiviewer.learning.stage_names import FINETUNING, PREDICTING

METHOD = MethodSpec(
    id="curated-prompts",
    title="Curated prompts",
    summary="Aligns labelled patches with the classes' descriptions in a frozen "
    "text embedder, against the wrong classes that are nearest and some others.",
    config="hsiviewer.learning.methods.curated_prompts.config:CuratedPromptsConfig",
    entry="hsiviewer.learning.methods.curated_prompts.method",
    stages=(FINETUNING, PREDICTING),
    uses_text=True,
    uses_auxiliary=True,
    batch_fields=("batch",),
    citation="Chatterjee and Ghosh (2025), Learning Hyperspectral Images with "
    "Curated Text Prompts, ICCV workshops, arXiv:2509.22697",
)
