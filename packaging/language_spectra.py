"""Make ``resources/language/spectra.npy``: spectra of every concept, from open sources.

    python packaging/language_spectra.py --usgs s07_AV95_envi.hdr --prosail DIRECTORY

Sources: USGS Spectral Library Version 7, convolved to AVIRIS (Kokaly et al. 2017,
public domain), and the simulations of `language_simulations.py`. Nothing else is read,
so that the result may be shipped. The seed is fixed: the same sources give the same
file.
"""

import argparse
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import language_simulations as simulations
import numpy as np
from language_simulations import GRID_NM, Spectrum, drawn

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.spectral_resampling import band_weights
from hsiviewer.io.spectral_library import read_library

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "language"
_SIMULATED = 10  # spectra of each recipe
_MEASURED = 12  # spectra of each concept from the library, at most
_SEED = 20261129
_LEAST_KNOWN = 0.85  # share of the grid that a measured spectrum covers


class Recipes:
    """Draws spectra of the recipes in ``language_simulations.toml``."""

    def __init__(self, prosail: Path, snow: list[Spectrum], seed: int) -> None:
        file = Path(__file__).with_suffix("").with_name("language_simulations.toml")
        self._table = tomllib.loads(file.read_text(encoding="utf-8"))
        self._pigments = simulations.Pigments(prosail)
        self._snow = snow
        self._generator = np.random.default_rng(seed)

    def draw(self, name: str) -> Spectrum:
        """Return one spectrum of a recipe."""
        kind, recipe = next(
            (kind, recipes[name])
            for kind, recipes in self._table.items()
            if kind != "leaves" and name in recipes
        )
        generator = self._generator
        if kind == "mixture":
            shares = drawn(recipe["parts"], generator)
            total = sum(shares.values())
            mixed = sum(
                share / total * self.draw(part) for part, share in shares.items()
            )
            return np.asarray(mixed * generator.uniform(*recipe["gain"]))
        if kind == "snow":
            base = self._snow[int(generator.integers(len(self._snow)))]
            power = generator.uniform(*recipe["power"])
            return np.clip(base, 0, 1) ** power * generator.uniform(*recipe["gain"])
        if kind == "canopy":
            ranges = {**self._table["leaves"], **recipe}
            ground = self.draw(ranges.pop("ground"))
            return simulations.canopy(
                self._pigments, ground, **drawn(ranges, generator)
            )
        values = drawn(recipe, generator)
        if kind == "water":
            return simulations.water(self._pigments, **values)
        return {"soil": simulations.soil, "surface": simulations.surface}[kind](
            **values
        )


def measured_spectra(header: Path) -> dict[str, Spectrum]:
    """Return the reflectance spectra of the USGS library on the grid, by name."""
    library = read_library(header)
    grid = BandAxis(GRID_NM.size, GRID_NM, np.full(GRID_NM.size, 12.0))
    order = np.argsort(library.wavelength_nm)
    wavelength_nm = library.wavelength_nm[order]
    weights = band_weights(grid, wavelength_nm)
    found: dict[str, Spectrum] = {}
    for name, values in zip(library.names, library.spectra[:, order], strict=True):
        if "error bars" in name or not re.search(r"\bAREF\b", name):
            continue
        known = np.isfinite(values) & (values > -0.1) & (values < 2)
        total = weights @ known.astype(float)
        with np.errstate(invalid="ignore", divide="ignore"):
            spectrum = weights @ np.where(known, values, 0) / total
        sure = total > 0.5 * weights.sum(axis=1)
        if sure.mean() < _LEAST_KNOWN:
            continue
        spectrum = np.interp(GRID_NM, GRID_NM[sure], spectrum[sure])
        title = re.sub(r"\s+", " ", name).strip()
        while title in found:
            title += "'"
        found[title] = np.clip(spectrum, 0.0, 1.1)
    return found


def concept_spectra(
    concepts: dict[str, Any], library: dict[str, Spectrum], recipes: Recipes
) -> list[tuple[str, str, Spectrum]]:
    """Return concept, origin and spectrum of every row."""
    rows: list[tuple[str, str, Spectrum]] = []
    for identifier, concept in concepts.items():
        patterns = [part for part in concept.get("usgs", "").split(";") if part]
        matching = [
            name
            for name in library
            if any(re.search(pattern, name) for pattern in patterns)
        ]
        if len(matching) > _MEASURED:
            step = np.linspace(0, len(matching) - 1, _MEASURED).round().astype(int)
            matching = [matching[number] for number in step]
        rows += [(identifier, f"usgs: {name}", library[name]) for name in matching]
        for recipe in filter(None, map(str.strip, concept.get("sim", "").split(";"))):
            rows += [
                (identifier, f"sim: {recipe}", recipes.draw(recipe))
                for _ in range(_SIMULATED)
            ]
    return rows


def main() -> None:
    """Write the spectra and their index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--usgs", type=Path, required=True, help="header of splib07")
    parser.add_argument("--prosail", type=Path, required=True, help="unpacked package")
    arguments = parser.parse_args()
    concepts = tomllib.loads((FOLDER / "concepts.toml").read_text(encoding="utf-8"))
    library = measured_spectra(arguments.usgs)
    snow = [
        spectrum
        for name, spectrum in library.items()
        if re.search("Melting_snow mSnw0[1345]a? ", name)
    ]
    recipes = Recipes(arguments.prosail, snow, _SEED)
    rows = concept_spectra(concepts, library, recipes)
    values = np.stack([spectrum for _, _, spectrum in rows]).astype(np.float16)
    np.save(FOLDER / "spectra.npy", values)
    index = [{"concept": concept, "source": source} for concept, source, _ in rows]
    text = json.dumps({"grid_nm": [400, 2500, 10], "rows": index}, indent=0)
    (FOLDER / "spectra.json").write_text(text + "\n", encoding="utf-8")
    told = f"{len(library)} measured, {len(rows)} kept of {len(concepts)} concepts"
    empty = {
        name for name, entry in concepts.items() if "usgs" in entry or "sim" in entry
    }
    empty -= {concept for concept, _, _ in rows}
    sys.stdout.write(f"{told}; without spectra: {sorted(empty)}\n")


if __name__ == "__main__":
    main()
