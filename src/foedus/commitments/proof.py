"""The proof of a verdict, step by step: articles and quoted claims, what is assumed, what was not found."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from foedus.commitments.conditions import DOCTRINE, Scene
from foedus.commitments.contested import ABROAD, ELSEWHERE, HOME, OTHER, holders_of
from foedus.commitments.kernel import Assignment, Formula, Frame, Truth, pivots, readings
from foedus.commitments.language import Doctrine
from foedus.incidents.sides import PRESS
from foedus.records import Act, Step
from foedus.resources import load_yaml

_CODE = re.compile(r"\{(\w+)\}")
_QUESTIONS = {
    "first": "who used force first",
    "where": "on whose land it happened",
    "gravity": "how grave it was",
    "force": "whether force was used",
    "opinion": "whether the party holds itself threatened",
}
_STATEMENTS = {
    "gravity": {
        "threat": "it was no more than a threat",
        "incident": "it was no more than an incident",
        "armed_attack": "it was an armed attack",
        "war": "it was war",
    },
    "force": {"yes": "force was used", "no": "no force was used"},
    "opinion": {"yes": "the party held itself threatened", "no": "the party did not hold itself threatened"},
}
_SHORT = {"first": "who", "where": "place", "gravity": "gravity", "force": "force", "opinion": "opinion"}


class Found(Protocol):
    """What was found of asking and answering."""

    @property
    def invoked(self) -> tuple[Act, ...]: ...  # noqa: D102
    @property
    def not_invoked(self) -> tuple[Act, ...]: ...  # noqa: D102
    @property
    def answered(self) -> tuple[Act, ...]: ...  # noqa: D102
    @property
    def as_of(self) -> str | None: ...  # noqa: D102


@functools.cache
def name_of(code: str) -> str:
    """Return the English name of a state or body by code; the code itself if it is none.

    >>> name_of("ARM"), name_of("XKA"), name_of("CSTO")
    ('Armenia', 'the Nagorno-Karabakh authorities', 'CSTO')
    """
    special = {"XKA": "the Nagorno-Karabakh authorities", PRESS: "the press"}
    if code in special:
        return special[code]
    entry = load_yaml("lang/en/countries.yaml").get(code)
    return str(entry["names"][0]).split("(")[0] if entry else code


def spoken(text: str) -> str:
    """Return a text with codes in braces put as names."""
    return _CODE.sub(lambda m: name_of(m[1]), text)


def names(codes: Sequence[str], joint: str = " and ") -> str:
    """Return the names of codes, joined."""
    return joint.join(name_of(c) for c in codes)


def question(name: str, scene: Scene) -> str:
    """Return a dimension as a question in words."""
    if name.startswith(DOCTRINE):
        return f"whether {doctrine_of(name, scene).yes} (a question of law)"
    return _QUESTIONS[name]


def doctrine_of(name: str, scene: Scene) -> Doctrine:
    """Return the doctrine that a dimension of doctrine stands for."""
    return next(d for d in scene.treaty.doctrines if DOCTRINE + d.id == name)


def statement(name: str, value: str, scene: Scene) -> str:
    """Return one answer to a question as a sentence without its stop."""
    if name.startswith(DOCTRINE):
        doctrine = doctrine_of(name, scene)
        return doctrine.yes if value == "yes" else doctrine.no
    if name == "where":
        if value == ELSEWHERE:
            return "it happened elsewhere"
        return f"it happened on {_site(value)}"
    if name == "first":
        special = {OTHER: "somebody else, or nobody", HOME: "people of the country", ABROAD: "attackers from outside"}
        return f"{special.get(value) or name_of(value)} used force first"
    return _STATEMENTS[name][value]


def _site(key: str) -> str:
    recognised, controlled = holders_of(key, "recognised"), holders_of(key, "controlled")
    if len(recognised) > 1:
        words = f"the line between {names(recognised)}, not delimited"
    elif recognised:
        words = f"land of {name_of(recognised[0])}"
    else:
        words = "a place whose holder states do not agree on"
    return words if controlled == recognised else f"{words}, held by {names(controlled)}"


def settlement(assignment: Assignment, scene: Scene) -> str:
    """Return a set of settled questions in words."""
    return ", and ".join(statement(name, value, scene) for name, value in assignment)


def turns_on(frame: Frame, formula: Formula, truth: Truth, pivot: Sequence[str]) -> tuple[str, ...]:
    """Return the short names of what a verdict turns on: open questions, or for `none` the conditions that fail.

    Names: who, place, gravity, force, opinion, and doctrines by their id.
    """
    named = pivot if truth == "arguable" else failing(frame, formula) if truth == "none" else ()
    return tuple(_short(name) for name in named)


def failing(frame: Frame, formula: Formula) -> tuple[str, ...]:
    """Return the questions of fact on which a trigger fails that no reading meets."""
    failed = [f for f in _conjuncts(formula) if not readings(f, frame)]
    named = [d for f in failed for d in sorted(f.dimensions())]
    return tuple(dict.fromkeys(d for d in named if not d.startswith(DOCTRINE)))


def reasons(frame: Frame, formula: Formula, scene: Scene) -> tuple[str, ...]:
    """Return the answers, in words, that defeat a trigger which no reading meets."""
    return tuple(
        " or ".join(statement(name, o.value, scene) for o in scene.situation.questions[name].options)
        for name in failing(frame, formula)
    )


def _short(name: str) -> str:
    return name.removeprefix(DOCTRINE) if name.startswith(DOCTRINE) else _SHORT.get(name, name)


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    if formula.op != "and":
        yield formula
        return
    for child in formula.children:
        yield from _conjuncts(child)


def unverified(scene: Scene) -> tuple[str, ...]:
    """Return what the treaty file says is unverified among the facts that this verdict uses."""
    treaty, clause, day = scene.treaty, scene.clause, scene.situation.date
    facts: list[tuple[str, str | None]] = [
        ("day", _assumed_day(scene)),
        (clause.article, clause.unverified),
        ("in force", treaty.in_force.unverified),
    ]
    facts += [
        (f"text of {t.id}", t.unverified) for t in treaty.texts if t.since <= day and (not t.until or day < t.until)
    ]
    doubted: dict[str, list[str]] = {}
    for member in treaty.memberships(day):
        if member.unverified:
            doubted.setdefault(member.unverified, []).append(name_of(member.state))
    facts += [(f"membership of {', '.join(states)}", doubt) for doubt, states in doubted.items()]
    return tuple(dict.fromkeys(f"{what}: {doubt}" for what, doubt in facts if doubt))


def _assumed_day(scene: Scene) -> str | None:
    if not scene.situation.day_assumed:
        return None
    return f"not told in the reports; weighed as of {scene.situation.date}, {scene.situation.day_assumed}"


def steps(scene: Scene, formula: Formula, frame: Frame, found: Found) -> tuple[Step, ...]:
    """Return the proof: the clause, the parties of the day, the trigger tree with claims, asking, answering, doubts."""
    treaty, clause = scene.treaty, scene.clause
    truth = frame.truth(readings(formula, frame))
    article = f"{treaty.short} {clause.article}"
    out = [
        Step(depth=0, text=" ".join(clause.says.split()), holds=truth, article=article),
        _step(1, f"parties on {scene.situation.date}: {names(sorted(scene.members), ', ')}", "info", article),
    ]
    for member in treaty.memberships(scene.situation.date):
        if member.frozen and member.frozen <= scene.situation.date:
            text = f"{name_of(member.state)} has frozen its part since {member.frozen}; in law it remains bound"
            out.append(_step(2, text, "info"))
    out += _tree(formula, 1, frame)
    mattering = {name for name, _ in pivots(frame, readings(formula, frame))}
    for dimension in frame.dimensions:
        if dimension.kind == "fact" or dimension.name in mattering:
            out += _question_steps(dimension.name, scene)
    return (*out, *_asking(scene, found), *_answering(scene, found), *_doubts(scene))


def _step(depth: int, text: str, holds: str, article: str | None = None, claim: str | None = None) -> Step:
    return Step(depth=depth, text=spoken(text), holds=holds, article=article, claim=claim)  # type: ignore[arg-type]


def _tree(node: Formula, depth: int, frame: Frame) -> Iterator[Step]:
    """Yield the conditions with how far each is met; of alternatives only those that some reading meets."""
    held = readings(node, frame)
    parts = [c for c in node.children if node.op != "or" or not held or readings(c, frame)]
    if node.op in ("and", "or") and len(parts) == 1:
        yield from _tree(parts[0], depth, frame)
        return
    text = {"and": "all of these", "or": "one of these", "not": "not this", "unless": "the first, unless the others"}
    yield _step(depth, text.get(node.op, node.text), frame.truth(held))
    if node.op == "known" and not node.value:
        yield _step(depth + 1, f"nothing was found that {node.text}", "not_found")
    for claim in node.about if node.op == "known" else ():
        yield _step(depth + 1, "as said here", "info", claim=claim)
    for part in parts:
        yield from _tree(part, depth + 1, frame)


def _question_steps(name: str, scene: Scene) -> Iterator[Step]:
    if name.startswith(DOCTRINE):
        doctrine = doctrine_of(name, scene)
        yield _step(1, f"in dispute among lawyers: {doctrine.question}", "assumed")
        for holder, answer in doctrine.held:
            yield _step(2, f"{name_of(holder)} holds that {statement(name, answer, scene)}", "info")
        return
    options = scene.situation.questions[name].options
    yield _step(1, f"{'contested' if len(options) > 1 else 'not contested'}: {_QUESTIONS[name]}", "info")
    for choice in options:
        text = statement(name, choice.value, scene)
        if choice.held_by:
            yield _step(2, f"{text}: so {names(choice.held_by, ', ')}", "assumed" if len(options) > 1 else "info")
        elif len(options) > 1:
            yield _step(2, f"{text}: nothing was found that says so, nothing that excludes it", "not_found")
        else:
            yield _step(2, text, "info")
        for claim in choice.claims:
            yield _step(3, "as said here", "info", claim=claim)


def _asking(scene: Scene, found: Found) -> Iterator[Step]:
    for act in found.invoked:
        asked = f"{name_of(act.by)} asked {name_of(act.to) if act.to else ''}".rstrip()
        what = "consultations" if act.detail == "meet" else "help"
        under = f" under {act.provision}" if act.provision else ""
        when = f" on {act.date}" if act.date else ""
        yield _step(1, f"{asked} for {what}{under}{when} ({act.kind} invocation)", "info", claim=act.claim)
    for act in found.not_invoked:
        yield _step(1, f"it is said that {name_of(act.by)} did not ask for help", "info", claim=act.claim)
    if not found.invoked and scene.clause.kind in ("assist", "consult"):
        needed = "; this clause needs a request" if scene.clause.request == "needed" else ""
        until = found.as_of or "the end of the corpus"
        text = f"nothing was found that {name_of(scene.beneficiary)} invoked it, as of {until}{needed}"
        yield _step(1, text, "not_found")


def _answering(scene: Scene, found: Found) -> Iterator[Step]:
    for act in found.answered:
        when = f" on {act.date}" if act.date else ""
        yield _step(1, f"answer of {name_of(act.by)}{when}: {act.kind}", "info", claim=act.claim)
    if not found.answered and scene.clause.kind not in ("cease_fire", "refrain"):
        who = f"{names((*_obligors(scene), *scene.treaty.organs), ', ')}"
        yield _step(
            1, f"no answer of {who} reported in this corpus as of {found.as_of or 'the end of the corpus'}", "not_found"
        )


def _obligors(scene: Scene) -> tuple[str, ...]:
    if isinstance(scene.clause.owed_by, tuple):
        return scene.clause.owed_by
    return tuple(sorted(scene.members - {scene.beneficiary}))


def _doubts(scene: Scene) -> Iterator[Step]:
    for doubt in unverified(scene):
        yield _step(1, f"unverified in the treaty file: {doubt}", "assumed")
