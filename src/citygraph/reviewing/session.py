"""A review: the proposals, what was decided on them, and what the tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import UsageError
from citygraph.loading.folder import folder_package
from citygraph.reconciling.decisions import today
from citygraph.reviewing.decisions import Decision, DecisionFile
from citygraph.reviewing.drafts import TABLES, Context, Draft, relation_drafts
from citygraph.reviewing.entries import (
    entity_drafts,
    entity_problem,
    source_draft,
    source_problem,
)
from citygraph.reviewing.known import Known
from citygraph.reviewing.passages import Piece, Text, read_text
from citygraph.reviewing.proposals import FIELDS, Document, Proposal, Span
from citygraph.reviewing.standing import Standing, standing_of
from citygraph.reviewing.views import State, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from citygraph.tables import Row

__all__ = ["Review"]


class Review:
    """Proposals under review.

    Args:
        proposals: The proposals, each after those that it rests on.
        decisions: What was decided before, and where decisions go.
        folder: The folder of the tables.
        documents: Folders where the paths of documents may start.

    Raises:
        UnreadableInput: The tables cannot be read, or a document was changed.
    """

    def __init__(
        self,
        proposals: Sequence[Proposal],
        decisions: DecisionFile,
        folder: Path,
        documents: Iterable[Path] = (),
    ) -> None:
        self.proposals = {proposal.id: proposal for proposal in proposals}
        self.decisions = decisions
        self.folder = folder
        self.package = folder_package(folder)
        self._tables = Known(folder, self.package)
        self._entered: dict[str, tuple[str, str]] | None = None
        self._of: dict[Document, list[str]] = {}
        for proposal in proposals:
            self._of.setdefault(proposal.document, []).append(proposal.id)
        places = list(documents)
        self._texts: dict[Document, Text | None] = {
            document: read_text(document, places) for document in self._of
        }

    def reload(self) -> None:
        """Read the tables anew, as after a write."""
        self._tables = Known(self.folder, self.package)

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of each table."""
        return self._tables.rows

    def text(self, document: Document) -> Text | None:
        """Return the text of a document; None where it is not at hand."""
        return self._texts[document]

    def fields(self, ident: str) -> dict[str, str]:
        """Return the fields of a proposal as they stand, with the changes made."""
        proposal, decision = self.proposals[ident], self.decisions[ident]
        changes = dict(decision.changes) if decision else {}
        fields = dict(proposal.fields)
        if proposal.kind == "source":
            fields |= self._known_source(proposal.document) or {}
            text = self._texts[proposal.document]
            fields["title"] = fields["title"] or (text.title if text else "")
        if proposal.kind == "relation":
            # The ends follow their entities, whose keys the reviewer may have changed.
            fields["subject"] = self.fields(proposal.rests_on[1])["key"]
            if len(proposal.rests_on) > 2:  # noqa: PLR2004
                fields["object"] = self.fields(proposal.rests_on[2])["key"]
        return fields | changes

    def _spans(self, proposal: Proposal) -> tuple[Span, ...]:
        """The places that a proposal rests on; where none is told, those of its words."""
        text = self._texts[proposal.document]
        if proposal.spans or proposal.kind == "source":
            return proposal.spans
        if proposal.kind == "entity":
            return text.find(proposal.mention) if text else ()
        ends = (self.proposals[ident] for ident in proposal.rests_on[1:])
        return tuple(sorted({span for end in ends for span in self._spans(end)}))

    def _known_source(self, document: Document) -> dict[str, str] | None:
        text = self._texts[document]
        row = self._tables.source({document.sha256, text.sha256 if text else document.sha256})
        return {name: row[name] for name in FIELDS["source"]} if row else None

    def state(self, ident: str) -> State:
        """Tell whether a proposal is open, accepted, rejected or fallen."""
        decision = self.decisions[ident]
        if any(self.state(other) in {"rejected", "fallen"} for other in self._supports(ident)):
            return "fallen"
        return decision.verdict if decision else "open"

    def _supports(self, ident: str) -> tuple[str, ...]:
        """What a proposal rests on; an end that was written anew needs its entity no more."""
        proposal, decision = self.proposals[ident], self.decisions[ident]
        changed = decision.changes if decision else {}
        ends = [n for n, end in zip(proposal.rests_on[1:], ("subject", "object"), strict=False)
                if end not in changed]  # fmt: skip
        return (*proposal.rests_on[:1], *ends)

    def open(self) -> list[str]:
        """Return the proposals that are still to be decided, in the order to ask for them.

        Of each document the source comes first, then what is new, then the relations. Known things
        come last: most of them are accepted by then, with the relations that they are part of.
        """
        return [
            ident
            for of_document in self._of.values()
            for ident in sorted(of_document, key=self._rank)
            if self.state(ident) == "open"
        ]

    def _rank(self, ident: str) -> int:
        proposal = self.proposals[ident]
        if proposal.kind == "entity":
            return 3 if self.fields(ident)["key"] in self._tables.table_of else 1
        return 2 if proposal.kind == "relation" else 0

    def counts(self) -> dict[State, int]:
        """Return how many proposals are in which state."""
        counts: dict[State, int] = {"open": 0, "accepted": 0, "rejected": 0, "fallen": 0}
        for ident in self.proposals:
            counts[self.state(ident)] += 1
        return counts

    def view(self, ident: str, changes: Mapping[str, str] | None = None) -> View:
        """Return a proposal as a reviewer sees it, with changes that are not decided on yet."""
        proposal = self.proposals[ident]
        fields = self.fields(ident) | dict(changes or {})
        text = self._texts[proposal.document]
        if text:
            pieces = text.passage(self._spans(proposal))
        else:
            pieces = [Piece(proposal.mention, marked=True)] if proposal.mention else []
        problem, standing = self._problem(ident, fields), Standing("new")
        if not problem:
            standing = self._standing(proposal, fields)
        return View(
            proposal, fields, self.state(ident), pieces, self._headline(proposal, fields),
            self._link(proposal, fields), standing, problem, self._advice(proposal, fields),
        )  # fmt: skip

    def _advice(self, proposal: Proposal, fields: Mapping[str, str]) -> str:
        title = fields.get("title", "")
        if title and title == proposal.fields["title"] and proposal.kind == "relation":
            language = self.fields(proposal.rests_on[0])["language"]
            if language != "en":
                return "Write the title in English; the words of the text are kept beside it."
        if proposal.kind == "entity" and fields["key"] not in self._tables.table_of:
            near = self._tables.near(fields["type"], fields["name"])
            return f"The tables have {near}. Is it the same? Then write its key." if near else ""
        return ""

    def _standing(self, proposal: Proposal, fields: Mapping[str, str]) -> Standing:
        if proposal.kind == "source":
            return Standing("confirms" if self._known_source(proposal.document) else "new")
        if proposal.kind == "relation":
            return standing_of(self._relation(proposal, fields), self.rows)
        known = self._tables.table_of.get(fields["key"])
        if not known:
            return Standing("new")
        drafts = [Draft(known, {"key": fields["key"]})]
        code = fields["country"].lower()
        if fields["type"] in {"city", "region"} and code in self._tables.table_of:
            drafts = [Draft(known, {"key": fields["key"], "country": code})]
        found = standing_of(drafts, self.rows)
        return Standing("contradicts" if found.word == "contradicts" else "confirms", found.says)

    def _problem(self, ident: str, fields: Mapping[str, str]) -> str:
        proposal = self.proposals[ident]
        if proposal.kind == "source":
            return source_problem(fields)
        if proposal.kind == "entity":
            names = [fields["name"], proposal.mention, *proposal.names]
            table = self._tables.table_of.get(fields["key"], "")
            return entity_problem(fields, table, names, self.rows)
        for end in ("subject", "object"):
            if (end == "subject" or fields["predicate"] != "held_on") and not self._table_of(
                fields[end]
            ):
                return f"'{fields[end]}' is a key of no table, and of nothing accepted here."
        try:
            self._relation(proposal, fields)
        except UsageError as error:
            return f"{error.message} {error.hint}".strip()
        return self._other_days(proposal, fields)

    def _other_days(self, proposal: Proposal, fields: Mapping[str, str]) -> str:
        """Say whether other days of the same event, by the same source, are accepted."""
        if fields["predicate"] != "held_on":
            return ""
        for ident in self._of[proposal.document]:
            if ident == proposal.id or self.proposals[ident].kind != "relation":
                continue
            told = self.fields(ident)
            same = told["predicate"] == "held_on" and told["subject"] == fields["subject"]
            if same and told["object"] != fields["object"] and self.state(ident) == "accepted":
                return (
                    f"It is accepted that this is held on {told['object']}. "
                    "Take that back, or give one of the two events another key."
                )
        return ""

    def _table_of(self, key: str) -> str:
        """The table of a key: one of the folder, or of an entity here that was not rejected."""
        if key in self._tables.table_of:
            return self._tables.table_of[key]
        return self._entities().get(key, ("", ""))[0]

    def _entities(self) -> dict[str, tuple[str, str]]:
        """Table and name of the entities here that were not rejected, by key."""
        if self._entered is None:
            self._entered = {}
            for ident, proposal in self.proposals.items():
                if proposal.kind == "entity" and self.state(ident) not in {"rejected", "fallen"}:
                    fields = self.fields(ident)
                    told = (TABLES.get(fields["type"], ""), fields["name"])
                    self._entered.setdefault(fields["key"], told)
        return self._entered

    def _record(self, decisions: Mapping[str, Decision | None]) -> None:
        self.decisions.record(decisions)
        for ident, decision in decisions.items():
            plain = decision and decision.verdict == "accepted" and not decision.changes
            if self.proposals[ident].kind != "relation" and not plain:
                self._entered = None

    def _relation(self, proposal: Proposal, fields: Mapping[str, str]) -> list[Draft]:
        document = proposal.document
        offices: dict[str, list[str]] = {}
        speaks_for: dict[str, str] = {}
        guests: set[str] = set()
        for ident in self._of[document]:
            if self.proposals[ident].kind != "relation" or self.state(ident) != "accepted":
                continue
            told = self.fields(ident)
            if told["predicate"] == "has_position":
                offices.setdefault(told["subject"], []).append(told["object"])
            elif told["predicate"] == "represents":
                speaks_for[told["subject"]] = told["object"]
            elif told["predicate"] in {"takes_part_in_event", "hosts", "organises"}:
                guests.add(told["subject"])
        sole = {
            who: where[0]
            for who, where in offices.items()
            if len(where) == 1 and self._table_of(where[0]) != "initiatives"
        }
        source = self.fields(proposal.rests_on[0])
        context = Context(
            self._table_of, source["language"], source["published"],
            {**sole, **speaks_for}, frozenset(guests),
        )  # fmt: skip
        return relation_drafts(fields, proposal.fields["title"], context)

    def _headline(self, proposal: Proposal, fields: Mapping[str, str]) -> str:
        if proposal.kind == "source":
            return f"Source: {fields['title'] or proposal.document.path}"
        if proposal.kind == "entity":
            return f"{fields['type'].capitalize()}: {fields['name']}"
        more = [fields[n] for n in ("role", "title", "date") if fields[n]]
        said = f" ({', '.join(more)})" if more else ""
        names = [self._name(fields["subject"]), self._name(fields["object"])]
        return f"{names[0]} {fields['predicate'].replace('_', ' ')} {names[1]}{said}"

    def _name(self, key: str) -> str:
        if key in self._tables.name_of:
            return self._tables.name_of[key]
        return self._entities().get(key, ("", key))[1]

    def _link(self, proposal: Proposal, fields: Mapping[str, str]) -> str:
        columns = ("key",) if proposal.kind == "entity" else ("subject", "object")
        if proposal.kind == "source":
            known = self._known_source(proposal.document)
            return known["key"] if known else ""
        return ", ".join(
            f"{self._tables.name_of.get(key, key)} ({key})"
            if (key := fields[column]) in self._tables.table_of
            else f"new: {self._name(key)} ({key})"
            for column in columns
            if column in {"key", "subject"} or fields["predicate"] != "held_on"
        )

    def accept(self, ident: str, changes: Mapping[str, str] | None = None) -> None:
        """Accept a proposal, with changes of its fields.

        What it rests on must be accepted too: a new thing before, by itself; a known one is
        accepted with it.

        Raises:
            UsageError: It cannot be accepted as it is, with the reason.
        """
        proposal = self.proposals[ident]
        before = self.decisions[ident]
        wanted = dict(before.changes if before else {}) | dict(changes or {})
        strange = sorted(wanted.keys() - set(FIELDS[proposal.kind]))
        if strange:
            raise UsageError(f"A proposal of this kind has no field '{strange[0]}'.")
        plain = {name: " ".join(value.split()) for name, value in wanted.items()}
        view = self.view(ident, plain)
        if view.problem:
            raise UsageError(view.problem)
        taken: dict[str, Decision | None] = {}
        for other in proposal.rests_on:
            index = proposal.rests_on.index(other)
            if index and ("subject", "object")[index - 1] in plain:
                continue
            if self.state(other) != "accepted":
                support = self.view(other)
                known = support.standing.word == "confirms" and support.state == "open"
                if support.problem or not known:
                    raise UsageError(f"It rests on what is not accepted: {support.headline}.")
                taken[other] = Decision("accepted", {}, support.headline)
        kept = {n: v for n, v in plain.items() if v != self._unchanged(ident, n)}
        taken[ident] = Decision("accepted", kept, view.headline)
        self._record(taken)

    def _unchanged(self, ident: str, name: str) -> str:
        """The value of a field without the reviewer's changes to this proposal."""
        decision = self.decisions[ident]
        if not decision or name not in decision.changes:
            return self.fields(ident)[name]
        return self.proposals[ident].fields[name]

    def reject(self, ident: str) -> None:
        """Reject a proposal, and with it what rests on it."""
        self._record({ident: Decision("rejected", {}, self.view(ident).headline)})

    def reopen(self, ident: str) -> None:
        """Take a decision back."""
        self._record({ident: None})

    def drafts(self) -> list[Draft]:
        """Return the rows of all that is accepted, with source and spans."""
        accepted = [ident for ident in self.proposals if self.state(ident) == "accepted"]
        used = {
            self.fields(ident)[end]
            for ident in accepted
            if self.proposals[ident].kind == "relation"
            for end in ("subject", "object")
        }
        drafts: list[Draft] = []
        for ident in accepted:
            proposal, fields = self.proposals[ident], self.fields(ident)
            if proposal.kind == "source":
                if not self._known_source(proposal.document):
                    text = self._texts[proposal.document]
                    digest = text.sha256 if text else proposal.document.sha256
                    drafts.append(source_draft(fields, digest, today()))
                continue
            if self.state(proposal.rests_on[0]) != "accepted":
                continue
            source = self.fields(proposal.rests_on[0])
            if proposal.kind == "entity":
                # A person without a public role is not entered.
                if fields["type"] == "person" and fields["key"] not in used:
                    continue
                rows = entity_drafts(fields, proposal, self.rows, source["language"])
            else:
                rows = self._relation(proposal, fields)
                if standing_of(rows, self.rows).word == "contradicts":
                    for row in rows:
                        row.cells["status"] = "disputed"
            spans = ";".join(f"{start}-{end}" for start, end in self._spans(proposal))
            for row in rows:
                row.cells.setdefault("source", source["key"])
                row.cells.setdefault("spans", spans)
            drafts += rows
        return drafts
