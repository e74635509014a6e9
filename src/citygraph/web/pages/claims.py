"""Claims about a thing: who, in what, as what, when, and who says so, as rows of tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.web.pages.reading import Name, Shown
from citygraph.web.pages.vouching import Statement, passages, statements, vouchers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.web.pages.reading import Reader
    from citygraph.web.pages.vouching import Voucher

__all__ = ["PAGE", "VIEWS", "ClaimRow", "Group", "claim_groups", "read_claim"]

_TYPE: Final = foreign("rdf:type")
_START: Final = foreign("schema:startDate").value
_END: Final = foreign("schema:endDate").value
_TITLE: Final = foreign("dct:title").value
_DERIVED_FROM: Final = foreign("prov:wasDerivedFrom").value
_LARGEST: Final = 5000
_SORTED_WHOLE: Final = 600
PAGE: Final = 50


@dataclass(frozen=True)
class View:
    """How claims of one class look from one of their parties.

    Attributes:
        key: The name of the group in addresses.
        class_name: The class of the claims.
        party: The property by which a claim names the thing that is looked at.
        other: The property that names the other party.
        title: The heading.
        columns: The headings of the columns: other party, as what, with or for.
        third: The property that names a third party.
    """

    key: str
    class_name: str
    party: str
    other: str
    title: str
    columns: tuple[str, str, str]
    third: str = ""


VIEWS: Final = (
    View(
        "initiatives",
        "Participation",
        "participant",
        "initiative",
        "Initiatives",
        ("Initiative", "Role", ""),
    ),
    View(
        "participants",
        "Participation",
        "initiative",
        "participant",
        "Participants",
        ("Participant", "Role", ""),
    ),
    View(
        "events",
        "EventParticipation",
        "participant",
        "event",
        "Events",
        ("Event", "Role", "On behalf of"),
        "onBehalfOf",
    ),
    View(
        "attendees",
        "EventParticipation",
        "event",
        "participant",
        "Who took part",
        ("Participant", "Role", "On behalf of"),
        "onBehalfOf",
    ),
    View(
        "represented",
        "EventParticipation",
        "onBehalfOf",
        "event",
        "Represented at events",
        ("Event", "Role", "By"),
        "participant",
    ),
    View("positions", "Position", "holder", "at", "Positions", ("At", "Position", "")),
    View("people", "Position", "at", "holder", "People", ("Person", "Position", "")),
    View("awards", "Award", "recipient", "prize", "Awards", ("Prize", "Placing", "")),
    View("recipients", "Award", "prize", "recipient", "Recipients", ("Recipient", "Placing", "")),
    View("figures", "Figure", "about", "measure", "Figures", ("Measure", "Value", "")),
    View("milestones", "Milestone", "about", "", "Milestones", ("Milestone", "", "")),
)
_PARTIES: Final = ("participant", "initiative", "event", "holder", "at", "recipient", "prize")


@dataclass(frozen=True)
class ClaimRow:
    """One claim as a row."""

    iri: str
    link: str
    other: Shown | None
    role: tuple[Shown, ...]
    third: tuple[Shown, ...]
    since: str
    until: str
    as_of: str
    status: tuple[Name, ...]
    first: str
    last: str
    vouchers: tuple[Voucher, ...] = ()
    plain: bool = True


@dataclass
class Group:
    """The claims of one kind about a thing, one page of them as rows.

    Attributes:
        view: How they look.
        total: How many there are; at most the bound.
        more: Whether there are more than the bound.
        page: The page shown, from 1.
        rows: The rows of this page.
        roles: How many claims have which role, for the summary.
        dated: The rows of all pages that have a date, for the time line.
    """

    view: View
    total: int
    more: bool
    page: int
    rows: list[ClaimRow] = field(default_factory=list)
    roles: list[tuple[Name, int]] = field(default_factory=list)
    dated: list[ClaimRow] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


def claim_groups(reader: Reader, node: ox.NamedNode, pages: dict[str, int]) -> list[Group]:
    """Return the claims about a thing in groups, one page of each.

    Args:
        reader: The reader.
        node: The thing.
        pages: The page wanted of a group by its key.
    """
    groups = []
    store, term = reader.known.store, reader.namespaces.term
    for view in VIEWS:
        kind = term(view.class_name).value
        found: list[str] = []
        pattern = (None, term(view.party), node, ox.DefaultGraph())
        more = False
        for quad in store.quads_for_pattern(*pattern):
            if len(found) >= _LARGEST:
                more = True
                break
            if isinstance(quad.subject, ox.NamedNode):
                claim = quad.subject.value
                known = reader.known.kinds.get(claim, "")
                if known == kind or (view.class_name == "Figure" and known.endswith("#Target")):
                    found.append(claim)
        if found:
            groups.append(_group(reader, view, found, more, pages.get(view.key, 1)))
    return groups


def _group(reader: Reader, view: View, found: list[str], more: bool, page: int) -> Group:  # noqa: FBT001
    group = Group(view, len(found), more, min(max(1, page), -(-len(found) // PAGE)))
    start = (group.page - 1) * PAGE
    if len(found) <= _SORTED_WHOLE:
        rows = [read_claim(reader, iri, view, whole=False) for iri in found]
        rows.sort(key=_order)
        shown = [row.iri for row in rows[start : start + PAGE]]
        group.dated = [row for row in rows if row.first]
        counts = Counter(row.role[0].name for row in rows if row.role)
        group.roles = counts.most_common(12) if view.key != "figures" else []
    else:
        shown = sorted(found)[start : start + PAGE]
    group.rows = [read_claim(reader, iri, view) for iri in shown]
    return group


def _order(row: ClaimRow) -> tuple[str, str, str]:
    return (row.first or "9", row.other.name.text.casefold() if row.other else "", row.iri)


def read_claim(reader: Reader, iri: str, view: View, *, whole: bool = True) -> ClaimRow:
    """Read a claim.

    Args:
        reader: The reader.
        iri: The claim.
        view: From which party it is looked at.
        whole: Whether to read its sources too.
    """
    store, node = reader.known.store, ox.NamedNode(iri)
    cg = reader.namespaces.term("").value
    found = statements(store, node) if whole else _merged(store, node)
    values: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    for each in found:
        values.setdefault(each.predicate.removeprefix(cg), []).append(each.term)
    statuses = [t.value.rpartition("/")[2] for t in values.get("status", ())]
    return ClaimRow(
        iri=iri,
        link=reader.link(iri),
        other=_other(reader, view, values),
        role=_as_what(reader, values),
        third=tuple(reader.show(t) for t in values.get(view.third, ())),
        since=_dates(values.get(_START, ())) or _dates(values.get("year", ())),
        until=_dates(values.get(_END, ())),
        as_of=_dates(values.get("asOf", ())) or _dates(values.get("dueDate", ())),
        status=tuple(reader.name(t.value) for t in values.get("status", ())),
        first=_dates(values.get("earliestStart", ())) or _dates(values.get("year", ())),
        last=_dates(values.get("latestEnd", ())),
        vouchers=tuple(_claim_vouchers(reader, node, found)) if whole else (),
        plain=not set(statuses) - {"stated"},
    )


def _merged(store: ox.Store, node: ox.NamedNode) -> list[Statement]:
    return [
        Statement(q.predicate.value, q.object, ())
        for q in store.quads_for_pattern(node, None, None, ox.DefaultGraph())
        if isinstance(q.object, ox.NamedNode | ox.Literal)
    ]


def _other(
    reader: Reader, view: View, values: dict[str, list[ox.NamedNode | ox.Literal]]
) -> Shown | None:
    terms = values.get(view.other) or values.get(_TITLE)
    return reader.show(terms[0]) if terms else None


def _as_what(
    reader: Reader, values: dict[str, list[ox.NamedNode | ox.Literal]]
) -> tuple[Shown, ...]:
    for name in ("role", "placing"):
        if terms := values.get(name):
            return tuple(reader.show(t) for t in terms)
    if titles := values.get("positionTitle"):
        names = {t.language or "": t.value for t in titles if isinstance(t, ox.Literal)}
        return (Shown(reader.pick(names)) if names else reader.show(titles[0]),)
    if amounts := values.get("value"):
        unit = " ".join(_texts(values.get("unit", ())))
        how = " ".join(_texts(values.get("comparison", ()))).replace("-", " ")
        text = " or ".join(reader.show(t).name.text for t in amounts)
        how = "" if how == "exactly" else f"{how} "
        return (Shown(Name(f"{how}{text} {unit}".strip())),)
    return ()


def _texts(terms: Iterable[ox.NamedNode | ox.Literal]) -> list[str]:
    return sorted(t.value for t in terms)


def _dates(terms: Iterable[ox.NamedNode | ox.Literal]) -> str:
    """Return the dates that sources give; a vaguer one gives way to a more exact one in it."""
    texts = {t.value.replace("T", " ").removesuffix(":00") for t in terms}
    exact = {t for t in texts if not any(o != t and o.startswith(t) for o in texts)}
    return " / ".join(sorted(exact))


def _claim_vouchers(reader: Reader, node: ox.NamedNode, found: list[Statement]) -> list[Voucher]:
    """Return the sources of a claim, each with what not all of them say in the same way."""
    base, cg = reader.namespaces.base, reader.namespaces.term("").value
    skipped = {f"{cg}{name}" for name in _PARTIES} | {_TYPE.value, _DERIVED_FROM}
    stated: dict[str, list[Statement]] = {}
    values: dict[str, Counter[str]] = {}
    for each in found:
        for graph in each.graphs:
            if graph.startswith(f"{base}source/"):
                stated.setdefault(graph, []).append(each)
                if each.predicate not in skipped:
                    values.setdefault(each.predicate, Counter())[str(each.term)] += 1
    same = {
        predicate
        for predicate, counts in values.items()
        if set(counts.values()) == {len(stated)} or set(counts) == {f"<{base}status/stated>"}
    }
    said = {
        graph: [
            (reader.name(each.predicate), reader.show(each.term))
            for each in mine
            if each.predicate not in skipped | same
        ]
        for graph, mine in stated.items()
    }
    return vouchers(reader, stated, said, passages(reader.known.store, node))
