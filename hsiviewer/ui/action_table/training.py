"""Learning."""

from hsiviewer.ui.action_table.spec import ActionSpec

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
        "train.cancel",
        "Cancel",
        "Stop the running job",
        "Train",
        "Shift+F5",
        "stop",
        needs="training",
    ),
)
