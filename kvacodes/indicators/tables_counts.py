"""Listed, visits and continuity on tables: the counts that the rows are made of."""

from __future__ import annotations

import polars as pl

from kvacodes.indicators.continuity import AT_LEAST, ContinuityCell, RoleCell, Seen
from kvacodes.indicators.listed import ListedCell
from kvacodes.indicators.request import Count, Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_groups import Keys, keys_of
from kvacodes.indicators.tables_people import People
from kvacodes.indicators.tables_time import times_of
from kvacodes.indicators.visits import VisitCell
from kvacodes.sequences.tables_tools import INDEX, is_distinct, placed

__all__ = ["continuity_cells", "in_period", "listed_cells", "visit_cells"]


def listed_cells(people: People, request: Request) -> tuple[dict[Group, ListedCell], pl.Series]:
    """Count the listed; return which persons are counted too."""
    used = people.frame["listed"] & people.frame["target_group"].fill_null(value=False)
    maybe = people.frame["listed"] & people.frame["target_group"].fill_null(value=True)
    keys = keys_of(request, people, day=people.frame["birth"])
    found = keys.gather(maybe.arg_true()).counted(
        pl.DataFrame({"used": used.filter(maybe)}), n=pl.col("used").sum(), every=pl.len()
    )
    cells = {group: ListedCell(row["n"], row["every"] - row["n"]) for group, row in found}
    return cells, used


def in_period(care: Care, request: Request) -> pl.Series:
    """Say for each contact whether its day lies in the period."""
    day = care.contacts("day")["day"]
    return day.is_between(request.period.first, request.period.last).fill_null(value=False)


def visit_cells(care: Care, request: Request) -> dict[Group, VisitCell]:
    """Count the visits of the period."""
    by_unit = request.unit_of_contact
    made, steps = care.visited(request.period, "joint", *by_unit), care.steps(request.period)
    made = made.with_columns(_times(care, made, request))
    if request.count is Count.FAMILY:
        made, steps = _families(made, steps, care)
    keys = keys_of(
        request,
        care.people,
        p=made["p"],
        day=made["day"],
        unit_id=made["unit_id"] if by_unit else None,
        said=lambda name: made["joint"] if name == "joint" else care.said(name, made["c"]),
    )
    cells: dict[Group, VisitCell] = {}
    sums = {"joint": pl.col("joint").sum(), "alone": (~pl.col("joint")).sum()}
    has_one_step = steps["c"].equals(made["c"])
    of_visit = steps["step"] if has_one_step else pl.lit(None, steps["step"].dtype)
    visits = made.with_columns(step=of_visit)
    for group, row, taken in keys.tallied(visits, "step", **sums):
        cells[group] = VisitCell(taken.total(), row["joint"], row["alone"], taken)
    if not has_one_step:
        of_steps = keys.gather(_place(made["c"], steps["c"]))
        for group, _, taken in of_steps.tallied(steps, "step"):
            cells[group].steps = taken
    known = made["lower"].is_not_null()
    of_times = keys.gather(known.arg_true())
    for group, row in of_times.counted(made.filter(known), "lower", "upper", n=pl.len()):
        cells[group].times[row["lower"], row["upper"]] = row["n"]
    return cells


def _times(care: Care, made: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return the bounds of the time of each visit, null where they are not known."""
    known = times_of(care, request.period)
    if known.is_empty():
        return known.select("lower", "upper").clear(made.height)
    here = placed(care.size, known["c"], pl.int_range(known.height, dtype=INDEX, eager=True))
    return known.select(pl.col("lower", "upper").gather(here.gather(made["c"])))


def _place(index: pl.Series, wanted: pl.Series) -> pl.Series:
    """Return where each of the wanted numbers stands in the index."""
    highest = pl.concat([index, wanted]).cast(pl.Int64).max()
    size = highest + 1 if isinstance(highest, int) else 0
    places: pl.Series = pl.int_range(len(index), dtype=pl.UInt32, eager=True)
    nowhere: pl.Series = pl.repeat(0, size, dtype=pl.UInt32, eager=True)
    return nowhere.scatter(index, places).gather(wanted)


def _families(
    made: pl.DataFrame, steps: pl.DataFrame, care: Care
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make one visit of what the children of a family got on one day."""
    people = care.people.frame
    family = people["shown family_id"].cast(pl.String).gather(made["p"])
    made = made.with_columns(
        family=pl.when(family.is_null())
        .then(pl.lit("\0") + pl.col("c").cast(pl.String))
        .otherwise(family),
        birth=people["birth"].gather(made["p"]),
        key=people["person_id"].gather(made["p"]).cast(pl.String),
        text=care.contacts("contact_id")["contact_id"].gather(made["c"]).cast(pl.String),
    )
    first = made.sort("birth", "key", "text", nulls_last=True)
    merged = first.group_by("family", "day", maintain_order=True).agg(
        pl.col("c").first(),
        pl.col("p").first(),
        *(pl.col(name).cast(pl.String).min() for name in made.columns if name == "unit_id"),
        pl.col("joint").max(),
        lower=pl.col("lower").max(),
        upper=pl.col("upper").min(),
    )
    fits = (pl.col("upper") >= pl.col("lower")).fill_null(value=True)
    merged = merged.with_columns(
        lower=pl.when(fits).then("lower"), upper=pl.when(fits).then("upper")
    )
    stands_for = first.select(old="c", new=pl.col("c").first().over("family", "day"))
    moved = steps.join(stands_for, left_on="c", right_on="old", how="inner")
    moved = moved.select(c="new", step="step").unique()
    return merged, moved


def continuity_cells(care: Care, request: Request) -> dict[Group, ContinuityCell]:
    """Count who has been seen by whom in the period."""
    made = care.visited(request.period)
    people = care.people
    often = made.lazy().group_by("p").agg(n=pl.len()).collect(engine="streaming")
    keys = keys_of(request, people, p=often["p"], day=people.frame["birth"].gather(often["p"]))
    cells: dict[Group, ContinuityCell] = {}
    counted = keys.counted(
        often, visits=pl.col("n").sum(), frequent=(pl.col("n") >= AT_LEAST).sum()
    )
    for group, row in counted:
        cells[group] = ContinuityCell(row["visits"], row["frequent"])
    seen = _seen(care.staff(request.period), care.size)
    of_seen = keys_of(request, people, p=seen["p"], day=people.frame["birth"].gather(seen["p"]))
    _fill(cells, seen, of_seen)
    return cells


def _seen(met: pl.DataFrame, contacts: int) -> pl.DataFrame:
    """Return for each person and role how the visits are spread over the staff."""
    each = met.lazy().group_by("p", "role", "staff_id").agg(n=pl.len())
    query = each.group_by("p", "role").agg(
        pairs=pl.col("n").sum(),
        most=pl.col("n").max(),
        squares=(pl.col("n").cast(pl.Int64) ** 2).sum(),
        staff=pl.len(),
    )
    spread = query.collect(engine="streaming")
    if is_distinct(met["c"], contacts):
        return spread.with_columns(visits="pairs")
    visits = met.select("c", "p", "role").unique().group_by("p", "role").agg(visits=pl.len())
    return spread.join(visits, on=["p", "role"], how="left")


def _fill(cells: dict[Group, ContinuityCell], seen: pl.DataFrame, keys: Keys) -> None:
    columns = ("visits", "pairs", "most", "squares", "staff")
    for group, row in keys.counted(seen, "role", *columns, n=pl.len()):
        roles = cells[group].roles
        at = roles.get(row["role"]) or roles.setdefault(row["role"], RoleCell())
        at.known += row["visits"] * row["n"]
        at.seen[Seen(*(row[name] for name in columns))] = row["n"]
