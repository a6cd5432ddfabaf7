"""The door of indicators: tables in, with the caller's own stratifiers; results out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from kvacodes.extracts import CONTACTS, PERSONS, Column, Columns, ColumnType
from kvacodes.frames import Kind, Table, adopt, require_same_key
from kvacodes.indicators.answer import Answer
from kvacodes.indicators.request import CONTACT_FIELDS, DERIVED, Count, Request
from kvacodes.indicators.sharing import are_shared, kept
from kvacodes.indicators.tables_care import OWN, Care, care_of
from kvacodes.indicators.tables_groups import shown_fields
from kvacodes.indicators.tables_people import People, people_of
from kvacodes.indicators.tables_results import result_of
from kvacodes.model import CodeSet
from kvacodes.results import IndicatorResult, IndicatorRows
from kvacodes.sequences.tables_rows import USED

__all__ = ["Extract", "extract_of"]


@frozen(eq=False)
class Extract:
    """Tables that have come through the door, with what is asked of them.

    Attributes:
        request: What is asked.
        kind: The kind of table that results go back as.
        persons: The persons.
        contacts: The contacts; None where they are not looked at.
        types: The types of stratifiers that are columns of the caller's own.
        sources: What the caller gave: contacts, persons, code set and columns.
        keep: Columns of contacts that stratify.
    """

    request: Request
    kind: Kind
    persons: Table
    contacts: Table | None
    types: Mapping[str, pl.DataType]
    sources: tuple[object, ...]
    keep: tuple[str, ...] = ()

    def people(self) -> People:
        """Return the persons as the measure date sees them."""
        return people_of(
            self.persons,
            measure_date=self.request.measure_date,
            shown=self._shown,
            days_alone=not are_shared() and not self.request.sees_persons,
        )

    @property
    def _shown(self) -> tuple[str, ...]:
        of_family = ("family_id",) if self.request.count is Count.FAMILY else ()
        return (*shown_fields(self.request), *of_family)

    @property
    def contact_table(self) -> Table:
        """The contacts, where they are looked at."""
        return cast("Table", self.contacts)

    def care(self, facts: tuple[str, ...] | None = None) -> Care:
        """Return the contacts of the programme; the same for all that is asked alike.

        Args:
            facts: Which of the facts of contacts are looked at, since each costs; None for all.
        """
        request = self.request
        read = None if are_shared() else facts

        def reduced() -> Care:
            return care_of(
                self.contact_table,
                self.people,
                request.sequence,
                as_of=request.as_of,
                facts=read,
                keep=self.keep,
            )

        asked = (request.as_of, request.measure_date, self._shown, self.keep)
        return kept(reduced, *self.sources, asked=asked)

    def result(self, answer: Answer | IndicatorRows) -> IndicatorResult:
        """Return an answer as the kind of table that came in."""
        return result_of(answer, self.request.by, self.kind, self.types)


def extract_of(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None = None,
    of_contact: bool = False,
    **options: Any,  # noqa: ANN401 - the arguments of a request
) -> Extract:
    """Take tables in through the door.

    Args:
        contacts: The contacts; None where they are not looked at.
        persons: The persons.
        code_set: The programme.
        columns: What the caller's columns are called.
        of_contact: Whether columns of contacts may stratify.
        options: The arguments of a request.
    """
    sources = (contacts, persons, code_set, columns)
    request = Request.of(code_set, columns=columns, **options)
    spec, own = _with_own(persons, request.by)
    said: tuple[str, ...] = CONTACT_FIELDS if of_contact else ()
    spec_of_contacts: tuple[Column, ...] = CONTACTS
    if of_contact and contacts is not None:
        others = [name for name in request.by if name not in own]
        spec_of_contacts, said = _said_of_contacts(contacts, others)
    request = request.require_known(own, of_contact=said)
    people = adopt(persons, spec, name="persons", columns=columns)
    care = None
    if contacts is not None:
        use = (*USED, *(c.name for c in spec_of_contacts if c.name.startswith(OWN)))
        care = adopt(contacts, spec_of_contacts, name="contacts", columns=columns, use=use)
        require_same_key("person_id", care, people)
    kind = people.kind if care is None else care.kind
    schema = people.frame.collect_schema()
    types = {name: _polars_type(schema[name]) for name in own}
    types |= {name: pl.Boolean() for name in request.of_contact if name == "joint"}
    stratifying = (name for n in request.of_contact for name in (n, f"{OWN}{n}"))
    keep = tuple(name for name in stratifying if care is None or name in care.columns)
    return Extract(request, kind, people, care, types, sources, keep)


def _with_own(persons: object, by: Iterable[str]) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Add stratifiers that are columns of the caller's own to those that persons may have."""
    standard = {c.name for c in PERSONS} | {"year", "half_year", "month", "contract_id"}
    spec = _own_columns(persons, (name for name in by if name not in standard))
    return (*PERSONS, *spec), tuple(column.name for column in spec)


def _said_of_contacts(
    contacts: object, by: Iterable[str]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Add stratifiers that are columns of the caller's own to those that contacts may have."""
    known = {c.name for c in (*PERSONS, *CONTACTS)} | {*DERIVED, "contract_id"}
    spec = _own_columns(contacts, (name for name in by if name not in known), prefix=OWN)
    return (*CONTACTS, *spec), (*CONTACT_FIELDS, *(column.source for column in spec))


def _own_columns(table: object, names: Iterable[str], prefix: str = "") -> tuple[Column, ...]:
    """Return those of the names that are columns of the table."""
    wanted = tuple(names)
    if not wanted:
        return ()
    schema = nw.from_native(table).lazy().collect_schema()  # type: ignore[call-overload]
    return tuple(
        Column(f"{prefix}{name}", _column_type(schema[name]), required=False, source=name)
        for name in wanted
        if name in schema
    )


def _column_type(dtype: nw.dtypes.DType) -> ColumnType:
    if dtype == nw.Boolean:
        return ColumnType.TRUTH
    if dtype == nw.Date or isinstance(dtype, nw.Datetime):
        return ColumnType.DAY
    return ColumnType.KEY


def _polars_type(dtype: nw.dtypes.DType) -> pl.DataType:
    if dtype == nw.Boolean:
        return pl.Boolean()
    if dtype == nw.Date:
        return pl.Date()
    return pl.Int64() if dtype.is_integer() else pl.String()
