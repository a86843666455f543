"""Maps and proposals from words alone, beside what else needs no label.

    python -m tests.benchmarks.words --data ../shared/data [--json words.json]

Overall and average accuracy of all labelled pixels, for the words of ``words.toml``;
the largest class everywhere; the spectral angle to the spectra of the concepts that the
class is called; rules on indices; and words given to the wrong classes (mean of ten
shuffles). Scenes of radiance and of scaled values get a flat field first: their mean
becomes that of the concepts' land covers. Spectra of unknown terms are only scored.
"""

import argparse
import csv
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.io

from hsiviewer.analysis.spectral_angle import spectral_angle
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.spectral_resampling import band_weights
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.labels import read_labels
from hsiviewer.io.metadata_files import metadata_of
from hsiviewer.io.registry import open_cube
from hsiviewer.io.spectral_library import read_library
from hsiviewer.language.choosing import choose
from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.facts import BY_ID
from hsiviewer.language.likelihood import sensor_concepts
from hsiviewer.language.measuring import FactMeter
from hsiviewer.language.prototypes import shipped_library
from hsiviewer.language.similarity import PhraseScorer
from hsiviewer.language.understanding import understand
from hsiviewer.workflows.describing.first_map import class_words
from hsiviewer.workflows.describing.proposals import proposals
from hsiviewer.workflows.describing.word_scenes import WordScene

_TEXTS = Path(__file__).with_suffix(".toml")
_SHUFFLES = 10
_GROUND = ("meadow", "loam", "maize", "broadleaf", "dry_grass", "asphalt", "concrete")


@dataclass(frozen=True, eq=False)
class LabelledSpectra:
    """Spectra of reflectance with the class of each."""

    spectra: np.ndarray  # (n, bands)
    classes: np.ndarray  # (n,)
    bands: BandAxis
    pixel_m: float


def potsdam(data):
    folder = data / "enmap_potsdam"
    cube = open_cube(folder / "derived_enmap_potsdam_mosaic_160x192.tif")
    labels, _ = read_labels(
        str(folder / "derived_enmap_potsdam_labels_160x192.tif"), cube
    )
    rows, cols = np.nonzero(labels.values)
    spectra = cube.read_spectra(rows, cols) / 10000
    return LabelledSpectra(spectra, labels.values[rows, cols], cube.bands, 30.0)


def indian_pines(data):
    cube = np.load(data / "indian_pines" / "Indian_pines_corrected.npy")
    truth = scipy.io.loadmat(data / "indian_pines" / "Indian_pines_gt.mat")
    truth = truth["indian_pines_gt"]
    table = np.loadtxt(data / "gt_only" / "92AV3C.spc", skiprows=2, usecols=(0, 1))
    kept = np.ones(220, bool)
    kept[[*range(103, 108), *range(149, 163), 219]] = False
    bands = BandAxis(200, table[kept, 0], table[kept, 1])
    spectra = flat_fielded(cube.reshape(-1, 200).astype(float), bands)
    labelled = truth.ravel() > 0
    return LabelledSpectra(spectra[labelled], truth.ravel()[labelled], bands, 20.0)


def houston(data):
    folder = data / "houston2013_gt_spectra"
    spectra = scipy.io.loadmat(folder / "HSI_TrSet.mat")["HSI_TrSet"]
    truth = scipy.io.loadmat(folder / "TrLabel.mat")["TrLabel"].ravel()
    bands = BandAxis(144, np.linspace(364.0, 1046.0, 144))
    return LabelledSpectra(flat_fielded(spectra, bands), truth, bands, 2.5)


def berlin(data):
    folder = data / "spectral_libraries"
    library = read_library(folder / "library_berlin.hdr")
    with (folder / "library_berlin.csv").open(encoding="utf-8") as file:
        levels = {row["spectra names"]: row["level_3"] for row in csv.DictReader(file)}
    order = ["roof", "pavement", "low vegetation", "tree", "soil", "water"]
    truth = np.array([order.index(levels[name]) + 1 for name in library.names])
    bands = BandAxis(library.wavelength_nm.size, library.wavelength_nm)
    return LabelledSpectra(library.spectra / 10000, truth, bands, 1.0)


def urban(data):
    folder = data / "spectral_libraries"
    library = read_library(folder / "roberts2017_urban.hdr")
    with (folder / "roberts2017_urban.csv").open(encoding="utf-8") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    kinds = {"roof": 1, "paved": 2, "SOIL": 5, "water": 6, "NPV": 7}
    plants = {"herb": 3, "tree": 4}
    truth = np.zeros(len(library.names), int)
    for number, name in enumerate(library.names):
        row = rows.get(name)
        if row is not None and row["Scale"] == "7_5m":
            is_plant = row["Level_2"] == "GV"
            table, level = (plants, "Level_3") if is_plant else (kinds, "Level_2")
            truth[number] = table.get(row[level], 0)
    bands = BandAxis(library.wavelength_nm.size, library.wavelength_nm)
    known = truth > 0
    return LabelledSpectra(library.spectra[known] / 10000, truth[known], bands, 7.5)


def muufl(data):
    file = data / "muufl_gulfport_crops" / "an_hsi_img_for_class_demo.mat"
    found = scipy.io.loadmat(file)
    parts = [entry["Spectra"].T for entry in found["train_data"][0]]
    if parts[0].shape[1] != 72:
        parts = [part.T for part in parts]
    truth = np.repeat(np.arange(1, 6), [len(part) for part in parts])
    bands = BandAxis(72, found["wavlength"].ravel().astype(float))
    return LabelledSpectra(np.concatenate(parts), truth, bands, 1.0)


SCENES = {
    "potsdam": potsdam,
    "indian_pines_groups": indian_pines,
    "indian_pines": indian_pines,
    "houston_groups": houston,
    "berlin_library": berlin,
    "urban_library": urban,
    "muufl_crop": muufl,
}


def flat_fielded(values, bands):
    """Return values of which the dark level is 0 and the mean that of land covers."""
    library = shipped_library()
    ground = np.concatenate([library.of(name) for name in _GROUND]).mean(axis=0)
    weights = band_weights(bands, library.grid_nm)
    total = np.maximum(weights.sum(axis=1), 1e-12)
    wanted = weights @ ground / total
    wanted = np.where(weights.sum(axis=1) > 0, wanted, ground[0])
    dark = np.percentile(values, 0.1, axis=0)
    lifted = values - dark
    return lifted * (wanted / np.maximum(lifted.mean(axis=0), 1e-12))


def rules_map(scene, rules):
    """Return the class of each spectrum by thresholds on facts."""
    meter = FactMeter(scene.bands)
    facts = meter.measure(
        np.ascontiguousarray(scene.spectra.T[meter.bands], np.float32)
    )
    place = {fact.id: number for number, fact in enumerate(meter.facts)}
    found = np.zeros(len(scene.classes), int)
    for class_id, conditions in rules:
        holds = found == 0
        for fact, least, most in conditions:
            assert fact in BY_ID
            if fact in place:
                holds &= (facts[place[fact]] >= least) & (facts[place[fact]] <= most)
        found[holds] = class_id
    return found


def angle_map(scene, texts):
    """Return the class whose concepts have the spectrum at the smallest angle."""
    library = shipped_library()
    weights = band_weights(scene.bands, library.grid_nm)
    usable = (weights.sum(axis=1) > 0) & scene.bands.good_mask
    usable &= np.isfinite(scene.spectra).all(axis=0)
    weights = weights[usable] / weights[usable].sum(axis=1, keepdims=True)
    seen = library.spectra @ weights.T
    tree = concept_tree()
    angles = []
    for text in texts.values():
        said = understand(text)
        names = {leaf for each in said.concepts for leaf in tree.measurable(each)}
        own = seen[np.isin(library.concepts, list(names))]
        part = [spectral_angle(scene.spectra[:, usable], row) for row in own]
        angles.append(np.min(part, axis=0))
    return np.array(list(texts))[np.argmin(angles, axis=0)]


def accuracy(truth, found):
    """Return overall and average accuracy."""
    recalls = [(found[truth == name] == name).mean() for name in np.unique(truth)]
    return round(float((truth == found).mean()), 3), round(float(np.mean(recalls)), 3)


def score(scene, entry):
    """Return the figures of one scene."""
    texts = {int(number): text for number, text in entry["classes"].items()}
    truth = scene.classes
    if "groups" in entry:
        groups = {
            old: int(new) for new, olds in entry["groups"].items() for old in olds
        }
        truth = np.array([groups[int(old)] for old in truth])
    ids = np.array(list(texts))
    concepts = sensor_concepts(scene.bands, pixel_m=scene.pixel_m)
    said = [understand(text) for text in texts.values()]
    scorer = PhraseScorer(concepts, scene.bands, said)
    values = np.ascontiguousarray(scene.spectra.T[scorer.bands], np.float32)
    choice = choose(scorer.fits(values))
    words = ids[choice.best]
    sure = choice.margin >= np.quantile(choice.margin, 0.75)
    generator = np.random.default_rng(0)
    drawn = [generator.permutation(len(ids)) for _ in range(10 * _SHUFFLES)]
    orders = [order for order in drawn if (order != np.arange(len(ids))).any()]
    orders = orders[:_SHUFFLES]
    shuffled = [accuracy(truth, ids[order[choice.best]]) for order in orders]
    largest = np.full_like(truth, np.bincount(truth).argmax())
    return {
        "pixels": len(truth),
        "classes": len(ids),
        "majority": accuracy(truth, largest),
        "index rules": accuracy(truth, rules_map(scene, entry["rules"])),
        "spectral angle by name": accuracy(truth, angle_map(scene, texts)),
        "words": accuracy(truth, words),
        "surest quarter": round(float((words[sure] == truth[sure]).mean()), 3),
        "shuffled words": tuple(np.round(np.mean(shuffled, axis=0), 3).tolist()),
        "recall": {
            texts[int(name)]: round(float((words[truth == name] == name).mean()), 2)
            for name in np.unique(truth)
        },
    }


def proposed(data, texts):
    """Return how many of five proposals a class on Potsdam's reference are right."""
    folder = data / "enmap_potsdam"
    said = metadata_of({"quantity": "reflectance", "scale": 10000}, where="the scene")
    file = folder / "derived_enmap_potsdam_mosaic_160x192.tif"
    cube = open_described(file, said)
    labels, _ = read_labels(
        str(folder / "derived_enmap_potsdam_labels_160x192.tif"), cube
    )
    scheme = ClassScheme(
        tuple(LandCoverClass(int(key), text, "#000000") for key, text in texts.items())
    )
    outside = (labels.values == 0).astype(np.uint16)
    found = proposals(WordScene(cube), class_words(scheme), labels=outside)
    right = [labels.values[each.row, each.col] == each.class_id for each in found]
    return {"proposed": len(found), "right": int(np.sum(right))}


def main():
    """Print the figures of all scenes that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="", help="names, with commas")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    texts = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
    wanted = arguments.only.split(",") if arguments.only else SCENES
    figures = {}
    for name in wanted:
        figures[name] = score(SCENES[name](arguments.data), texts[name])
        if name == "potsdam":
            figures[name] |= proposed(arguments.data, texts[name]["classes"])
        print(name, json.dumps(figures[name]), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
