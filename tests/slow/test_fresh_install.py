"""What a new user does: install into an empty environment, build the sample case, check it."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HELP_CPU_S = 0.3
DEMO_S = 20.0  # the promise of the README: the sample case is there in less


@pytest.fixture(scope="module")
def foedus(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Install foedus alone, without its development tools, and return its command."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", str(ROOT)], check=True)
    return str(home / "bin" / "foedus")


@pytest.mark.slow
def test_demo_is_built_verified_and_shown(foedus: str, tmp_path: Path) -> None:
    case = tmp_path / "case"
    begin = time.monotonic()
    subprocess.run([foedus, "demo", "--case", str(case), "--no-open"], check=True, cwd=tmp_path)
    assert time.monotonic() - begin < DEMO_S
    assert (case / "report.html").stat().st_size > 100_000
    subprocess.run([foedus, "verify", "--case", str(case), "--sample", "0"], check=True)


@pytest.mark.slow
def test_help_costs_next_to_nothing(foedus: str) -> None:
    subprocess.run([foedus, "--help"], check=True, capture_output=True)  # compiles the modules
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = subprocess.run([foedus, "--help"], check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "foedus demo" in shown
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < HELP_CPU_S


@pytest.mark.slow
def test_exports_do_not_depend_on_seed_or_jobs(tmp_path: Path) -> None:
    exports = [_export(tmp_path / f"case{seed}", seed, jobs) for seed, jobs in (("0", "1"), ("1", "2"))]
    assert exports[0] == exports[1]


def _export(case: Path, seed: str, jobs: str) -> list[bytes]:
    run = [sys.executable, "-m", "foedus"]
    environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}
    corpus = str(ROOT / "src" / "foedus" / "resources" / "demo" / "corpus")
    subprocess.run([*run, "build", corpus, "--case", str(case), "--jobs", jobs], check=False, env=environment)
    made = []
    for layout in ("claims", "incidents", "obligations", "documents"):
        out = case / f"{layout}.jsonl"
        subprocess.run([*run, "export", layout, "--case", str(case), "-o", str(out)], check=True, env=environment)
        made.append(out.read_bytes())
    return made
