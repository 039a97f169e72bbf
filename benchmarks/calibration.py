"""How often a claim of a given confidence is right, field by field: a table, and docs/reliability.svg.

python benchmarks/calibration.py [FOLDER] [--fit]   FOLDER holds *.jsonl gold and its score.py (default ../shared/probe)

--fit measures the rules' first guesses instead and writes resources/confidence.yaml, read by foedus.claims.
A field is right when the scorer counts no error of its kind; a spurious claim is wrong in its type and not asked for
the rest. Rules were written by this gold and do well on it: so the lower end of the interval is fitted, not the share.
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from foedus.faces.bench.claims import Read, measure, predict

FIELDS = ("claim", "type", "status", "speaker", "time", "place")
KINDS = {"claim": {"spurious", "type", "status"}, "type": {"spurious", "type"}}
COLOURS = {
    "claim": "#d68910",
    "type": "#1d2228",
    "status": "#c0392b",
    "speaker": "#6c3483",
    "time": "#1f618d",
    "place": "#1e8449",
}
EDGES = (0.0, 0.7, 0.78, 0.85, 0.95, 1.01)
ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src" / "foedus" / "resources" / "confidence.yaml"
HEAD = """\
# A rule's first guess: how often claims with it are right in type and status (lower end of Wilson's 95 % interval).
# Written by `python benchmarks/calibration.py --fit` from development gold; do not edit by hand.
"""
SIDE, MARGIN = 320, 44


class Bin(NamedTuple):
    """Claims of like confidence: the mean of it, how many are right in a field, how many there are."""

    confidence: float
    right: int
    total: int

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        z, n = 1.96, self.total
        middle = (self.share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def main() -> None:
    """Print the table and write the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2] / "shared" / "probe")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "reliability.svg")
    parser.add_argument("--fit", action="store_true", help="write resources/confidence.yaml anew")
    options = parser.parse_args()
    if options.fit:
        with patch("foedus.claims.assembly.calibrated", lambda guess: guess):  # the guesses themselves are measured
            TABLE.write_text(HEAD + "".join(fit(reliability(options.folder)["claim"])), encoding="utf-8")
        return
    bins = reliability(options.folder)
    for field, of_field in bins.items():
        for one in of_field:
            low, high = one.interval
            print(
                f"{field:<8} said {one.confidence:.2f}  right {one.share:.3f} [{low:.2f}, {high:.2f}]  of {one.total}"
            )
        print(f"{field:<8} expected calibration error {calibration_error(of_field):.3f}")
    options.out.write_text("\n".join(plot(bins)) + "\n", encoding="utf-8")


def reliability(folder: Path, read: Read | None = None) -> dict[str, list[Bin]]:
    """Return the bins of each field that have claims in them."""
    wrong: dict[str, set[str]] = defaultdict(set)
    measured = measure(folder, read)
    for row in measured.errors:
        if row["pred"]:
            wrong[row["pred"]["id"]].add(row["error"])
    gold = next(iter(sorted(folder.glob("*.jsonl"))))
    told = [(c["confidence"], c["id"], c) for item in predict(gold, read) for c in item["claims"]]
    found: dict[str, list[Bin]] = {}
    for field in FIELDS:
        asked = [
            (said, not wrong[name] & KINDS.get(field, {field})) for said, name, c in told if _is_asked(field, c, wrong)
        ]
        found[field] = list(_binned(asked))
    return found


def _is_asked(field: str, claim: dict[str, object], wrong: dict[str, set[str]]) -> bool:
    if field in ("claim", "type"):
        return True
    return bool(claim.get(field)) and not wrong[str(claim["id"])] & KINDS["type"]


def _binned(asked: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    for low, high in itertools.pairwise(EDGES):
        inside = [(said, right) for said, right in asked if low <= said < high]
        if inside:
            yield Bin(sum(s for s, _ in inside) / len(inside), sum(r for _, r in inside), len(inside))


def fit(bins: Sequence[Bin]) -> Iterator[str]:
    """Yield the lines of the table; neighbours that would fall with a rising guess are taken together."""
    pools: list[list[Bin]] = []
    for one in bins:
        pools.append([one])
        while len(pools) > 1 and _pool(pools[-2]).interval[0] > _pool(pools[-1]).interval[0]:
            pools[-2:] = [pools[-2] + pools[-1]]
    for together in pools:
        share = _pool(together).interval[0]
        yield from (f"{one.confidence:.2f}: {share:.2f}\n" for one in together)


def _pool(bins: Sequence[Bin]) -> Bin:
    total = sum(b.total for b in bins)
    return Bin(sum(b.confidence * b.total for b in bins) / total, sum(b.right for b in bins), total)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance between what is said and what is so, weighed by the number of claims."""
    total = sum(b.total for b in bins)
    return sum(b.total * abs(b.share - b.confidence) for b in bins) / total if total else 0.0


def plot(bins: dict[str, list[Bin]]) -> Iterator[str]:
    """Yield the lines of an SVG: said from left to right, so from bottom to top, 95 % intervals as bars."""
    size = SIDE + 2 * MARGIN
    box = f'viewBox="0 0 {size + 90} {size}" font-family="sans-serif" font-size="11"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    yield f'<rect width="{size + 90}" height="{size}" fill="#fff"/>'
    for tick in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        x, y = _at(tick, tick)
        yield f'<path d="M{MARGIN} {y}H{MARGIN + SIDE}M{x} {MARGIN}V{MARGIN + SIDE}" stroke="#e3e6ea"/>'
        yield f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end">{tick}</text>'
        yield f'<text x="{x}" y="{MARGIN + SIDE + 16}" text-anchor="middle">{tick}</text>'
    (x1, y1), (x2, y2) = _at(0.5, 0.5), _at(1, 1)
    yield f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#8a929c" stroke-dasharray="4 4"/>'
    yield f'<text x="{MARGIN + SIDE / 2}" y="{size - 8}" text-anchor="middle">confidence said</text>'
    yield f'<text x="{MARGIN}" y="{MARGIN - 16}">share right</text>'
    for number, (field, of_field) in enumerate(bins.items()):
        yield from _line(field, of_field, number)
    yield "</svg>"


def _line(field: str, bins: Sequence[Bin], number: int) -> Iterator[str]:
    colour, shift = COLOURS[field], 3 * (number - 2)
    points = [(x + shift, y) for x, y in (_at(b.confidence, b.share) for b in bins)]
    for (x, y), one in zip(points, bins, strict=True):
        low, high = (_at(0.5, end)[1] for end in one.interval)
        yield f'<path d="M{x} {low}V{high}" stroke="{colour}" stroke-opacity=".45"/>'
        told = f"{field}: {one.right} of {one.total}"
        yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"><title>{told}</title></circle>'
    line = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    yield f'<text x="{MARGIN + SIDE + 12}" y="{MARGIN + 16 * number + 8}" fill="{colour}">{field}</text>'


def _at(said: float, right: float) -> tuple[float, float]:
    """Return where a point lies; the axes begin at one half."""
    x, y = ((max(0.5, v) - 0.5) * 2 * SIDE for v in (said, right))
    return round(MARGIN + x, 1), round(MARGIN + SIDE - y, 1)


if __name__ == "__main__":
    main()
