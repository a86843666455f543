"""What the monkey opens: scenes of many sizes, projects, and files that are none."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.geotiff import write_geotiff
from tests.builders import UTM33
from tests.workflows.scenes import write_scene

_HOSTILE = '<img src="file:///etc/hostname"><a href="file:///etc">{0}</a> & [*]'


@dataclass(frozen=True)
class MonkeyFiles:
    """Paths by what they are good for."""

    home: Path
    scenes: tuple[Path, ...]
    broken: tuple[Path, ...]
    others: tuple[Path, ...]
    targets: Path


def write_files(folder: Path) -> MonkeyFiles:
    """Write them all."""
    sizes = (("home", 12, 40, 48), ("few", 5, 30, 36), ("many", 60, 70, 33))
    made = [
        write_scene(folder / name, bands=bands, rows=rows, cols=cols)
        for name, bands, rows, cols in sizes
    ]
    single = folder / "single <b>.tif"
    values = np.random.default_rng(0).normal(size=(1, 20, 25)).astype(np.float32)
    write_geotiff(single, values, georeference=UTM33)
    pixel = folder / "pixel.npy"
    np.save(pixel, np.ones((7, 1, 1), np.float32))
    classes = folder / "hostile.toml"
    names = (LandCoverClass(2, _HOSTILE.format("a"), "#ff0000", _HOSTILE.format("b")),)
    write_classes(classes, ClassScheme(names))
    targets = folder / "targets"
    targets.mkdir()
    return MonkeyFiles(
        home=made[0].scene,
        scenes=(*(each.scene for each in made), single, pixel),
        broken=_broken(folder, made[1].scene),
        others=(
            classes,
            *(
                path
                for each in made
                for path in (each.labels, each.reference, each.classes, each.surface)
            ),
        ),
        targets=targets,
    )


def _broken(folder: Path, scene: Path) -> tuple[Path, ...]:
    cut = folder / "cut"
    cut.mkdir()
    for suffix in (".hdr", ".img"):
        content = scene.with_suffix(suffix).read_bytes()
        whole = suffix == ".hdr"
        (cut / f"cut{suffix}").write_bytes(content if whole else content[:100])
    garbage = {
        "noise.tif": b"II*\0" + bytes(range(256)),
        "noise.hdr": b"ENVI\nlines = x\n",
        "noise.hsiproj": b"SQLite format 3\0" + bytes(500),
        "empty.mat": b"",
    }
    for name, content in garbage.items():
        (folder / name).write_bytes(content)
    names = (*garbage, "cut/cut.hdr", "missing.hdr")
    return tuple(folder / each for each in names)
