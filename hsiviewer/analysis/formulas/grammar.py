r"""The grammar of formulas, read by recursive descent; nothing is ever executed.

::

    formula    = either
    either     = both { ("or" | "|") both }
    both       = negation { ("and" | "&") negation }
    negation   = "not" negation | comparison
    comparison = sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
    sum        = product { ("+" | "-") product }
    product    = signed { ("*" | "/") signed }
    signed     = ("-" | "+") signed | power
    power      = atom [ ("^" | "**") signed ]
    atom       = number | band | range function | function | name | "(" formula ")"
    band       = "b" number [ "um" | "nm" ] | "band" "(" number ")"
    range      = ("mean" | "min" | ...) "(" number ":" number [ "um" | "nm" ] ")"

``b800`` is the band nearest to 800 nm, ``b2.2um`` to 2.2 micrometres, ``band(12)`` the
twelfth band. A name alone is a published index, such as ``NDVI``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from hsiviewer.core.errors import ConfigurationError

_LONGEST = 4000  # characters
_MOST_PARTS = 400  # a chain of operators is as deep as it is long
_DEEPEST = 60  # brackets within brackets: far more than any formula needs
_NM_PER_UM = 1000.0
_TOKEN = re.compile(
    r"\s*(?:(?P<band>[bB]\d+(?:\.\d+)?(?:um|µm|nm)?(?![\w.]))"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:\s?(?:um|µm|nm)(?!\w))?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^()<>,:&|])"
    r"|(?P<wrong>\S))"
)
FUNCTIONS = {
    "abs": 1, "sqrt": 1, "exp": 1, "log": 1, "log10": 1, "sin": 1, "cos": 1, "tan": 1,
    "arctan": 1, "min": 2, "max": 2, "where": 3, "clip": 3, "isnodata": 1,
}  # fmt: skip
RANGE_FUNCTIONS = ("mean", "median", "min", "max", "sum", "std")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class BandAt:
    """The band nearest to a wavelength in nm."""

    wavelength_nm: float


@dataclass(frozen=True)
class BandNumber:
    """A band by its number, counted from 1."""

    number: int


@dataclass(frozen=True)
class BandRange:
    """What a function makes of all good bands between two wavelengths in nm."""

    function: str
    start_nm: float
    stop_nm: float


@dataclass(frozen=True)
class Call:
    """A function or an operator with its operands.

    Parameters
    ----------
    function : str
        A key of `FUNCTIONS`, or an operator; ``"negative"`` and ``"not"`` have one
        operand.
    operands : tuple of Expression
    """

    function: str
    operands: tuple["Expression", ...]


Expression = Number | BandAt | BandNumber | BandRange | Call
FindIndex = Callable[[str], str | None]


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


def parse_formula(text: str, find_index: FindIndex = lambda _name: None) -> Expression:
    """Read a formula.

    Parameters
    ----------
    text : str
    find_index : callable
        From the name of a published index to its formula, or ``None``.

    Raises
    ------
    ConfigurationError
        With the place where the formula goes wrong, and what is expected there.
    """
    return _Parser(text, find_index).whole()


class _Parser:
    def __init__(self, text: str, find_index: FindIndex, depth: int = 0) -> None:
        if len(text) > _LONGEST:
            raise ConfigurationError(
                f"the formula has {len(text)} characters; {_LONGEST} are the most"
            )
        self._text = text
        self._find_index = find_index
        self._depth = depth
        self._tokens = _tokens(text)
        if len(self._tokens) > _MOST_PARTS:
            raise ConfigurationError(
                f"the formula has more than {_MOST_PARTS} bands, numbers and "
                "operators; compute it in parts"
            )
        self._at = 0

    def whole(self) -> Expression:
        """Return the expression of the whole text."""
        if not self._tokens:
            raise ConfigurationError(
                "the formula is empty; write one such as (b800 - b670) / (b800 + b670)"
            )
        expression = self._either()
        if self._at < len(self._tokens):
            self._refuse("an operator such as + or /")
        return expression

    def _either(self) -> Expression:
        # Each bracket and function passes here: its depth is that of the recursion.
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ConfigurationError(
                f"the formula has more than {_DEEPEST} brackets within each other; "
                "write it in a simpler way"
            )
        expression = self._chain({"or": "or", "|": "or"}, self._both)
        self._depth -= 1
        return expression

    def _both(self) -> Expression:
        return self._chain({"and": "and", "&": "and"}, self._negation)

    def _negation(self) -> Expression:
        negations = 0
        while self._takes("not"):
            negations += 1
        expression = self._comparison()
        for _ in range(negations):
            expression = Call("not", (expression,))
        return expression

    def _comparison(self) -> Expression:
        left = self._sum()
        sign = self._takes(*COMPARISONS)
        if not sign:
            return left
        compared = Call(sign, (left, self._sum()))
        if self._peek() in COMPARISONS:
            self._refuse("'and' between two comparisons, as in a < b and b < c")
        return compared

    def _sum(self) -> Expression:
        return self._chain({"+": "+", "-": "-"}, self._product)

    def _product(self) -> Expression:
        return self._chain({"*": "*", "/": "/"}, self._signed)

    def _signed(self) -> Expression:
        is_negative = False
        while sign := self._takes("-", "+"):
            is_negative ^= sign == "-"
        expression = self._power()
        return Call("negative", (expression,)) if is_negative else expression

    def _power(self) -> Expression:
        base = self._atom()
        if not self._takes("^", "**"):
            return base
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse("fewer powers of powers")
        power = Call("^", (base, self._signed()))
        self._depth -= 1
        return power

    def _chain(
        self, operators: dict[str, str], operand: Callable[[], Expression]
    ) -> Expression:
        expression = operand()
        while sign := self._takes(*operators):
            expression = Call(operators[sign], (expression, operand()))
        return expression

    def _atom(self) -> Expression:
        token = self._token()
        if token is not None and token.kind == "number":
            value, unit = _number_and_unit(token.text)
            if unit:
                self._refuse(f"b before a wavelength, as in b{token.text}")
            self._at += 1
            return Number(value)
        if token is not None and token.kind == "band":
            self._at += 1
            return BandAt(_in_nm(*_number_and_unit(token.text[1:])))
        is_name = token is not None and token.kind == "name"
        if token is not None and is_name and token.text not in ("and", "or", "not"):
            return self._named(token)
        if not self._takes("("):
            self._refuse("a band, a number or a bracket")
        expression = self._either()
        self._require(")")
        return expression

    def _named(self, token: _Token) -> Expression:
        self._at += 1
        is_call = self._takes("(")
        if not is_call:
            return self._index(token)
        if token.text.lower() == "band":
            return self._band_number()
        name = token.text.lower()
        if name in RANGE_FUNCTIONS and self._is_range():
            return self._range(name)
        if name not in FUNCTIONS:
            self._at -= 2
            known = ", ".join(sorted({*FUNCTIONS, *RANGE_FUNCTIONS, "band"}))
            if name in RANGE_FUNCTIONS:
                self._refuse(f"two wavelengths in {name}, as in {name}(1640:1660)")
            self._refuse(f"one of the functions {known}")
        operands = [self._either()]
        while self._takes(","):
            operands.append(self._either())
        if len(operands) != FUNCTIONS[name]:
            raise ConfigurationError(
                f"{name} takes {FUNCTIONS[name]} values, not {len(operands)}, in the "
                f"formula {self._text[:80]!r}"
            )
        self._require(")")
        return Call(name, tuple(operands))

    def _index(self, token: _Token) -> Expression:
        formula = self._find_index(token.text)
        if formula is None:
            self._at -= 1
            self._refuse(
                "a band such as b800, a function such as sqrt(b800) or the name of an "
                "index such as NDVI"
            )
        # Indices of indices end, as each is counted.
        return _Parser(formula, self._find_index, self._depth + 1).whole()

    def _band_number(self) -> Expression:
        token = self._token()
        if token is None or token.kind != "number" or not token.text.isdecimal():
            self._refuse("the number of a band, counted from 1")
        self._at += 1
        self._require(")")
        return BandNumber(int(token.text))

    def _is_range(self) -> bool:
        following = self._tokens[self._at : self._at + 2]
        return len(following) == 2 and following[1].text == ":"

    def _range(self, function: str) -> Expression:
        first, unit = self._limit()
        self._require(":")
        last, last_unit = self._limit()
        self._require(")")
        limits = sorted((_in_nm(first, unit or last_unit), _in_nm(last, last_unit)))
        return BandRange(function, *limits)

    def _limit(self) -> tuple[float, str]:
        token = self._token()
        if token is None or token.kind not in ("number", "band"):
            self._refuse("a wavelength, as in mean(1640:1660)")
        self._at += 1
        return _number_and_unit(token.text.lstrip("bB"))

    def _token(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _peek(self) -> str:
        token = self._token()
        return token.text if token else ""

    def _takes(self, *texts: str) -> str:
        """Step over the next token if it is one of these, and return it."""
        token = self._token()
        if token is None or token.text not in texts:
            return ""
        self._at += 1
        return token.text

    def _require(self, text: str) -> None:
        if not self._takes(text):
            self._refuse(repr(text))

    def _refuse(self, expected: str) -> NoReturn:
        token = self._token()
        where = (
            f"at {token.text!r} (character {token.place + 1})"
            if token
            else "at its end"
        )
        raise ConfigurationError(
            f"the formula {self._text[:80]!r} cannot be read {where}; expected is "
            f"{expected}"
        )


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        place = match.start(kind)
        if kind == "wrong":
            raise ConfigurationError(
                f"the formula {text[:80]!r} cannot be read at {match[kind]!r} "
                f"(character {place + 1}); it consists of bands, numbers, functions "
                "and operators"
            )
        tokens.append(_Token(kind, match[kind], place))
    return tokens


def _number_and_unit(text: str) -> tuple[float, str]:
    for unit in ("um", "µm", "nm"):
        if text.endswith(unit):
            return float(text.removesuffix(unit)), unit
    return float(text), ""


def _in_nm(value: float, unit: str) -> float:
    return value if unit in ("", "nm") else value * _NM_PER_UM
