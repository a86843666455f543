"""Which tests are nearest to a module in the graph of imports."""

import ast
from collections import defaultdict
from pathlib import Path

_LEFT_OUT = ("tests/e2e/", "tests/benchmarks/")
_FARTHEST = 3
_MOST_FILES = 12


class NearestTests:
    """Finds the test files that import a module, directly or through others.

    Parameters
    ----------
    root : Path
        The checkout.
    """

    def __init__(self, root: Path) -> None:
        self._importers: dict[str, set[str]] = defaultdict(set)
        self._files = {}
        for package in ("hsiviewer", "tests"):
            for file in sorted((root / package).rglob("*.py")):
                relative = file.relative_to(root)
                self._files[_module(relative)] = relative.as_posix()
        for module, name in self._files.items():
            for imported in self._imports((root / name).read_text(encoding="utf-8")):
                self._importers[imported].add(module)

    def of(self, file: Path) -> list[str]:
        """Return test files, the nearest first; see the constants for how many."""
        start = _module(file)
        distances = {start: 0}
        ring = [start]
        while ring and distances[ring[0]] < _FARTHEST:
            ring = [
                importer
                for module in ring
                for importer in sorted(self._importers[module])
                if distances.setdefault(importer, distances[module] + 1)
                == distances[module] + 1
            ]
            ring = list(dict.fromkeys(ring))
        own = f"test_{file.stem}.py"
        near = [
            (not name.endswith(f"/{own}"), distance, name)
            for module, distance in distances.items()
            if (name := self._files[module]).startswith("tests/")
            and Path(name).name.startswith("test_")
            and not name.startswith(_LEFT_OUT)
        ]
        return [name for _, _, name in sorted(near)][:_MOST_FILES]

    def _imports(self, source: str) -> set[str]:
        imported = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    imported.add(whole if whole in self._files else node.module)
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
        return imported & set(self._files)


def _module(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
