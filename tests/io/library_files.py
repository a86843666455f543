"""Small files of spectrometers and libraries, in the layouts of their makers."""

import struct

import numpy as np

NM = np.arange(350.0, 360.0)
REFLECTANCE = np.linspace(0.1, 0.55, 10)
WHITE = np.linspace(20_000.0, 30_000.0, 10)


def asd(spectrum, white=None, *, version=b"as7", kind=2, note=b"", cut=0, holds=1):
    """Return a file of ASD: header, spectrum, and the reference block, if any."""
    header = bytearray(484)
    header[:3] = version
    header[186] = holds
    struct.pack_into("<ff", header, 191, 350.0, 1.0)
    header[199] = kind
    struct.pack_into("<H", header, 204, len(spectrum))
    dtype = {0: "<f4", 1: "<i4", 2: "<f8"}[kind]
    content = bytes(header) + np.asarray(spectrum, dtype).tobytes()
    if white is not None:
        content += b"\xff\xff" + bytes(16) + struct.pack("<H", len(note)) + note
        content += np.asarray(white, dtype).tobytes()
    return content[: len(content) - cut]


def svc(nm=NM, *, head="/*** Spectra Vista SIG Data ***/"):
    rows = [
        f"{centre:.1f}  {white:.2f}  {value * white:.2f}  {100 * value:.2f}"
        for centre, white, value in zip(nm, WHITE, REFLECTANCE, strict=True)
    ]
    return "\n".join([head, "name= leaf.sig", "units= Radiance, Radiance", "data=",
                      *rows]) + "\n"  # fmt: skip


def sed(columns, rows):
    head = ["Comment: ", "Version: 2.3", "Measurement: REFLECTANCE", "Channels: 10",
            f"Columns [{len(columns)}]:", "Data:", "\t".join(columns)]  # fmt: skip
    return "\n".join([*head, *("\t".join(map(str, row)) for row in rows)]) + "\n"


def ecostress(*, told=10, quantity="Reflectance (percent)"):
    head = [
        "Name: Pale soil", "Type: soil", "X Units: Wavelength (micrometers)",
        f"Y Units:{quantity}", f"Number of X Values: {told}", "",
    ]  # fmt: skip
    rows = [f"{nm / 1000:.4f}\t {100 * value:.4f}" for nm, value in
            zip(NM[::-1], REFLECTANCE[::-1], strict=True)]  # fmt: skip
    return "\n".join([*head, *rows])


def usgs(title, values):
    return "\n".join([title, *(f" {value:.7e}" for value in values)]) + "\n"


def specchio():
    head = [
        "File Name,oak, pine",
        "Location Name,Hyyti?l?, Finland,Z?rich",
        "Altitude,1",
    ]
    rows = [f"{nm},{value},{2 * value}" for nm, value in
            zip(NM, REFLECTANCE, strict=True)]  # fmt: skip
    return "\n".join([*head, *rows])
