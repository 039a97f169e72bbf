"""What each file of word lists may hold: the records that the readers of those files convert to, gathered by name."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from foedus.claims.lexicon import Act, Cue, Grammar, Light, Source, Speech
from foedus.mentions.actor_lexicon import Grammar as Joining
from foedus.mentions.actor_lexicon import Person
from foedus.mentions.items import ItemTable
from foedus.mentions.numerals import NumberTable
from foedus.mentions.place_words import Table as PlaceTable
from foedus.mentions.provisions import ProvisionWords
from foedus.mentions.time_words import TimeTable

Says = tuple[str, ...]
BLOCKS = ("slots", "auxiliaries", "clause", "pronouns", "possessives", "counts", "inflections", "sides_after")
GRAMMAR_KEYS = frozenset({*Grammar._fields, *BLOCKS})
JOINING_KEYS = frozenset(name.rstrip("_") for name in Joining.__struct_fields__)
PLACE_KEYS = frozenset(name.rstrip("_") for name in PlaceTable.__struct_fields__)


class Acts(Struct, forbid_unknown_fields=True):
    """`acts.yaml`."""

    light: tuple[Light, ...] = ()
    acts: tuple[Act, ...] = ()


class Speaking(Struct, forbid_unknown_fields=True):
    """`speech.yaml`."""

    verbs: tuple[Speech, ...] = ()
    sources: tuple[Source, ...] = ()
    documents: Says = ()
    denials: Says = ()


class Cues(Struct, forbid_unknown_fields=True):
    """`cues.yaml`."""

    status: tuple[Cue, ...] = ()
    nothing: Says = ()
    figure: Says = ()
    pastime: dict[str, Says] = {}
    exercise: dict[str, Says] = {}
    themes: dict[str, Says] = {}


class Country(Struct, forbid_unknown_fields=True):
    """An entry of `countries.yaml`."""

    names: Says = ()
    adjectives: Says = ()
    people: Says = ()
    capitals: Says = ()
    attributes: Says = ()


class Role(Struct, forbid_unknown_fields=True):
    """A role noun."""

    id: str
    words: Says
    sector: str | None = None
    office: bool = False
    title: bool = False
    inherits: bool = False
    need_country: bool = False


class Actors(Struct, forbid_unknown_fields=True):
    """`actors.yaml` of a language."""

    grammar: dict[str, Any] = {}
    roles: tuple[Role, ...] = ()
    tails: tuple[Role, ...] = ()
    modifiers: Says = ()
    property_after: Says = ()
    place_after: Says = ()
    place_before: Says = ()
    made_before: Says = ()


class Body(Struct, forbid_unknown_fields=True):
    """An organisation, group or agency."""

    id: str
    names: Says
    country: str | None = None
    sector: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None


OF_A_LANGUAGE: dict[str, Any] = {
    "acts": Acts, "speech": Speaking, "cues": Cues, "countries": dict[str, Country], "actors": Actors,
    "times": TimeTable, "numbers": NumberTable, "items": ItemTable, "provisions": ProvisionWords,
    "means": dict[str, dict[str, Says]], "grammar": dict[str, Any], "places": dict[str, Any],
}  # fmt: skip
OF_ALL: dict[str, Any] = {
    "actors/organisations": tuple[Body, ...], "actors/groups": tuple[Body, ...], "actors/agencies": tuple[Body, ...],
    "actors/persons": tuple[Person, ...], "means": dict[str, dict[str, Says]],
}  # fmt: skip


def shape_of(relative: str) -> Any:
    """Return the type of a file below `resources/`, None if its shape is not known here."""
    parts = relative.removesuffix(".yaml").split("/")
    if parts[0] == "lang" and len(parts) == 3:
        return OF_A_LANGUAGE.get(parts[2])
    return OF_ALL.get("/".join(parts))
