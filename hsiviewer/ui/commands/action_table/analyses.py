"""Analyses that need no training."""

from hsiviewer.ui.commands.action_table.spec import ActionSpec

ANALYSE_ACTIONS = (
    ActionSpec(
        "analyse.open",
        "Analyse scene",
        "Find materials, compute indices, unmix or group pixels; nothing is trained",
        "Analyse",
        "Ctrl+Shift+A",
        "wand",
        is_switch=True,
    ),
    ActionSpec(
        "analyse.find",
        "Find a material...",
        "Find pixels like the selected one, a class or a spectrum of a library",
        "Analyse",
        needs="scene",
    ),
    ActionSpec(
        "analyse.anomalies",
        "Find anomalies...",
        "Find pixels that differ from the rest of the scene",
        "Analyse",
        needs="scene",
    ),
    ActionSpec(
        "analyse.compute",
        "Compute a formula or an index...",
        "Compute a formula of bands, or a published index such as NDVI",
        "Analyse",
        "Ctrl+Shift+F",
        needs="scene",
    ),
    ActionSpec(
        "analyse.match",
        "Match the scene with a library...",
        "Name each pixel by the spectrum of a library that fits best",
        "Analyse",
        needs="scene",
    ),
    ActionSpec(
        "analyse.unmix",
        "Unmix...",
        "Find pure materials, and how much of each is in every pixel",
        "Analyse",
        needs="scene",
    ),
    ActionSpec(
        "analyse.group",
        "Group similar pixels...",
        "Make a map of clusters of similar spectra",
        "Analyse",
        needs="scene",
    ),
    ActionSpec(
        "analyse.reduce",
        "Reduce bands to components...",
        "Compute principal components, noise fractions or independent components",
        "Analyse",
        needs="scene",
    ),
)
