"""A treaty's trigger over one situation, as a formula of the kernel; and the frame of the questions it asks."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from foedus.commitments.contested import HOME, OTHER, Question, holders_of
from foedus.commitments.frames import Situation
from foedus.commitments.kernel import Dimension, Formula, Frame, frame
from foedus.commitments.language import GRAVITIES, Area, Clause, Condition, Treaty, Where
from foedus.incidents.sides import party

DOCTRINE = "doctrine:"


class Scene(Struct, frozen=True):
    """What a trigger is asked of: a clause, the situation, the party that may be owed, the parties of the day."""

    treaty: Treaty
    clause: Clause
    situation: Situation
    beneficiary: str
    members: frozenset[str]

    def stands_with_beneficiary(self, actor: str) -> bool:
        """Return whether an actor is the beneficiary or fights on its side."""
        return party(actor) == self.beneficiary


def trigger(scene: Scene) -> Formula:
    """Return the clause's trigger as a formula."""
    return _compile(scene.clause.trigger, scene)


def frame_of(formula: Formula, scene: Scene) -> Frame:
    """Return the frame of the questions a formula asks: contested facts first, then doctrines."""
    named = formula.dimensions()
    facts = tuple(q.dimension() for name, q in scene.situation.questions.items() if name in named)
    doctrines = tuple(
        Dimension(DOCTRINE + d.id, ("yes", "no"), "doctrine", d.question)
        for d in scene.treaty.doctrines
        if DOCTRINE + d.id in named
    )
    return frame(facts + doctrines)


def _compile(condition: Condition, scene: Scene) -> Formula:
    key = condition.key() or "all"
    if key in ("all", "any", "not_", "unless"):
        parts = tuple(_compile(part, scene) for part in condition.parts())
        op = {"all": "and", "any": "or", "not_": "not", "unless": "unless"}[key]
        return Formula(op, condition.says or key.rstrip("_"), parts)  # type: ignore[arg-type]
    built = _TERMS[key](condition, scene)
    return Formula(
        built.op, condition.says or built.text, built.children, built.dimension, built.options, built.value, built.about
    )


def _known(value: bool, text: str, about: tuple[str, ...] = ()) -> Formula:
    return Formula("known", text, value=value, about=about)


def _ask(scene: Scene, name: str, holds: Callable[[str], bool], text: str) -> Formula:
    """Return the proposition that a question's answer is one for which `holds`; nothing found = it does not hold."""
    question = scene.situation.questions.get(name)
    if question is None:
        return _known(False, text)
    options = tuple(o.value for o in question.options if holds(o.value))
    return Formula("fact", text, dimension=name, options=options, about=_claims(question, options))


def _claims(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for o in question.options if o.value in options for c in o.claims))


def _attacked(_: Condition, scene: Scene) -> Formula:
    text = f"another used force first against {{{scene.beneficiary}}}"
    if not any(scene.stands_with_beneficiary(side) for side in scene.situation.sides):
        return _known(False, text)
    return _ask(scene, "first", lambda who: who not in (OTHER, HOME) and not scene.stands_with_beneficiary(who), text)


def _attacker(condition: Condition, scene: Scene) -> Formula:
    wanted = condition.attacker or "outsider"
    if wanted == "outsider":
        return _ask(
            scene, "first", lambda who: party(who) not in scene.members, "the attacker is not a party to the treaty"
        )
    if wanted == "member":
        return _ask(scene, "first", lambda who: _is_fellow(who, scene), "the attacker is a party to the treaty")
    if wanted == "state":
        return _ask(scene, "first", _is_state, "the attacker is a state")
    codes = (wanted,) if isinstance(wanted, str) else wanted
    return _ask(scene, "first", lambda who: party(who) in codes, "the attacker is " + _names(codes, " or "))


def _is_fellow(actor: str, scene: Scene) -> bool:
    return party(actor) in scene.members and not scene.stands_with_beneficiary(actor)


def _is_state(actor: str) -> bool:
    return len(actor) == 3 and actor.isupper() and party(actor) == actor


def _names(codes: tuple[str, ...], joint: str = ", ") -> str:
    return joint.join(f"{{{code}}}" for code in codes)


def _where(condition: Condition, scene: Scene) -> Formula:
    where = condition.where or Where()
    owners = _owners(where, scene)
    views = ("recognised", "controlled") if where.view == "either" else (where.view,)
    text = f"it happened on the territory of {_names(tuple(sorted(owners)), ' or ')}"

    def whole(key: str) -> bool:
        return any(len(h := holders_of(key, view)) == 1 and h[0] in owners for view in views)

    def line(key: str) -> bool:
        return any(len(h := holders_of(key, view)) > 1 and set(h) & owners for view in views) and not whole(key)

    own = _ask(scene, "where", whole, text)
    if not where.undelimited:
        return own
    shared = _ask(scene, "where", line, "it happened on a line that was never delimited")
    if shared.op == "known" or not shared.options:
        return own
    return Formula(
        "or", text, (own, Formula("and", "an undelimited line", (shared, _doctrine(where.undelimited, scene))))
    )


def _owners(where: Where, scene: Scene) -> set[str]:
    if where.of == "beneficiary":
        return {scene.beneficiary}
    if where.of == "party":
        return set(scene.members)
    return {where.of} if isinstance(where.of, str) else set(where.of)


def _doctrine(name: str, scene: Scene) -> Formula:
    doctrine = next(d for d in scene.treaty.doctrines if d.id == name)
    return Formula("fact", doctrine.yes, dimension=DOCTRINE + name, options=("yes",))


def _area(condition: Condition, scene: Scene) -> Formula:
    area = next(a for a in scene.treaty.areas if a.id == condition.area)
    return _ask(scene, "where", lambda key: _inside(area, key, scene.situation), f"it happened in {area.name}")


def _inside(area: Area, key: str, situation: Situation) -> bool:
    if set(holders_of(key, "controlled")) & set(area.controlled):
        return True
    if area.recognised and not set(holders_of(key, "recognised")) & set(area.recognised):
        return False
    points = situation.points.get(key, ())
    return not area.boxes or any(
        south <= lat <= north and west <= lon <= east for lat, lon in points for south, west, north, east in area.boxes
    )


def _gravity(condition: Condition, scene: Scene) -> Formula:
    least = GRAVITIES.index(condition.gravity or "threat")
    text = f"it was {_GRAVE[condition.gravity or 'threat']}"
    return _ask(scene, "gravity", lambda level: GRAVITIES.index(level) >= least, text)


_GRAVE = {
    "threat": "at least a threat",
    "incident": "at least an incident of force",
    "armed_attack": "an armed attack",
    "war": "a war",
}


def _object(condition: Condition, scene: Scene) -> Formula:
    wanted = condition.object or ()
    return _known(bool(set(wanted) & set(scene.situation.objects)), f"what was hit: {' or '.join(wanted)}")


def _opinion(_: Condition, scene: Scene) -> Formula:
    text = f"in the opinion of {{{scene.beneficiary}}} it is attacked or threatened"
    claims = scene.situation.opinions.get(scene.beneficiary, ())
    if claims:
        return _known(True, text, claims)
    if any(scene.stands_with_beneficiary(side) for side in scene.situation.sides):
        return _ask(scene, "opinion", lambda said: said == "yes", text)
    return _known(False, text)


def _force(condition: Condition, scene: Scene) -> Formula:
    used = _ask(scene, "force", lambda yes: yes == "yes", "force was used")
    if condition.force == "any":
        return used
    sides = {party(side) for side in scene.situation.sides}
    if len(sides & scene.members) < 2:
        return _known(False, "force was used between parties")
    by_party = _ask(scene, "first", lambda who: party(who) in scene.members, "a party used force first")
    return Formula("and", "force was used between parties", (used, by_party))


def _coercion(condition: Condition, scene: Scene) -> Formula:
    modes = condition.coercion or ()
    claims = tuple(c for mode in modes for c in scene.situation.coercion.get(mode, ()))
    return _known(bool(claims), f"coercion: {' or '.join(modes)}", claims)


_TERMS: dict[str, Callable[[Condition, Scene], Formula]] = {
    "attacked": _attacked,
    "attacker": _attacker,
    "where": _where,
    "area": _area,
    "gravity": _gravity,
    "object": _object,
    "opinion": _opinion,
    "force": _force,
    "coercion": _coercion,
    "doctrine": lambda condition, scene: _doctrine(condition.doctrine or "", scene),
}
