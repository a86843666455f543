"""hsiviewer: from a hyperspectral cube and a few labels to a map you can trust.

The functions of this package do what the command line does: `open`, `read_labels`,
`read_library`, `classify`, `evaluate`, `pretrain`, `predict`, `suggest`, `search`,
`propose`, `analyse`, `prepare`, `measure`, `describe`, `methods`, `export` and
`sample`. Each is imported on first use, so importing the package takes no time.

Input that cannot be used raises `HsiViewerError` with a sentence that says what to do.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # type checkers know the name; importing typing takes longer

if TYPE_CHECKING:
    from hsiviewer.api.analysing import AnalysisResult, analyse
    from hsiviewer.api.describing import describe
    from hsiviewer.api.evaluating import Evaluation, EvaluationRun, evaluate
    from hsiviewer.api.exporting import export
    from hsiviewer.api.labels import Labels, read_labels
    from hsiviewer.api.libraries import read_library
    from hsiviewer.api.listing import Method, methods, sample
    from hsiviewer.api.maps import Accuracy, ClassMap
    from hsiviewer.api.measuring import Region, measure
    from hsiviewer.api.opening import open  # noqa: A004 - hsiviewer.open
    from hsiviewer.api.predicting import predict
    from hsiviewer.api.preparing import prepare
    from hsiviewer.api.scenes import Scene
    from hsiviewer.api.searching import Search, propose, search
    from hsiviewer.api.suggesting import suggest
    from hsiviewer.api.training import classify, pretrain
    from hsiviewer.core.classes import ClassScheme, LandCoverClass
    from hsiviewer.core.errors import HsiViewerError
    from hsiviewer.io.spectral_library import SpectralLibrary
    from hsiviewer.learning.configuration import Parameter
    from hsiviewer.learning.suggestions.records import Suggestion
    from hsiviewer.workflows.describing.proposals import Proposal

__all__ = [
    "Accuracy",
    "AnalysisResult",
    "ClassMap",
    "ClassScheme",
    "Evaluation",
    "EvaluationRun",
    "HsiViewerError",
    "Labels",
    "LandCoverClass",
    "Method",
    "Parameter",
    "Proposal",
    "Region",
    "Scene",
    "Search",
    "SpectralLibrary",
    "Suggestion",
    "__version__",
    "analyse",
    "classify",
    "describe",
    "evaluate",
    "export",
    "measure",
    "methods",
    "open",
    "predict",
    "prepare",
    "pretrain",
    "propose",
    "read_labels",
    "read_library",
    "sample",
    "search",
    "suggest",
]

_MODULES = {
    "hsiviewer.api.analysing": ("AnalysisResult", "analyse"),
    "hsiviewer.api.describing": ("describe",),
    "hsiviewer.api.evaluating": ("Evaluation", "EvaluationRun", "evaluate"),
    "hsiviewer.api.exporting": ("export",),
    "hsiviewer.api.labels": ("Labels", "read_labels"),
    "hsiviewer.api.libraries": ("read_library",),
    "hsiviewer.api.listing": ("Method", "methods", "sample"),
    "hsiviewer.api.maps": ("Accuracy", "ClassMap"),
    "hsiviewer.api.measuring": ("Region", "measure"),
    "hsiviewer.api.opening": ("open",),
    "hsiviewer.api.predicting": ("predict",),
    "hsiviewer.api.preparing": ("prepare",),
    "hsiviewer.api.scenes": ("Scene",),
    "hsiviewer.api.searching": ("Search", "propose", "search"),
    "hsiviewer.api.suggesting": ("suggest",),
    "hsiviewer.api.training": ("classify", "pretrain"),
    "hsiviewer.core.classes": ("ClassScheme", "LandCoverClass"),
    "hsiviewer.core.errors": ("HsiViewerError",),
    "hsiviewer.io.spectral_library": ("SpectralLibrary",),
    "hsiviewer.learning.configuration": ("Parameter",),
    "hsiviewer.learning.suggestions.records": ("Suggestion",),
    "hsiviewer.workflows.describing.proposals": ("Proposal",),
}


if not TYPE_CHECKING:  # type checkers would accept any name because of it

    def __getattr__(name: str) -> object:
        for module, names in _MODULES.items():
            if name in names:
                import importlib

                attribute: object = getattr(importlib.import_module(module), name)
                globals()[name] = attribute
                return attribute
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
