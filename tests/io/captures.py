"""Captures of cameras that are made up: counts of a known reflectance."""

import numpy as np

BANDS, ROWS, COLS = 6, 5, 4
NM = np.linspace(450.0, 950.0, BANDS)


def reflectance(seed=3):
    """Return what the camera looks at, shape (bands, rows, cols), from 0.1 to 0.8."""
    return np.random.default_rng(seed).uniform(0.1, 0.8, (BANDS, ROWS, COLS))


def dark_signal(lines, *, tint=1.0, noise=0.0):
    """Return counts without light: an offset, and a current that grows with time."""
    band, col = np.ogrid[:BANDS, :COLS]
    signal = 40 + 3 * col + 5 * band + 8.0 * np.atleast_1d(tint)[0]
    return np.repeat(signal[:, None], lines, axis=1) + noise


def light(tint=1.0):
    """Return counts of full reflectance above the dark signal, shape (bands, 1, cols).

    Parameters
    ----------
    tint : float or tuple of float
        Of all bands, or of the first and the second half of them.
    """
    times = np.atleast_1d(tint)
    per_band = np.repeat(times, BANDS // times.size)
    band, col = np.ogrid[:BANDS, :COLS]
    return ((1500 + 100 * band + 30 * col) * per_band[:, None])[:, None]


def write_counts(path, values, *, keys=(), suffix=".raw", header=None, nm=NM):
    """Write counts in lines of bands (bil), as line cameras do."""
    bands, rows, cols = values.shape
    lines = [
        "ENVI", f"samples = {cols}", f"lines = {rows}", f"bands = {bands}",
        "header offset = 0", "file type = ENVI Standard", "data type = 12",
        "interleave = bil", "byte order = 0", *keys,
        f"wavelength = {{{', '.join(map(str, nm))}}}",
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    counts = np.round(values).astype("<u2").transpose(1, 0, 2)
    data = path.with_name(path.name + suffix)
    data.write_bytes(np.ascontiguousarray(counts).tobytes())
    name = header or f"{path.name}.hdr"
    path.with_name(name).write_text("\n".join(lines) + "\n")
    return data


def specim(folder, *, tint=1.0, white_tint=None, name="leaf", own_dark=True):
    """Write a folder of Specim; return the folder and the reflectance."""
    truth = reflectance()
    capture = folder / name / "capture"
    # Detectors meet at 970 nm, in the middle of the bands.
    nm = np.linspace(700.0, 1240.0, BANDS) if np.ndim(tint) else NM

    def keys(time):
        if np.ndim(time):
            return tuple(f"tint{n} = {t}" for n, t in enumerate(time, start=1))
        return (f"tint = {time}",)

    write_counts(
        capture / name,
        truth * light(tint) + dark_signal(ROWS, tint=tint),
        keys=keys(tint),
        nm=nm,
    )
    write_counts(
        capture / f"DARKREF_{name}", dark_signal(9, tint=tint), keys=keys(tint)
    )
    time = tint if white_tint is None else white_tint
    write_counts(
        capture / f"WHITEREF_{name}",
        light(time) + dark_signal(7, tint=time),
        keys=keys(time),
    )
    if white_tint is not None and own_dark:
        write_counts(
            capture / f"WHITEDARKREF_{name}", dark_signal(3, tint=time), keys=keys(time)
        )
    return folder / name, truth
