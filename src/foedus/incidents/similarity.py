"""How alike two documents are in words: cosine of TF-IDF over their main text, in one language only.

A weak witness beside days, places and sides; it matters where a text has none of them.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from foedus.incidents.context import Context
from foedus.incidents.evidence import Cosine, Lore
from foedus.incidents.happenings import Happening
from foedus.incidents.rules import rules
from foedus.mentions.tokens import tokenise
from foedus.records import Document

_LONGEST = 400  # words of a text that count: leads tell the happening, tails the background
_HEAVIEST = 100  # words of a document that carry its weight; the rest changes the cosine in the third digit
_SHORTEST_WORD = 4
_FEWEST = 8  # below this many documents, rarity means nothing


def lore(documents: Sequence[Document], rows: Sequence[Happening], contexts: Mapping[str, Context]) -> Lore:
    """Return what a corpus says: how alike its documents are in words, how rare those about given parties are."""
    abouts = sorted({(r.document, r.about) for r in rows if r.about})
    total = max(len(abouts), _FEWEST)

    @functools.cache
    def rarity(parties: frozenset[str]) -> float:
        seen = sum(parties <= set(about) for _, about in abouts)
        return round(math.log2(total / max(seen, 1)), 6)

    doublings = math.log2(max(len(rows), 1) / rules().corpus)
    accept = max(rules().accept_least, rules().accept + rules().accept_per_doubling * doublings)
    names = _cosines({ident: Counter(dict(c.named)) for ident, c in sorted(contexts.items())})
    return Lore(similarity(documents), names, lambda parties: rarity(frozenset(parties)), round(accept, 6))


def similarity(documents: Sequence[Document]) -> Cosine:
    """Return the cosine of two documents by id; None for texts of different languages."""
    languages = {d.id: d.language[:2] for d in documents}
    cosine = _cosines({d.id: _words(d) for d in documents})
    return lambda left, right: cosine(left, right) if languages.get(left) == languages.get(right) else None


def _cosines(counts: Mapping[str, Counter[str]]) -> Cosine:
    vectors = _vectors(counts)

    @functools.cache
    def cosine(left: str, right: str) -> float | None:
        a, b = vectors.get(left), vectors.get(right)
        if left == right or not a or not b:
            return None
        return round(math.fsum(a[word] * b[word] for word in sorted(a.keys() & b.keys())), 6)

    return lambda left, right: cosine(*sorted((left, right)))


def _words(document: Document) -> Counter[str]:
    found: list[str] = []
    for passage in document.passages:
        if passage.main and len(found) < _LONGEST:
            found += [w for w in tokenise(document.text, passage.start, passage.end).words if len(w) >= _SHORTEST_WORD]
    return Counter(found[:_LONGEST])


def _vectors(words: Mapping[str, Counter[str]]) -> dict[str, dict[str, float]]:
    total = max(len(words), _FEWEST)
    seen: Counter[str] = Counter()
    for counts in words.values():
        seen.update(counts.keys())
    rarity = {word: math.log((total + 1) / (n + 1)) for word, n in seen.items()}
    out = {}
    for ident, counts in words.items():
        heavy = sorted(((1 + math.log(n)) * rarity[word], word) for word, n in counts.items())[-_HEAVIEST:]
        raw = {word: value for value, word in heavy}
        norm = math.sqrt(math.fsum(v * v for v in raw.values())) or 1.0
        out[ident] = {word: value / norm for word, value in raw.items() if value > 0}
    return out
