"""Small mistakes in Python source: what a tired programmer might have written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutation:
    """A piece of source and what stands there instead.

    Parameters
    ----------
    start, stop : int
        Bytes of the UTF-8 source that are replaced.
    line : int
        Line of the first of them, from 1.
    before, after : str
        The piece and its replacement.
    """

    start: int
    stop: int
    line: int
    before: str
    after: str

    def applied(self, source: str) -> str:
        """Return the source with the mistake."""
        content = source.encode()
        changed = content[: self.start] + self.after.encode() + content[self.stop :]
        return changed.decode()


def mutations_of(source: str) -> list[Mutation]:
    """Return every mistake that can be made in a module.

    Log messages, docstrings, annotations and ``TYPE_CHECKING`` blocks are left
    as they are: nobody can notice a mistake there by running the program.
    """
    lines = source.encode().splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    mutations = []
    for node, after in _changes(ast.parse(source)):
        start = offsets[node.lineno - 1] + node.col_offset
        stop = offsets[node.end_lineno - 1] + node.end_col_offset
        before = source.encode()[start:stop].decode()
        # Parentheses keep the piece one expression, whatever stands beside it.
        text = f"({after})" if isinstance(node, ast.expr) else after
        mutations.append(Mutation(start, stop, node.lineno, before, text))
    return mutations


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for node in _executed(tree):
        if isinstance(node, ast.expr):
            yield from _changed_expressions(node)
        elif isinstance(node, ast.Return) and node.value is not None:
            yield node, "return None"
        elif _is_plain_call(node):
            yield node, "pass"
        if isinstance(node, ast.If | ast.IfExp):
            yield node.test, f"not ({ast.unparse(node.test)})"


def _changed_expressions(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        swapped = _COMPARISONS[type(node.ops[0])]()
        yield node, ast.unparse(ast.Compare(node.left, [swapped], node.comparators))
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        if not _is_text(node.left):
            operator = _OPERATORS[type(node.op)]()
            yield node, ast.unparse(ast.BinOp(node.left, operator, node.right))
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, ast.unparse(ast.BoolOp(other, node.values))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, ast.unparse(node.operand)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)


def _is_text(node: ast.expr) -> bool:
    is_string = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return is_string or isinstance(node, ast.JoinedStr)


def _constants(node: ast.Constant) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node.value, int | float):
        yield node, repr(node.value + 1)


def _is_plain_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    return not ast.unparse(node.value).startswith("_log.")


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """Walk over what runs and can be seen to run."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        children = value if isinstance(value, list) else [value]
        for child in children:
            if not isinstance(child, ast.AST) or _is_silent(child):
                continue
            yield child
            yield from _executed(child)


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True  # a text: its numbers are formats
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    is_log = isinstance(node, ast.Expr) and ast.unparse(node).startswith("_log.")
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_log or is_docstring
