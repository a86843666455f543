"""What is known about the map, and what is made of it."""

from hsiviewer.ui.commands.action_table.spec import ActionSpec

RESULT_ACTIONS = (
    ActionSpec(
        "result.margin",
        "Margin",
        "Show how far the most probable class is ahead of the second",
        "Map",
        needs="probabilities",
        is_switch=True,
    ),
    ActionSpec(
        "result.entropy",
        "Entropy",
        "Show how evenly the classes share the probability: 0 is certain, 1 is open",
        "Map",
        needs="probabilities",
        is_switch=True,
    ),
    ActionSpec(
        "result.class_probability",
        "Probability of the chosen class",
        "Show how probable the class is that is chosen in the table of classes",
        "Map",
        needs="probabilities",
        is_switch=True,
    ),
    ActionSpec(
        "result.unlike",
        "Unlike anything labelled",
        "Show where spectra are unlike all labels, and the map says little",
        "Map",
        needs="labels",
        is_switch=True,
    ),
    ActionSpec(
        "result.errors",
        "Errors",
        "Show where the map agrees with the reference, and where it does not",
        "Map",
        needs="accuracy",
        is_switch=True,
    ),
    ActionSpec(
        "result.reference",
        "Reference",
        "Show the reference map in the colours of the classes",
        "Map",
        needs="reference",
        is_switch=True,
    ),
    ActionSpec(
        "result.refine",
        "Refine map...",
        "Smooth the map, leave doubtful pixels out, remove small areas; with a preview",
        "Map",
        needs="result",
    ),
    ActionSpec(
        "result.visit",
        "Pixels to visit...",
        "Draw pixels of each class at random, to be visited and loaded as reference",
        "Map",
        needs="result",
    ),
)
