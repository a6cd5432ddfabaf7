"""Indicators on tables of any kind; the figures are those of the objects.

The contacts are reduced where they live to the rows of the programme, once for all
indicators of a call. What follows counts in Polars, and the rows of results are made of
the counts by the same functions as on objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve, frozen

from kvacodes.extracts import (
    CONTACTS,
    PERSONS,
    Column,
    Columns,
    ColumnType,
    Person,
    Visit,
)
from kvacodes.frames import Kind, Table, adopt, gathered, require_same_key, returned
from kvacodes.indicators.completion import conclude as conclude_completion
from kvacodes.indicators.continuity import conclude as conclude_continuity
from kvacodes.indicators.follow_up import FollowUpResult, follow_up_on_objects
from kvacodes.indicators.lead_time import Route
from kvacodes.indicators.lead_time import conclude as conclude_lead_time
from kvacodes.indicators.listed import conclude as conclude_listed
from kvacodes.indicators.reported import reported_on_objects
from kvacodes.indicators.request import Attribution, Count, Request
from kvacodes.indicators.tables_care import Care, care_of
from kvacodes.indicators.tables_counts import (
    continuity_cells,
    in_period,
    listed_cells,
    visit_cells,
)
from kvacodes.indicators.tables_groups import shown_fields
from kvacodes.indicators.tables_people import People, people_of
from kvacodes.indicators.tables_results import (
    contracts_of,
    persons_as_objects,
    reported_as_objects,
    result_of,
    table_of,
)
from kvacodes.indicators.tables_steps import completion_cells, lead_time_cells
from kvacodes.indicators.visits import conclude as conclude_visits
from kvacodes.model import CodeSet
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = [
    "completion",
    "conformance_rate",
    "continuity",
    "follow_up",
    "lead_time",
    "listed",
    "other_care",
    "reported",
    "visits",
]

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

    def care(self) -> Care:
        """Return the contacts of the programme."""
        if self.contacts is None:
            contacts = adopt(_no_contacts(), CONTACTS, name="contacts")
        else:
            contacts = self.contacts
        return care_of(contacts, self.people(), self.request.sequence, as_of=self.request.as_of)

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
    request = Request.of(
        code_set, contracts=contracts_of(contracts, columns), **options
    )
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


# --- the indicators ----------------------------------------------------------------------


def listed(contacts: object, persons: object, code_set: CodeSet, **options: Any) -> IndicatorResult:  # noqa: ANN401
    """Count the listed; see `kvacodes.indicators.listed`."""
    del contacts
    extract = extract_of(None, persons, code_set, **_filled(options))
    people = extract.people()
    cells, used = listed_cells(people, extract.request)
    rows = conclude_listed(cells, extract.request, persons_accounting=people.accounting(used))
    return extract.result(rows)


def visits(contacts: object, persons: object, code_set: CodeSet, **options: Any) -> IndicatorResult:  # noqa: ANN401
    """Count the visits; see `kvacodes.indicators.visits`."""
    options = {"attribution": Attribution.CONTACT, **_filled(options)}
    extract = extract_of(contacts, persons, code_set, **options)
    return extract.result(visits_of(extract.care(), extract.request))


def visits_of(care: Care, request: Request) -> IndicatorRows:
    """Count the visits of contacts that are reduced."""
    return conclude_visits(
        visit_cells(care, request),
        request,
        accounting=care.accounting(in_period(care, request)),
        persons_accounting=care.people.accounting(),
    )


def completion(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Give the share who have got each step; see `kvacodes.indicators.completion`."""
    extract = extract_of(contacts, persons, code_set, **_filled(options))
    return extract.result(completion_of(extract.care(), extract.request))


def completion_of(care: Care, request: Request) -> IndicatorRows:
    """Give the share who have got each step, of contacts that are reduced."""
    cells, used = completion_cells(care, request)
    p = care.events.contacts["p"]
    known = pl.select(pl.when(p < care.rows.known).then(p)).to_series()
    target = care.people.frame["target_group"].gather(known)
    outside = pl.select(
        pl.when((~target).fill_null(value=False))
        .then(pl.lit("outside-target-group"))
        .otherwise(pl.lit("not-counted"))
    ).to_series()
    counted = used.gather(known).fill_null(value=False)
    return conclude_completion(
        cells,
        request,
        accounting=care.accounting(counted, reason=outside),
        persons_accounting=care.people.accounting(used),
    )


def continuity(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Say how far the same staff comes; see `kvacodes.indicators.continuity`."""
    extract = extract_of(contacts, persons, code_set, **_filled(options))
    return extract.result(continuity_of(extract.care(), extract.request))


def continuity_of(care: Care, request: Request) -> IndicatorRows:
    """Say how far the same staff comes, of contacts that are reduced."""
    return conclude_continuity(
        continuity_cells(care, request),
        request,
        accounting=care.accounting(in_period(care, request)),
        persons_accounting=care.people.accounting(),
    )


def lead_time(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    from_step: int | Iterable[int],
    to_step: int | Iterable[int],
    limit: Any = None,  # noqa: ANN401
    open_episodes: str = "count",
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Measure from step to step; see `kvacodes.indicators.lead_time`."""
    extract = extract_of(contacts, persons, code_set, **_filled(options))
    request = extract.request
    route = Route.of(request.sequence, from_step, to_step, limit, open_episodes)
    care = extract.care()
    measured = lead_time_cells(care, request, route)
    rows = conclude_lead_time(
        measured.cells,
        request,
        route,
        accounting=care.accounting(measured.used, reason="not-counted"),
        persons_accounting=care.people.accounting(),
    )
    return extract.result(rows)


def reported(
    rows: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None,
    contracts: object,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Count what units have reported, where the answers or the persons are a table."""
    answers, kind = reported_as_objects(rows, columns)
    people = persons_as_objects(persons, columns)
    signed = contracts_of(contracts, columns)
    figures = reported_on_objects(answers, people, code_set, contracts=signed, **options)
    by = Request.of(
        code_set, contracts=signed, **{k: options[k] for k in ("period", "as_of", "by")}
    ).by
    return result_of(figures, by, kind or Kind.POLARS)


def _filled(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with those that the door always needs."""
    return {"columns": None, "contracts": None, **options}


# --- by way of objects -------------------------------------------------------------------


def _by_objects(name: str) -> Callable[..., IndicatorResult]:
    def on_tables(
        contacts: object,
        persons: object,
        code_set: CodeSet,
        *,
        columns: Columns | None = None,
        contracts: object = None,
        by: str | Iterable[str] = (),
        **options: Any,  # noqa: ANN401
    ) -> IndicatorResult:
        from kvacodes import indicators

        signed = contracts_of(contracts, columns)
        visits_read, kind = _visits_as_objects(contacts, columns)
        rows = getattr(indicators, name).__wrapped__(
            visits_read,
            persons_as_objects(persons, columns),
            code_set,
            by=by,
            contracts=signed,
            **options,
        )
        asked = {key: options[key] for key in ("period", "as_of")}
        return result_of(rows, Request.of(code_set, by=by, contracts=signed, **asked).by, kind)

    return on_tables


conformance_rate = _by_objects("conformance_rate")
other_care = _by_objects("other_care")


def _visits_as_objects(
    contacts: object, columns: Columns | None
) -> tuple[tuple[Visit, ...], Kind]:
    if contacts is None:
        return (), Kind.POLARS
    table = adopt(contacts, CONTACTS, name="contacts", columns=columns)
    rows = gathered(table.frame).collect().iter_rows(named=True)
    return tuple(Visit(**{**r, "system": r.get("system") or "kva"}) for r in rows), table.kind


def follow_up(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None,
    contracts: object,
    reported: object,
    by: str | Iterable[str],
    **options: Any,  # noqa: ANN401
) -> FollowUpResult:
    """Answer the questions of the follow-up plan on tables."""
    visits_read, kind = _visits_as_objects(contacts, columns)
    people: tuple[Person, ...] = persons_as_objects(persons, columns)
    answers, _ = reported_as_objects(() if reported is None else reported, columns)
    result = follow_up_on_objects(
        visits_read,
        people,
        code_set,
        by=by,
        contracts=contracts_of(contracts, columns),
        reported=answers,
        **options,
    )
    return evolve(
        result,
        table=returned(table_of(result.table, result.by), kind),
        parts=tuple(
            evolve(
                part,
                results=tuple(
                    r if isinstance(r, IndicatorResult) else result_of(r, result.by, kind)
                    for r in part.results
                ),
            )
            for part in result.parts
        ),
    )
