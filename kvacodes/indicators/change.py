"""What has changed since an earlier period, figure by figure."""

from __future__ import annotations

from typing import Any, cast

from attrs import asdict, fields, frozen

from kvacodes.errors import InputError, Phrase, UsageError, a_value
from kvacodes.indicators.follow_up import FollowUpResult
from kvacodes.indicators.presenting import records_of, stratifiers_of
from kvacodes.indicators.request import require_not_taken
from kvacodes.periods import require_comparable
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["Change", "change"]

Figures = IndicatorResult | IndicatorRows | FollowUpResult


@frozen(kw_only=True)
class Change:
    """One figure in two periods.

    Attributes:
        indicator: What was measured.
        period: Label of the period.
        previous_period: Label of the earlier period.
        by: The values of the stratifiers.
        value: The figure of the period; None where there is none, or it is hidden.
        previous: The figure of the earlier period, likewise.
        change: The difference; None where one of the two is not known.
        suppressed: Whether one of the two is hidden for disclosure control.
    """

    indicator: str
    period: str
    previous_period: str
    by: tuple[tuple[str, Any], ...]
    value: float | None
    previous: float | None
    change: float | None
    suppressed: bool


def change(now: Figures, before: Figures) -> Any:  # noqa: ANN401 - a tuple of changes, or a table of the kind that `now` is
    """Compare the figures of an indicator, or of a follow-up, with those of an earlier period.

    *Numerator* and *denominator* are those of the two figures; the change is the difference
    of their values: a number, or for shares a difference between shares. *Nulls*: where one
    of the two is missing or hidden there is no change, so none gives a hidden figure away.
    Groups that one period alone has are kept. *Edge*: the earlier period is the same occasion
    of an earlier year, or one that is over when the period begins and is as long. Hide small
    numbers in both periods together, with `disclosure.suppress_all`, before comparing.

    Args:
        now: The figures of the period.
        before: The same figures of the earlier period, by the same stratifiers.

    Returns:
        A tuple of `Change`, in the order of `now`; where `now` is a table, a table of its
        kind with a column for each stratifier.

    Raises:
        InputError: One of the two is something else.
        UsageError: The two are not divided alike, or their periods cannot be compared.
    """
    for where, given in (("now", now), ("before", before)):
        if not isinstance(given, (IndicatorResult, IndicatorRows, FollowUpResult)):
            raise InputError(
                where=where,
                found=a_value(given),
                expected=Phrase("a result of an indicator", "ett resultat av en indikator"),
                hint=Phrase(
                    "give the result itself, not its table",
                    "ge resultatet självt, inte dess tabell",
                ),
            )
    period, previous = now.provenance.period, before.provenance.period
    if period is not None and previous is not None:
        require_comparable(period, previous)
    records, earlier = records_of(now), records_of(before)
    by = stratifiers_of(records) or stratifiers_of(earlier)
    if records and earlier and by != stratifiers_of(earlier):
        before_by = stratifiers_of(earlier)
        message = Phrase(
            f"the figures are by {', '.join(by) or 'nothing'}, those of the earlier period by "
            f"{', '.join(before_by) or 'nothing'}; compare what is divided alike",
            f"måtten är uppdelade på {', '.join(by) or 'inget'}, den tidigare periodens på "
            f"{', '.join(before_by) or 'inget'}; jämför det som är uppdelat lika",
        )
        raise UsageError(message)
    require_not_taken(by, [f.name for f in fields(Change)])
    rows = tuple(_changes(records, earlier, by, now, before))
    if isinstance(now.table, tuple):
        return rows
    from kvacodes.indicators import tables

    flat = [
        {k: v for k, v in asdict(row, recurse=False).items() if k != "by"} | dict(row.by)
        for row in rows
    ]
    return tables.table_like(now.table, flat, ("indicator", "period", "previous_period", *by))


def _changes(
    records: list[dict[str, Any]],
    earlier: list[dict[str, Any]],
    by: tuple[str, ...],
    now: Figures,
    before: Figures,
) -> list[Change]:
    found = {_key(record, by): record for record in earlier}
    own = {_key(record, by): record for record in records}
    labels = [_label(result) for result in (now, before)]
    changes = []
    for key in dict.fromkeys((*own, *found)):
        pair = (own.get(key), found.get(key))
        value, previous = (None if record is None else record["value"] for record in pair)
        difference = None if value is None or previous is None else value - previous
        changes.append(
            Change(
                indicator=cast("str", key[0]),
                period=labels[0],
                previous_period=labels[1],
                by=tuple(zip(by, key[1:], strict=True)),
                value=value,
                previous=previous,
                change=difference,
                suppressed=any(record is not None and record["suppressed"] for record in pair),
            )
        )
    return changes


def _key(record: dict[str, Any], by: tuple[str, ...]) -> tuple[object, ...]:
    return (record["indicator"], *(record[name] for name in by))


def _label(result: Figures) -> str:
    period = result.provenance.period
    return "" if period is None else period.label
