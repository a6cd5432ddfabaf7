"""The door of indicators: tables in, with the caller's own stratifiers; results out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve, frozen

from kvacodes.extracts import CONTACTS, PERSONS, Column, Columns, ColumnType
from kvacodes.frames import Kind, Table, adopt, require_same_key
from kvacodes.indicators.request import Count, Request
from kvacodes.indicators.tables_care import Care, care_of
from kvacodes.indicators.tables_groups import shown_fields
from kvacodes.indicators.tables_people import People, people_of
from kvacodes.indicators.tables_results import contracts_of, result_of
from kvacodes.model import CodeSet
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["Extract", "extract_of"]

_CONTACTS = (
    "contact_id",
    "person_id",
    "date",
    "code",
    "unit_id",
    "staff_id",
    "staff_role",
    "care_type",
    "minutes",
    "joint",
    "system",
)


@frozen(eq=False)
class Extract:
    """Tables that have come through the door, with what is asked of them.

    Attributes:
        request: What is asked.
        kind: The kind of table that results go back as.
        persons: The persons.
        contacts: The contacts; None where they are not looked at.
        types: The types of stratifiers that are columns of the caller's own.
    """

    request: Request
    kind: Kind
    persons: Table
    contacts: Table | None
    types: Mapping[str, pl.DataType]

    def people(self) -> People:
        """Return the persons as the measure date sees them."""
        fields = shown_fields(self.request)
        if self.request.count is Count.FAMILY:
            fields = (*fields, "family_id")
        return people_of(self.persons, measure_date=self.request.measure_date, shown=fields)

    @property
    def contact_table(self) -> Table:
        """The contacts; an empty table where none were given."""
        return self.contacts or adopt(_no_contacts(), CONTACTS, name="contacts")

    def care(self) -> Care:
        """Return the contacts of the programme."""
        return care_of(
            self.contact_table, self.people(), self.request.sequence, as_of=self.request.as_of
        )

    def result(self, rows: IndicatorRows) -> IndicatorResult:
        """Return rows as the kind of table that came in."""
        return result_of(rows, self.request.by, self.kind, self.types)


def _no_contacts() -> pl.DataFrame:
    types = {ColumnType.DAY: pl.Date, ColumnType.WHOLE: pl.Int64, ColumnType.TRUTH: pl.Boolean}
    return pl.DataFrame(schema={c.name: types.get(c.type, pl.String) for c in CONTACTS})


def extract_of(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None,
    contracts: object,
    use: Iterable[str] = _CONTACTS,
    **options: Any,  # noqa: ANN401 - the arguments of a request
) -> Extract:
    """Take tables in through the door."""
    request = Request.of(code_set, contracts=contracts_of(contracts, columns), **options)
    spec, columns_of_persons, own = _with_own(persons, columns, request.by)
    request = request.require_known(own)
    people = adopt(persons, spec, name="persons", columns=columns_of_persons)
    care = None
    if contacts is not None:
        care = adopt(contacts, CONTACTS, name="contacts", columns=columns, use=tuple(use))
        require_same_key("person_id", care, people)
    kind = people.kind if care is None else care.kind
    schema = people.frame.collect_schema()
    types = {name: _polars_type(schema[name]) for name in own}
    return Extract(request, kind, people, care, types)


def _with_own(
    persons: object, columns: Columns | None, by: Iterable[str]
) -> tuple[tuple[Column, ...], Columns | None, tuple[str, ...]]:
    """Add stratifiers that are columns of the caller's own to those that persons may have."""
    standard = {c.name for c in PERSONS} | {"year", "half_year", "month", "contract_id"}
    wanted = [name for name in by if name not in standard]
    if not wanted:
        return PERSONS, columns, ()
    schema = nw.from_native(persons).lazy().collect_schema()  # type: ignore[call-overload]
    own = tuple(name for name in wanted if name in schema)
    named = columns or Columns()
    spec = tuple(Column(name, _column_type(schema[name]), required=False) for name in own)
    renamed = {**(named.persons or {}), **{name: name for name in own}}
    return (*PERSONS, *spec), evolve(named, persons=renamed), own


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
