"""Quality floors: a change that reads worse than this fails, whatever else it mends.

The floors are this release's bars, on our own development gold; the test is skipped where the gold is not at hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.faces.bench import Figure, run

PROBE = Path(__file__).parents[3] / "shared" / "probe"
AT_LEAST = {
    "type F1": 0.80,
    "quantity F1": 0.75,
    "speaker F1": 0.70,
    "status accuracy": 0.90,
    "time accuracy": 0.80,
    "place exact": 0.75,
    "swap symmetry": 1.0,
    "quote fidelity": 1.0,
}
AT_MOST = {"false occurrence": 0.05, "invented perpetrator": 0.03, "silent publication date": 0.03}


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    if not PROBE.exists():
        pytest.skip("the gold is not at hand")
    return {f.name: f for f in run("claims", PROBE) if f.group == "all"}


@pytest.mark.parametrize("name", AT_LEAST)
def test_reads_no_worse(figures: dict[str, Figure], name: str) -> None:
    assert figures[name].value >= AT_LEAST[name]


@pytest.mark.parametrize("name", AT_MOST)
def test_errs_no_more(figures: dict[str, Figure], name: str) -> None:
    assert figures[name].value <= AT_MOST[name]
