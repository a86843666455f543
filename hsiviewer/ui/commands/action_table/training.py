"""Learning."""

from hsiviewer.ui.commands.action_table.spec import ActionSpec

TRAIN_ACTIONS = (
    ActionSpec(
        "train.pretrain",
        "Pre-train",
        "Learn from the unlabelled scene first; later trainings start from there",
        "Train",
        "Ctrl+Shift+T",
        "pretrain",
    ),
    ActionSpec(
        "train.finetune",
        "Start",
        "Train on the labels and classify the whole scene in the background",
        "Train",
        "F5",
        "train",
    ),
    ActionSpec(
        "train.pause",
        "Pause or continue",
        "Let the running job wait, or go on",
        "Train",
        "Ctrl+F5",
        "paused",
        needs="training",
    ),
    ActionSpec(
        "train.apply_model",
        "Apply model...",
        "Classify the scene with a model that was saved earlier",
        "Train",
        "Ctrl+Shift+F5",
        "export-map",
        needs="scene",
    ),
    ActionSpec(
        "train.compare",
        "Compare runs...",
        "List all runs of the scene with what differs and how good their maps are",
        "Train",
        "Ctrl+Shift+R",
        "reference",
        needs="scene",
    ),
    ActionSpec(
        "train.compare_methods",
        "Compare methods",
        "Train several methods on the same labels and see which suits them",
        "Train",
        "Ctrl+F6",
        "reference",
        is_switch=True,
    ),
    ActionSpec(
        "train.cross_validate",
        "Cross-validate labels",
        "Hold labels out by blocks of the scene, to see how good the map is",
        "Train",
        needs="labels",
    ),
    ActionSpec(
        "train.cancel",
        "Cancel",
        "Stop the running job",
        "Train",
        "Shift+F5",
        "stop",
        needs="training",
    ),
)
