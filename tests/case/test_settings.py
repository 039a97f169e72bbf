"""Every setting is documented, in the template and in docs/case.md."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from foedus.config import TEMPLATE, Settings

PAGES = "".join(p.read_text(encoding="utf-8") for p in sorted((Path(__file__).parents[2] / "docs").glob("*.md")))


def test_every_setting_is_in_the_template_and_in_the_docs() -> None:
    for section in Settings.__struct_fields__:
        values = getattr(Settings(), section)
        for name in values.__struct_fields__ if isinstance(values, Struct) else ():
            assert f"# {name} = " in TEMPLATE
            assert f"`{section}.{name}`" in PAGES or f"`{name}`" in PAGES or f"{name} =" in PAGES
