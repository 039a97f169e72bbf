"""The numbers of `resources/linkage.yaml` as a record: what counts as evidence and what bounds an incident."""

from __future__ import annotations

import functools

import msgspec
from msgspec import Struct

from foedus.resources import load_yaml


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Weights are in log2; the file explains every entry."""

    force: tuple[str, ...]
    losses: tuple[str, ...]
    human: tuple[str, ...]
    one_party: dict[str, str]
    radius_km: dict[int, float]
    same_place_km: float
    same_area_km: float
    elsewhere_km: float
    max_gap_days: int
    max_span_days: int
    max_spread_km: float
    long_kinds: tuple[str, ...]
    max_long_span_days: int
    max_long_gap_days: int
    history_span_days: int
    stale_days: int
    recall_days: int
    kinds: dict[str, tuple[str, ...]]
    accept: float
    accept_recall: float
    accept_verdict: float
    corpus: int
    accept_per_doubling: float
    accept_least: float
    weights: dict[str, dict[str, float]]
    unrest: dict[str, tuple[str, ...]]
    parts: dict[str, tuple[str, ...]]
    withdrawal: dict[str, tuple[str, ...]]
    headlines: dict[str, str]


@functools.cache
def rules() -> Rules:
    """Return the rules, read once."""
    return msgspec.convert(load_yaml("linkage.yaml"), type=Rules, strict=False)


def weight(feature: str, level: str) -> float:
    """Return the weight of a feature at a level."""
    return rules().weights[feature][level]
