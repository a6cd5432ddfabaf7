"""Compensation on tables; what is paid is what `kvacodes.funding.compensation` pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve

from kvacodes.errors import ColumnError, Phrase
from kvacodes.extracts import CONTACTS, Columns
from kvacodes.frames import Table, adopt, gathered, returned
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.payments import (
    COMPENSATION_REASONS,
    Compensation,
    CompensationLine,
    nothing,
)
from kvacodes.funding.plans import Plan
from kvacodes.funding.tables_tools import compensation_table, first_that_holds
from kvacodes.model import code_key
from kvacodes.model.rules import Cap, CapPer
from kvacodes.results import Accounting

__all__ = ["compensate"]

_USED = ("contact_id", "person_id", "date", "code", "unit_id", "system")


def compensate(native: object, plan: Plan, *, columns: Columns | None) -> Compensation:
    """Pay for events by unit of the contact."""
    table = adopt(native, CONTACTS, name="contacts", columns=columns, use=_USED)
    rows, rows_read = _taken(table, plan)
    is_event = pl.col("key").is_in(sorted(plan.codes))
    events = _events(rows.filter(is_event))
    events = _judged(_with_condition(events, rows, plan), plan)
    reasons = Counter(
        dict(events.filter(pl.col("verdict") != "paid")["verdict"].value_counts().iter_rows())
    )
    event_rows = rows.filter(is_event).height
    reasons["other-code"] = rows_read - rows.height
    reasons["condition-code"] = rows.height - event_rows
    reasons["repeated-row"] = event_rows - events.height
    lines = tuple(_lines(events, plan))
    torn = int((events["persons"] > 1).sum())
    return Compensation(
        lines=lines,
        events=returned(_shown(events, plan), table.kind),
        plan=plan,
        accounting=Accounting(rows_read=rows_read, excluded=reasons, reasons=COMPENSATION_REASONS),
        findings=(FundingFinding(finding="contact-persons-differ", count=torn),) if torn else (),
        table=compensation_table(lines, table.kind),
    )


def _taken(table: Table, plan: Plan) -> tuple[pl.DataFrame, int]:
    """Take the rows with a code of the plan out, where they live; count the others."""
    is_kva = nw.lit(value=True)
    if "system" in table.columns:
        is_kva = nw.col("system").is_null() | (nw.col("system") == "kva")
    counted = gathered(table.frame.group_by("code").agg(nw.len().alias("n"))).collect()
    wanted = plan.codes | plan.condition_codes
    keys = {w: code_key(w) for w in counted["code"] if w is not None and code_key(w) in wanted}
    taken = table.frame.filter(nw.col("code").is_in(sorted(keys)), is_kva)
    rows = gathered(taken).collect()
    missing = rows["contact_id"].null_count()
    if missing:
        raise ColumnError(
            where=table.place("contact_id"),
            found=Phrase(
                f"no value in {missing} {'row' if missing == 1 else 'rows'} that may count",
                f"inget värde på {missing} {'rad' if missing == 1 else 'rader'} som kan räknas",
            ),
            expected=Phrase("a key in every row", "en nyckel på varje rad"),
            hint=Phrase(
                "give rows without a key one of their own, for example the row number",
                "ge rader utan nyckel en egen, till exempel radnumret",
            ),
        )
    key = pl.col("code").replace_strict(keys, default=None, return_dtype=pl.String)
    return rows.with_columns(key.alias("key")), int(counted["n"].sum() or 0)


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each contact: its earliest day, and what its rows say together."""
    # The first by code point, also of keys that are numbers; text goes back to what it was.
    first = pl.col("person_id").cast(pl.String).min().cast(rows["person_id"].dtype)
    return rows.group_by("contact_id").agg(
        pl.col("date").min(),
        pl.col("unit_id").min(),
        first,
        pl.col("person_id").drop_nulls().n_unique().alias("persons"),
    )


def _amount_index(plan: Plan) -> pl.Expr:
    """Return which of the sums holds on the day of a row; null for none."""
    chosen = pl.lit(None, pl.Int8)
    for i, (valid, _) in reversed(list(enumerate(plan.amounts))):
        inside = pl.col("date").is_not_null()
        if valid.start is not None:
            inside &= pl.col("date") >= valid.start
        if valid.end is not None:
            inside &= pl.col("date") < valid.end
        chosen = pl.when(inside).then(pl.lit(i, pl.Int8)).otherwise(chosen)
    return chosen


def _with_condition(events: pl.DataFrame, rows: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    if not plan.condition_codes:
        return events.with_columns(pl.lit(value=True).alias("met"))
    treated = rows.filter(pl.col("key").is_in(sorted(plan.condition_codes)))
    if plan.same_contact:
        met = pl.col("contact_id").is_in(treated["contact_id"].implode())
    else:
        within = treated.filter(
            _amount_index(plan).is_not_null(), pl.col("person_id").is_not_null()
        )
        met = pl.col("person_id").is_in(within["person_id"].implode()).fill_null(value=False)
    return events.with_columns(met.alias("met"))


def _judged(events: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Add the columns `i`, which sum is paid, and `verdict`; in order of time."""
    needs_person = plan.cap is not None or bool(plan.condition_codes and not plan.same_contact)
    cases = [("date-missing", pl.col("date").is_null())]
    if needs_person:
        cases.append(("person-unknown", pl.col("person_id").is_null()))
    if plan.as_of is not None:
        cases.append(("after-as-of", pl.col("date") > plan.as_of))
    cases += [("outside-validity", pl.col("i").is_null()), ("condition-not-met", ~pl.col("met"))]
    text = pl.col("contact_id").cast(pl.String)
    events = (
        events.with_columns(_amount_index(plan).alias("i"))
        .with_columns(first_that_holds(cases, "paid").alias("verdict"))
        .sort("date", text, nulls_last=True)
    )
    if plan.cap is not None:
        events = _capped(events, plan.cap)
    if plan.period is not None:
        outside = (pl.col("verdict") == "paid") & ~pl.col("date").is_between(
            plan.period.first, plan.period.last
        )
        events = events.with_columns(
            pl.when(outside).then(pl.lit("outside-period")).otherwise("verdict").alias("verdict")
        )
    return events


def _capped(events: pl.DataFrame, cap: Cap) -> pl.DataFrame:
    """Refuse what comes after the cap; rows are in order of time."""
    within = ["person_id"]
    paid = events.filter(pl.col("verdict") == "paid")
    if cap.per is CapPer.EPISODE:
        days = (pl.col("date") - pl.col("date").shift()).dt.total_days().over("person_id")
        begins = (days > cap.gap_days).fill_null(value=False).cast(pl.Int32)
        paid = paid.with_columns(begins.alias("begins"))
        paid = paid.with_columns(pl.col("begins").cum_sum().over("person_id").alias("episode"))
        within.append("episode")
    beyond = paid.filter(pl.int_range(1, pl.len() + 1).over(within) > cap.times)
    refused = pl.col("contact_id").is_in(beyond["contact_id"].implode())
    return events.with_columns(
        pl.when(refused).then(pl.lit("cap-reached")).otherwise("verdict").alias("verdict")
    )


def _sums(plan: Plan) -> list[Decimal]:
    return [ground.dated.number for ground in plan.grounds]


def _lines(events: pl.DataFrame, plan: Plan) -> Iterator[CompensationLine]:
    counts = events.group_by(pl.col("unit_id").fill_null(""), "verdict", "i").len()
    by_unit: dict[str, list[tuple[str, int | None, int]]] = {}
    for unit, verdict, i, n in counts.iter_rows():
        by_unit.setdefault(unit, []).append((verdict, i, n))
    sums = _sums(plan)
    for unit, own in sorted(by_unit.items()):
        verdicts: Counter[str] = Counter()
        total = Decimal(0)
        for verdict, i, n in own:
            verdicts[verdict] += n
            if verdict == "paid" and i is not None:
                total += sums[i] * n
        yield CompensationLine(
            unit_id=unit,
            events=verdicts.total(),
            paid=verdicts["paid"],
            amount=evolve(nothing(plan), value=total),
            refused=tuple((r, verdicts[r]) for r in COMPENSATION_REASONS if verdicts[r]),
        )


def _shown(events: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Return the events as payments are: what is paid for each, and the verdict."""
    sums = _sums(plan)
    scale = max(2, *(-int(value.as_tuple().exponent) for value in sums), 0)
    kronor = pl.DataFrame(
        {"i": list(range(len(sums))), "amount": sums},
        schema={"i": pl.Int8, "amount": pl.Decimal(38, scale)},
    )
    paid = pl.when(pl.col("verdict") == "paid").then("amount").otherwise(pl.lit(Decimal(0)))
    amount = paid.cast(pl.Decimal(38, scale)).alias("amount")
    return events.join(kronor, on="i", how="left", maintain_order="left").select(
        "contact_id", "person_id", "unit_id", "date", amount, "verdict"
    )
