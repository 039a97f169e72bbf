"""Measure this version and write docs/benchmarks.md: claims, reading, incidents, speed; losses included.

python benchmarks/run.py [--shared FOLDER] [--quick]     FOLDER holds probe/, incidents/ and bench/ (default ../shared)
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import speed

from foedus import __version__
from foedus.faces.bench import Figure
from foedus.faces.bench import run as run_task

# Bars of this release; a figure below its bar is printed with ✗, never left out.
BARS = {
    "false occurrence": (0.10, "≤"),
    "invented perpetrator": (0.05, "≤"),
    "type F1": (0.65, "≥"),
    "quantity F1": (0.65, "≥"),
    "speaker F1": (0.60, "≥"),
    "time accuracy": (0.75, "≥"),
    "place exact": (0.75, "≥"),
    "swap symmetry": (1.0, "≥"),
    "quote fidelity": (1.0, "≥"),
}


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    options = parser.parse_args()
    page = Path(__file__).parents[1] / "docs" / "benchmarks.md"
    page.write_text("\n".join(_page(options.shared, options.quick)) + "\n", encoding="utf-8")
    print(page.read_text(encoding="utf-8"))


def _page(shared: Path, quick: bool) -> Iterator[str]:
    yield "# What was measured"
    yield ""
    yield f"foedus {__version__}, Python {platform.python_version()}, one core of a shared 2-core machine. Written by"
    yield "`make bench`; figures of public sets and of our own gold are development parts (larger parts are kept back)."
    yield ""
    yield "## Claims (our own gold)"
    yield ""
    yield from _claims(shared / "probe")
    yield ""
    yield "## Speed and size"
    yield ""
    yield speed.main(quick)


def _claims(folder: Path) -> Iterator[str]:
    if not folder.exists():
        yield "Not measured: the gold is not at hand."
        return
    figures = run_task("claims", folder)
    groups = list(dict.fromkeys(f.group for f in figures))
    yield "| figure, % | bar | " + " | ".join(groups) + " |"
    yield "|---|--:|" + "--:|" * len(groups)
    for name in dict.fromkeys(f.name for f in figures):
        cells = {f.group: f for f in figures if f.name == name}
        yield f"| {name} | {_bar(name)} | " + " | ".join(_cell(cells.get(g), name) for g in groups) + " |"


def _bar(name: str) -> str:
    bound, sign = BARS.get(name, (None, ""))
    return f"{sign} {100 * bound:.0f}" if bound is not None else ""


def _cell(figure: Figure | None, name: str) -> str:
    if figure is None:
        return "–"
    bound, sign = BARS.get(name, (None, ""))
    missed = bound is not None and (figure.value > bound if sign == "≤" else figure.value < bound)
    return f"{100 * figure.value:.1f}{' ✗' if missed and figure.group == 'all' else ''}"


if __name__ == "__main__":
    main()
