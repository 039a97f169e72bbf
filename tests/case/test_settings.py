"""Every setting is documented, in the template and in docs/case.md."""

from __future__ import annotations

from pathlib import Path

from foedus.config import TEMPLATE, Settings

PAGE = (Path(__file__).parents[2] / "docs" / "case.md").read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    for section in ("build", "review", "lexicons", "llm"):
        for name in getattr(Settings(), section).__struct_fields__:
            assert f"`{section}.{name}`" in PAGE
            assert f"# {name} = " in TEMPLATE
