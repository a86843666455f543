"""The analyses that need no training: what they are called, need and can be told.

An analysis is one function and one entry of the table below. The table imports none of
them, so that it can be listed at no cost.
"""

import importlib
from dataclasses import dataclass

from hsiviewer.analysis.operation import Fit, Number
from hsiviewer.core.errors import ConfigurationError


@dataclass(frozen=True)
class AnalysisParameter:
    """A number that an analysis can be told.

    Parameters
    ----------
    name : str
        As on the command line.
    default : int or float
        Its type is that of the parameter.
    least, most : float
        Bounds, included.
    purpose : str
        What it does.
    is_odd : bool
        Whether only odd numbers make sense.
    """

    name: str
    default: Number
    least: float
    most: float
    purpose: str
    is_odd: bool = False

    def read(self, text: str) -> Number:
        """Return the number of a text.

        Raises
        ------
        ConfigurationError
            If it is none, or out of bounds.
        """
        kind = type(self.default)
        try:
            number = kind(text)
            fits = self.least <= float(number) <= self.most
        except (ValueError, OverflowError):
            fits = False
        if not fits or (self.is_odd and int(number) % 2 == 0):
            what = "an odd" if self.is_odd else "a whole" if kind is int else "a"
            raise ConfigurationError(
                f"{self.name} cannot be {text[:40]!r}; give {what} number from "
                f"{self.least:g} to {self.most:g}"
            )
        return number


@dataclass(frozen=True)
class Analysis:
    """An analysis that needs no training.

    Parameters
    ----------
    id : str
        Stable name for scripts.
    title : str
        What users call it.
    family : str
        ``"find"``, ``"compute"``, ``"match"``, ``"unmix"``, ``"group"`` or
        ``"reduce"``.
    purpose : str
        What the result shows.
    entry : str
        ``"module:function"`` of the `Fit`.
    needs : str
        ``"targets"``, ``"spectra"``, ``"formula"``, or nothing.
    parameters : tuple of AnalysisParameter
        What it can be told.
    makes_map : bool
        Whether the result is a map of classes, not a raster of values.
    """

    id: str
    title: str
    family: str
    purpose: str
    entry: str
    needs: str = ""
    parameters: tuple[AnalysisParameter, ...] = ()
    makes_map: bool = False

    @property
    def finds(self) -> bool:
        """Whether its values tell where something is, so that a mask makes sense."""
        return self.family in ("find", "compute")

    def fit_function(self) -> Fit:
        """Import what fits the analysis to a scene."""
        module, _, name = self.entry.partition(":")
        function: Fit = getattr(importlib.import_module(module), name)
        return function

    def numbers(self, given: dict[str, str]) -> dict[str, Number]:
        """Return a value for each parameter, from texts.

        Raises
        ------
        ConfigurationError
            If there is no such parameter, or its value is impossible.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise ConfigurationError(
                    f"{self.id} has no parameter {name!r}; its parameters: {listed}"
                )
        return {
            name: parameter.read(given[name]) if name in given else parameter.default
            for name, parameter in known.items()
        }


_DETECTION = "hsiviewer.analysis.detection.operations"
_MATCHING = "hsiviewer.analysis.matching.operations"
_UNMIXING = "hsiviewer.analysis.unmixing.operations"
_CLUSTERING = "hsiviewer.analysis.clustering.operations"
_REDUCTION = "hsiviewer.analysis.reduction.operations"
_INNER = AnalysisParameter(
    "inner", 5, 1, 99, "side of the square that may hold the anomaly, in pixels", True
)
_OUTER = AnalysisParameter(
    "outer", 21, 3, 101, "side of the square around it, in pixels", True
)
_SEED = AnalysisParameter("seed", 0, 0, 2**32 - 1, "of random choices")
_CLUSTERS = AnalysisParameter("clusters", 8, 2, 1000, "number of clusters")
_COMPONENTS = AnalysisParameter("components", 10, 1, 5000, "number of components")
_ENDMEMBERS = AnalysisParameter(
    "endmembers", 0, 0, 100, "number of endmembers; 0 takes the dimension of the signal"
)

ANALYSES = (
    Analysis(
        "angle", "Spectral angle", "find",
        "angle to each target in radians; small where a pixel has its shape",
        f"{_DETECTION}:spectral_angle", "targets",
    ),
    Analysis(
        "sid", "Spectral information divergence", "find",
        "difference from each target as distributions; small where they are alike",
        f"{_DETECTION}:information_divergence", "targets",
    ),
    Analysis(
        "matched-filter", "Matched filter", "find",
        "abundance of each target against the background of the scene, about 0 to 1",
        f"{_DETECTION}:matched_filter", "targets",
    ),
    Analysis(
        "ace", "Adaptive cosine estimator (ACE)", "find",
        "likeness to each target after whitening the background, up to 1",
        f"{_DETECTION}:coherence", "targets",
    ),
    Analysis(
        "cem", "Constrained energy minimisation (CEM)", "find",
        "answer of the filter of least energy that gives 1 for the target",
        f"{_DETECTION}:constrained_energy", "targets",
    ),
    Analysis(
        "mtmf", "Mixture-tuned matched filter", "find",
        "matched filter after whitening the noise, and its infeasibility",
        f"{_DETECTION}:mixture_tuned", "targets",
    ),
    Analysis(
        "rx", "Anomalies in the scene (RX)", "find",
        "squared Mahalanobis distance from the whole scene",
        f"{_DETECTION}:global_anomalies",
    ),
    Analysis(
        "rx-local", "Anomalies in their surroundings (local RX)", "find",
        "squared Mahalanobis distance from the pixels around",
        f"{_DETECTION}:local_anomalies", parameters=(
            _INNER, _OUTER,
            AnalysisParameter(
                "components", 0, 0, 500,
                "principal components that are compared; 0 chooses by the window",
            ),
        ),
    ),
    Analysis(
        "rx-cluster", "Anomalies among clusters (cluster RX)", "find",
        "squared Mahalanobis distance from the own cluster of similar pixels",
        f"{_DETECTION}:cluster_anomalies", parameters=(
            AnalysisParameter("clusters", 8, 2, 100, "number of clusters"), _SEED,
        ),
    ),
    Analysis(
        "formula", "Formula", "compute",
        "any formula of bands, or a published index by its name",
        "hsiviewer.analysis.formulas.operations:formula", "formula",
    ),
    Analysis(
        "match", "Best spectrum of a library, by angle", "match",
        "map of the spectrum with the smallest angle; the angle lies beside it",
        f"{_MATCHING}:best_angle", "spectra", (
            AnalysisParameter(
                "largest_angle", 0.0, 0, 3.2,
                "angle in radians beyond which a pixel stays empty; 0 for none",
            ),
        ), makes_map=True,
    ),
    Analysis(
        "match-features", "Best spectrum of a library, by absorptions", "match",
        "map of the spectrum whose absorptions fit best; fit and depth lie beside it",
        f"{_MATCHING}:best_features", "spectra", (
            AnalysisParameter(
                "least_fit", 0.5, 0, 1, "fit below which a pixel stays empty"
            ),
        ), makes_map=True,
    ),
    Analysis(
        "unmix", "Unmix with known endmembers", "unmix",
        "abundance of each endmember, 0 to 1 and together 1, and the residual",
        f"{_UNMIXING}:known_endmembers", "spectra",
    ),
    Analysis(
        "vca", "Find endmembers by VCA and unmix", "unmix",
        "abundances of the endmembers that vertex component analysis finds",
        f"{_UNMIXING}:by_vca", parameters=(_ENDMEMBERS, _SEED),
    ),
    Analysis(
        "nfindr", "Find endmembers by N-FINDR and unmix", "unmix",
        "abundances of the pixels that span the largest simplex",
        f"{_UNMIXING}:by_volume", parameters=(_ENDMEMBERS, _SEED),
    ),
    Analysis(
        "kmeans", "Clusters (k-means)", "group",
        "map of clusters of similar pixels, the largest first",
        f"{_CLUSTERING}:k_means", parameters=(_CLUSTERS, _SEED), makes_map=True,
    ),
    Analysis(
        "mixture", "Clusters (Gaussian mixture)", "group",
        "map of clusters of any extent and direction, the largest first",
        f"{_CLUSTERING}:mixture", parameters=(
            _CLUSTERS,
            AnalysisParameter(
                "components", 10, 1, 100, "principal components that are compared"
            ),
            _SEED,
        ), makes_map=True,
    ),
    Analysis(
        "pca", "Principal components", "reduce",
        "the directions in which spectra vary most",
        f"{_REDUCTION}:principal", parameters=(_COMPONENTS,),
    ),
    Analysis(
        "mnf", "Minimum noise fraction", "reduce",
        "the directions with the most signal in relation to noise",
        f"{_REDUCTION}:noise_fraction", parameters=(_COMPONENTS,),
    ),
    Analysis(
        "ica", "Independent components", "reduce",
        "directions whose values are as independent as possible",
        f"{_REDUCTION}:independent", parameters=(
            AnalysisParameter("components", 6, 1, 100, "number of components"), _SEED,
        ),
    ),
    Analysis(
        "denoise", "Remove noise", "reduce",
        "spectra rebuilt from the noise fractions with the most signal",
        f"{_REDUCTION}:denoised", parameters=(
            AnalysisParameter("keep", 12, 1, 5000, "number of fractions that are kept"),
        ),
    ),
)  # fmt: skip


def find_analysis(analysis_id: str) -> Analysis:
    """Return the analysis of an id.

    Raises
    ------
    ConfigurationError
        If there is none.
    """
    for analysis in ANALYSES:
        if analysis.id == analysis_id:
            return analysis
    listed = ", ".join(analysis.id for analysis in ANALYSES)
    raise ConfigurationError(
        f"there is no analysis {analysis_id[:40]!r}; choose one of {listed}"
    )
