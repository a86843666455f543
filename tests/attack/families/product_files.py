"""Archives, labels and companions: zip, XML and JSON around plain values."""

import json
import zipfile
from pathlib import Path
from random import Random

import numpy as np

from hsiviewer.io.geotiff import write_geotiff
from tests.attack import scenes
from tests.attack.family import Family, Files, Mutant, Originals
from tests.attack.lure import Lure
from tests.attack.mutation import mutate_bytes, mutate_text
from tests.attack.reading import judge_zeros, open_scene
from tests.builders import UTM33

_OPENED = {
    "archive": "scene.npz",
    "packed": "scene.npz",
    "product": "product.zip",
    "companions": "scene.tif",
    "label": "cube.xml",
}
_TEXTS = (".xml", ".json")


def prepare(folder: Path) -> None:
    """Write a scene of each kind."""
    for name in _OPENED:
        (folder / name).mkdir(parents=True)
    values = scenes.smooth_values(np.int16)
    np.savez(folder / "archive" / "scene.npz", cube=values, wl=scenes.CENTRES)
    np.savez_compressed(folder / "packed" / "scene.npz", cube=values, wl=scenes.CENTRES)
    bands = "".join(
        f"<bandID><wavelengthCenterOfBand>{centre}</wavelengthCenterOfBand>"
        "<FWHMOfBand>7</FWHMOfBand><GainOfBand>1e-4</GainOfBand>"
        "<OffsetOfBand>0</OffsetOfBand></bandID>"
        for centre in scenes.CENTRES
    )
    xml = f"<level_X><bandCharacterisation>{bands}</bandCharacterisation></level_X>"
    image = folder / "product" / "P-SPECTRAL_IMAGE.TIF"
    write_geotiff(image, values, georeference=UTM33)
    with zipfile.ZipFile(folder / "product" / "product.zip", "w") as archive:
        archive.write(image, image.name)
        archive.writestr("P-METADATA.XML", xml)
    image.unlink()
    _write_companions(folder / "companions", values)
    _write_label(folder / "label", values)


def _write_companions(folder: Path, values: np.ndarray) -> None:
    write_geotiff(folder / "scene.tif", values, georeference=UTM33)
    centres = ", ".join(map(str, scenes.CENTRES))
    (folder / "scene.tif.aux.xml").write_text(
        f'<PAMDataset><Metadata domain="ENVI"><MDI key="wavelength">{{{centres}}}</MDI>'
        '<MDI key="wavelength_units">nm</MDI></Metadata></PAMDataset>'
    )
    bands = [{"eo:center_wavelength": centre / 1e3} for centre in scenes.CENTRES]
    item = {"stac_version": "1.1.0", "assets": {"a": {"bands": bands}}}
    (folder / "scene.json").write_text(json.dumps(item))


def _write_label(folder: Path, values: np.ndarray) -> None:
    (folder / "cube.img").write_bytes(values.tobytes())
    axes = "".join(
        f"<Axis_Array><axis_name>{name}</axis_name><elements>{size}</elements>"
        f"<sequence_number>{number}</sequence_number></Axis_Array>"
        for number, (name, size) in enumerate(
            zip(("Band", "Line", "Sample"), values.shape, strict=True), start=1
        )
    )
    (folder / "cube.xml").write_text(
        "<Product_Observational><File_Area_Observational><File><file_name>cube.img"
        "</file_name></File><Array_3D_Image><offset>0</offset><Element_Array>"
        f"<data_type>SignedLSB2</data_type></Element_Array>{axes}</Array_3D_Image>"
        "</File_Area_Observational></Product_Observational>"
    )


def intact(name: str, _files: Files) -> str:
    """Return what is opened."""
    return _OPENED[name]


def mutate(originals: Originals, name: str, chance: Random, lure: Lure) -> Mutant:
    """Damage a file, or declare an entity that leads out of an XML file."""
    files = dict(originals[name])
    texts = [file for file in files if file.endswith(_TEXTS)]
    file = chance.choice(texts or sorted(files))
    if file.endswith(".xml") and chance.random() < 0.2:
        kind = "entity"
        head = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{lure.text}">]>'.encode()
        files[file] = head + files[file].replace(b"cube.img", b"&e;")
    elif file.endswith(_TEXTS):
        kind, files[file] = mutate_text(files[file], chance)
    else:
        kind, files[file] = mutate_bytes(files[file], chance)
    return Mutant(kind, name, files, _OPENED[name])


FAMILY = Family(
    "products", "zip, XML and JSON of products", 400, prepare, mutate, open_scene,
    intact, judge_zeros,
)  # fmt: skip
