"""Damage to bytes and texts that follows from a seed alone."""

import re
from collections.abc import Callable
from random import Random

# Numbers that programs forget: signs, powers of two, and what overflows them.
NUMBERS = (
    -1, 0, 1, 2, 3, 7, 8, 255, 256, 32767, 32768, 65535, 65536, 2**24, 2**31 - 1,
    2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63, 2**64 - 1, 10**18,
)  # fmt: skip
WORDS = (
    "", " ", "-1", "0", "1", "2", "65536", "2000000000", "99999999999999999999",
    "1e308", "1e400", "-1e-400", "nan", "inf", "-inf", "0x10", "1,5", "1_000", "true",
    "null", "{}", "{", "}", "[]", '"', "'", "\\", "\x00", "\ufeff", "\u00b5m", "é",
    "日本", "\U0001f600", "..", "../..", "%s%n", "=1+1", "<b>", "A" * 5000, "9" * 5000,
    "[" * 20000, "\u202e", "\ud7ff", "\r", "\t", "-0.0", "1e3", "١٢", "²",
)  # fmt: skip

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def mutate_bytes(
    data: bytes, chance: Random, *, other: bytes = b""
) -> tuple[str, bytes]:
    """Return what was done, and a copy of `data` with it done.

    Parameters
    ----------
    other : bytes, optional
        What may be spliced in; `data` itself without it.
    """
    kind = chance.choice(tuple(_BYTE_KINDS))
    return kind, _BYTE_KINDS[kind](data, chance, other or data)


def damaged(data: bytes, chance: Random, kinds: tuple[str, ...]) -> tuple[str, bytes]:
    """As `mutate_bytes`, with some of its kinds only."""
    kind = chance.choice(kinds)
    return kind, _BYTE_KINDS[kind](data, chance, data)


def mutate_text(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Return what was done to a text, and the text."""
    kind = chance.choice(tuple(_TEXT_KINDS))
    return kind, _TEXT_KINDS[kind](data, chance)


def number_bytes(chance: Random, size: int, order: str = "little") -> bytes:
    """Return an odd number in `size` bytes."""
    value = chance.choice(NUMBERS) % (1 << 8 * size)
    return value.to_bytes(size, "little" if order == "little" else "big")


def word(chance: Random) -> str:
    """Return an odd word."""
    return chance.choice(WORDS)


def _place(data: bytes, chance: Random) -> int:
    return chance.randrange(len(data) + 1)


def _cut(data: bytes, chance: Random, _other: bytes) -> bytes:
    return data[: _place(data, chance)]


def _insert(data: bytes, chance: Random, _other: bytes) -> bytes:
    at = _place(data, chance)
    return data[:at] + chance.randbytes(chance.choice((1, 2, 4, 17, 300))) + data[at:]


def _delete(data: bytes, chance: Random, _other: bytes) -> bytes:
    at = _place(data, chance)
    return data[:at] + data[at + chance.choice((1, 2, 4, 17, 300)) :]


def _flip(data: bytes, chance: Random, _other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20)) if data else 0):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _splice(data: bytes, chance: Random, other: bytes) -> bytes:
    at, start = _place(data, chance), _place(other, chance)
    piece = other[start : start + chance.choice((8, 64, 512, 4096))]
    return data[:at] + piece + data[at + len(piece) :]


def _repeat(data: bytes, chance: Random, _other: bytes) -> bytes:
    at, size = _place(data, chance), chance.choice((4, 32, 256))
    return data[:at] + data[at : at + size] * chance.choice((2, 3, 50)) + data[at:]


def _number(data: bytes, chance: Random, _other: bytes) -> bytes:
    at, size = _place(data, chance), chance.choice((1, 2, 4, 8))
    order = chance.choice(("little", "big"))
    return data[:at] + number_bytes(chance, size, order) + data[at + size :]


_BYTE_KINDS: dict[str, Callable[[bytes, Random, bytes], bytes]] = {
    "cut": _cut,
    "insert": _insert,
    "delete": _delete,
    "flip": _flip,
    "splice": _splice,
    "repeat": _repeat,
    "number": _number,
}


def _change_number(data: bytes, chance: Random) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data + b" 1"
    place = chance.choice(found)
    new = chance.choice((word(chance), str(chance.choice(NUMBERS))))
    return data[: place.start()] + new.encode(errors="replace") + data[place.end() :]


def _change_lines(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(4)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[chance.randrange(len(lines))])
    elif kind == 2:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = lines[at] + word(chance).encode(errors="replace")
    return b"\n".join(lines)


def _insert_word(data: bytes, chance: Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + word(chance).encode(errors="replace") + data[at:]


def _other_encoding(data: bytes, chance: Random) -> bytes:
    encoding = chance.choice(("utf-16", "utf-32", "latin-1", "cp037", "utf-8-sig"))
    return data.decode(errors="replace").encode(encoding, errors="replace")


def _other_ends(data: bytes, chance: Random) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\n", b"\x00\n")))


_TEXT_KINDS: dict[str, Callable[[bytes, Random], bytes]] = {
    "number": _change_number,
    "lines": _change_lines,
    "word": _insert_word,
    "encoding": _other_encoding,
    "line ends": _other_ends,
    "bytes": lambda data, chance: mutate_bytes(data, chance)[1],
}
