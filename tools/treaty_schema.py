"""Write the JSON Schemas of the hand-edited treaty files from their records; `--check` fails if one is out of date."""

from __future__ import annotations

import json
import sys

import msgspec

from foedus.commitments.language import Case, Treaty
from foedus.resources import ROOT

SCHEMAS = {"treaty.json": Treaty, "treaty-cases.json": tuple[Case, ...]}


def main() -> int:
    stale = []
    for name, record in SCHEMAS.items():
        path = ROOT / "schemas" / name
        text = json.dumps(msgspec.json.schema(record), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        if "--check" in sys.argv:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python tools/treaty_schema.py", file=sys.stderr)
    return 5 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
