"""Words by which sources say how grave an event was, where attackers came from, what was hit (`_readings.yaml`)."""

from __future__ import annotations

import functools

import msgspec
from msgspec import Struct

from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import tokenise
from foedus.records import Claim
from foedus.resources import load_yaml


def says(words: tuple[str, ...], claim: Claim) -> bool:
    """Return whether a claim's quote has one of the words; no words ask for nothing."""
    return not words or next(_lexicon(words).find(tokenise(claim.quote)), None) is not None


class Levels(Struct, frozen=True):
    """What settles how grave an incident was (`_readings.yaml`)."""

    armed_attack_modes: tuple[str, ...]
    armed_attack_means: tuple[str, ...]
    armed_attack_killed_inland: int
    war_killed: int
    incident_modes: tuple[str, ...]
    says_incident: tuple[str, ...]
    says_attack: tuple[str, ...]


class Readings(Struct, frozen=True):
    """How claims open or settle questions (`_readings.yaml`)."""

    gravity: Levels
    abroad: tuple[str, ...]
    objects: dict[str, tuple[str, ...]]


@functools.cache
def rules() -> Readings:
    """Return the resource."""
    return msgspec.convert(load_yaml("treaties/_readings.yaml"), type=Readings)


@functools.cache
def _lexicon(words: tuple[str, ...]) -> Phrases[str]:
    return Phrases((word, word) for word in words)
