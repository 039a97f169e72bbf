"""Print the house-style figures of our own code: a figure that stands out is a place to look, not a verdict.

python tools/measure.py [FOLDER]
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


def main(folder: Path) -> None:
    sources = {p: p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.py"))}
    functions = [(p, f) for p, text in sources.items() for f in _functions(ast.parse(text))]
    lengths = sorted(_length(f) for _, f in functions)
    modules = sorted((len(text.splitlines()), str(p)) for p, text in sources.items())
    lines = sum(n for n, _ in modules)
    comments = sum(line.lstrip().startswith("#") for text in sources.values() for line in text.splitlines())
    public = [f for _, f in functions if not f.name.startswith("_")]
    print(f"modules {len(modules)}, lines {lines}, median module {statistics.median(n for n, _ in modules):.0f}")
    print(f"functions {len(lengths)}, median {statistics.median(lengths):.0f}, p90 {lengths[len(lengths) * 9 // 10]}")
    print(f"comments {100 * comments / lines:.1f} %, public functions with docstring {_documented(public):.0f} %")
    print("longest modules: " + ", ".join(f"{Path(p).name} {n}" for n, p in modules[:-6:-1]))
    longest = sorted(((_length(f), f"{p.stem}.{f.name}") for p, f in functions), reverse=True)[:8]
    print("longest functions: " + ", ".join(f"{name} {n}" for n, name in longest))


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _documented(functions: list[Function]) -> float:
    return 100 * sum(ast.get_docstring(f) is not None for f in functions) / max(1, len(functions))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "src/foedus"))
