"""Progress for people: one line that renews itself on a terminal, else a line every half minute."""

from __future__ import annotations

import shutil
import sys
import time

WORDS = {
    "look": "looking at sources",
    "read": "reading",
    "claim": "extracting claims",
    "link": "linking incidents",
    "weigh": "weighing commitments",
}
QUIET_S, TERMINAL_S = 30.0, 0.1


class Progress:
    """Tells how far a long run is; called as often as one likes, prints rarely."""

    def __init__(self) -> None:
        self.is_terminal = sys.stderr.isatty()
        self.last = time.monotonic() if not self.is_terminal else 0.0
        self.shown = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Note that `done` of `total` of a step are finished."""
        now = time.monotonic()
        if now - self.last < (TERMINAL_S if self.is_terminal else QUIET_S) and WORDS.get(what, what) == self.shown:
            return
        if not self.is_terminal and now - self.last < QUIET_S:
            return
        self.last, self.shown = now, WORDS.get(what, what)
        line = f"{self.shown} {done:,}/{total:,}" if total > 1 else f"{self.shown} …"
        if self.is_terminal:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r{line[:width]:<{width}}\r{line[:width]}")
        else:
            sys.stderr.write(f"foedus: {line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.is_terminal and self.shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
