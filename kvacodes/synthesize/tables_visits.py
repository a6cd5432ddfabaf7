"""From cases to rows of the programme: codes, staff, time and joint work as registered."""

from __future__ import annotations

import polars as pl

from kvacodes.model import AnchorKind, Match, Step
from kvacodes.periods import ALWAYS
from kvacodes.synthesize.request import Request, permitted
from kvacodes.synthesize.tables_course import day_of
from kvacodes.synthesize.tables_days import within
from kvacodes.synthesize.tables_defects import EXTRAS
from kvacodes.synthesize.tables_draws import Draws
from kvacodes.synthesize.tables_people import UNITS_PER_DISTRICT, unit_on

__all__ = ["ROW", "ROWS_PER_CONTACT", "programme_contacts", "programme_rows", "visits"]

CONTACT = ("place", "person", "date", "unit", "care_type", "minutes", "joint")
"""What a contact says, the same on each of its rows."""
ROW = (*CONTACT, "code", "staff", "staff_role", "system")
ROWS_PER_CONTACT = 1024
"""The place of a row: that of its contact times this, and its own rank among its rows."""

HOME_VISIT = "ZV025"
# The national bands of time, by their least number of minutes.
TIME_BANDS = {0: "ZV201", 10: "ZV202", 20: "ZV203", 30: "ZV204", 40: "ZV205", 50: "ZV206",
              60: "ZV211", 120: "ZV212", 180: "ZV213"}  # fmt: skip

_JOINT_COLUMN, _JOINT_CODE = 0.45, 0.70
_MINUTES, _BAND = 0.55, 0.80
_HOME_VISIT, _SECOND_STAFF = 0.3, 0.4
_STAFF_KNOWN, _SUBSTITUTE = 0.93, 0.06
_STEPS_PER_CASE = 1024  # more than the number of any step: keys of contacts do not collide


def visits(cases: pl.DataFrame, extras: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return a row for each registered visit, with the code that was chosen for it.

    A visit on a day when no code of its step may be registered is there without code.
    """
    shared = ["case", "person", "unit", "second_unit", "moved_on", "until"]
    steps = sorted(request.sequence.steps, key=lambda s: s.number)
    draws, is_beside = Draws(request.seed), pl.col("defect").is_in(EXTRAS)
    own = pl.concat(
        cases.lazy()
        .filter(day_of(s.number).is_not_null())
        .select(
            *shared,
            step=pl.lit(s.number, dtype=pl.Int64),
            day=day_of(s.number),
            code=_code(s, day_of(s.number), request, draws),
            defect=pl.when(pl.col("at") == s.number, ~is_beside).then("defect"),
            steady=pl.col("defect").eq_missing(pl.lit("staff-changed")),
            key=pl.col("case") * _STEPS_PER_CASE + s.number,
        )
        for s in steps
    ).collect()
    if request.sequence.match is Match.ORDINAL:
        # Without a code it reaches no step, and the next one would reach this.
        uncoded = own.filter(pl.col("code").is_null())
        own = own.join(uncoded, on="case", how="anti")
    more = extras.join(cases.select(shared), on="case").select(
        *shared,
        "step",
        "day",
        code=pl.coalesce("code", _any_code(steps, request)),
        defect="defect",
        steady=pl.lit(value=False),
        key=(pl.col("case") + (1 << 40)) * _STEPS_PER_CASE + pl.col("step").cast(pl.UInt64),
    )
    stranger = pl.col("defect").eq_missing(pl.lit("person-unknown"))
    return pl.concat([own, more]).with_columns(
        # Nobody among the persons has so high a number.
        person=pl.when(stranger).then(pl.col("person") + request.children).otherwise("person"),
        at_unit=pl.when(pl.col("day").is_null()).then("unit").otherwise(unit_on(pl.col("day"))),
    )


def _code(step: Step, day: pl.Expr, request: Request, draws: Draws) -> pl.Expr:
    """Choose among the codes that may be registered; of those that may not, where asked for."""
    codes = {c.code: c for c in request.sequence.codes}
    limits = [permitted(codes[code]) if code in codes else [ALWAYS] for code in step.codes]
    may = [within(day, intervals) for intervals in limits]
    wrong = (pl.col("at") == step.number) & (pl.col("defect") == "code-not-in-force")
    wrong = wrong.fill_null(value=False)
    can = [allowed ^ wrong for allowed in may]
    total = pl.sum_horizontal(c.cast(pl.Int64) for c in can)
    which = draws.below(f"code of {step.number}", pl.col("case"), total)
    chosen, passed = pl.lit(None, dtype=pl.String), pl.lit(0, dtype=pl.Int64)
    for code, possible in zip(step.codes, can, strict=True):
        chosen = pl.when(possible & (passed == which)).then(pl.lit(code)).otherwise(chosen)
        passed += possible.cast(pl.Int64)
    return chosen


def _any_code(steps: list[Step], request: Request) -> pl.Expr:
    """Return a code of the step, in force on its day if there is one."""
    codes = {c.code: c for c in request.sequence.codes}
    in_force, any_at_all = [], []
    for step in steps:
        is_it = pl.col("step") == step.number
        any_at_all.append(pl.when(is_it).then(pl.lit(step.codes[0])))
        for name in step.codes:
            intervals = permitted(codes[name]) if name in codes else [ALWAYS]
            may = within(pl.col("day"), intervals)
            in_force.append(pl.when(is_it & may).then(pl.lit(name)))
    return pl.coalesce(*in_force, *any_at_all)


def programme_contacts(seen: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return the contacts about the programme, with what each is registered with."""
    return _Writer(request).contacts(seen)


def programme_rows(contacts: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return their rows: one for each code, and for more staff; `contacts` have a place."""
    writer = _Writer(request)
    more = [*writer.add_ons(contacts), *writer.more_staff(contacts)]
    ranked = (rows.with_columns(pl.col("place") + rank) for rank, rows in enumerate(more, start=1))
    return pl.concat([contacts.select(ROW), *ranked])


class _Writer:
    """Writes contacts as a source holds them."""

    def __init__(self, request: Request) -> None:
        self.request, self.draws = request, Draws(request.seed)
        self.joint = request.sequence.joint
        self.roles = [p.role for p in request.code_set.partners]
        self.is_home_visit = "hembesök" in request.code_set.title.sv.casefold()

    def share(self, name: str) -> pl.Expr:
        """Return a random number for each contact."""
        return self.draws.share(name, pl.col("key"))

    def contacts(self, seen: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each contact, with what belongs to it."""
        kind = self.request.sequence.anchor.kind
        how, asked = self.share("joint"), pl.col("defect").eq_missing(pl.lit("not-joint"))
        by_code = (how >= _JOINT_COLUMN) & (how < _JOINT_CODE) & ~asked
        has_code = bool(self.joint and self.joint.add_ons)
        told = (how < (_JOINT_COLUMN if has_code else _JOINT_CODE)) | asked
        timed = self.share("timed")
        length = (45 + 15 * self.draws.below("minutes", pl.col("key"), 6)).cast(pl.Int64)
        coded = pl.col("code").is_not_null()
        return seen.with_columns(
            order=self.draws.bits("order", pl.col("key")),
            date="day",
            unit="at_unit",
            care_type=pl.lit("barnhalsovard" if kind is AnchorKind.BIRTH else "specialistvard"),
            minutes=pl.when(timed < _MINUTES).then(length),
            band=pl.when((timed >= _MINUTES) & (timed < _BAND) & coded).then(length),
            joint=pl.when(told).then(~asked) if self.joint else pl.lit(None, dtype=pl.Boolean),
            by_code=by_code & coded & has_code,
            staff=self._staff(),
            staff_role=self._main_role(),
            system=pl.lit("kva"),
        )

    def _main_role(self) -> pl.Expr:
        """The role that comes first: of those a step requires, else of the programme's own."""
        role = pl.lit(self.roles[0] if self.roles else None, dtype=pl.String)
        lacking = pl.col("defect").eq_missing(pl.lit("staff-missing"))
        for step in self.request.sequence.steps:
            if step.staff:
                only = pl.lit("annan" if len(step.staff) == 1 else step.staff[0])
                chosen = pl.when(lacking).then(only).otherwise(pl.lit(step.staff[0]))
                role = pl.when(pl.col("step") == step.number).then(chosen).otherwise(role)
        return role

    def _staff(self) -> pl.Expr:
        """Number the staff: a unit's own few, who are replaced in time, and substitutes."""
        unit, draws = pl.col("at_unit"), self.draws
        own = 2 + draws.below("staff of unit", unit, 3)
        place = draws.below("staff of person", pl.col("person"), own)
        tenure = 300 + draws.below("tenure", unit * 8 + place, 900)
        entered = draws.below("entered", unit * 8 + place, 900)
        days = pl.col("day").fill_null(self.request.period.last).cast(pl.Int64)
        turn = (days + entered) // tenure % 10
        changed = pl.col("defect").eq_missing(pl.lit("staff-changed"))
        # A case whose staff is to change has nobody else beside.
        substituted = (self.share("substitute") < _SUBSTITUTE) & ~pl.col("steady")
        stood_in = pl.when(changed | substituted).then(5).otherwise(0)
        known = (self.share("staff known") < _STAFF_KNOWN) | pl.col("steady")
        return pl.when(known).then(unit * 100 + (place + stood_in) * 10 + turn)

    def _partner(self, district: pl.Expr, name: str) -> pl.Expr:
        """Number the staff of the partner, who works for all units of a district."""
        who = self.draws.below(f"partner {name}", pl.col("person"), 3)
        return 100 * (self.request.units + district) + who

    def add_ons(self, contacts: pl.DataFrame) -> list[pl.DataFrame]:
        """Return the rows of add-on codes."""
        none, rows = pl.lit(None, dtype=pl.Int64), []
        band = pl.lit(None, dtype=pl.String)
        for least, band_code in TIME_BANDS.items():
            band = pl.when(pl.col("band") >= least).then(pl.lit(band_code)).otherwise(band)
        rows.append(self._more(contacts, pl.col("band").is_not_null(), band, staff=none))
        if self.joint and self.joint.add_ons:
            partner = self._partner(pl.col("unit") // UNITS_PER_DISTRICT, "joint")
            role = pl.lit(self.roles[1] if len(self.roles) > 1 else None, dtype=pl.String)
            code = pl.lit(self.joint.add_ons[0])
            rows.append(self._more(contacts, pl.col("by_code"), code, staff=partner, role=role))
        if self.is_home_visit:
            at_home = (self.share("home visit") < _HOME_VISIT) & pl.col("code").is_not_null()
            rows.append(self._more(contacts, at_home, pl.lit(HOME_VISIT), staff=none))
        rows += self._required(contacts, none)
        return rows

    def _required(self, contacts: pl.DataFrame, none: pl.Expr) -> list[pl.DataFrame]:
        rows = []
        kept = ~pl.col("defect").eq_missing(pl.lit("add-on-missing"))
        for step in self.request.sequence.steps:
            for add_on in step.add_ons:
                here = (pl.col("step") == step.number) & kept & pl.col("code").is_not_null()
                rows.append(self._more(contacts, here, pl.lit(add_on), staff=none))
        for code in self.request.sequence.codes:
            if code.beside:
                here = pl.col("code") == code.code
                rows.append(self._more(contacts, here, pl.lit(code.beside[0]), staff=none))
        return rows

    def more_staff(self, contacts: pl.DataFrame) -> list[pl.DataFrame]:
        """Return the rows that repeat the code for another who took part."""
        rows, district = [], pl.col("unit") // UNITS_PER_DISTRICT
        if self.joint and len(self.roles) > 1:
            both = pl.col("joint").fill_null(value=False) & (self.share("both") < _SECOND_STAFF)
            partner = self._partner(district, "joint")
            role = pl.lit(self.roles[1])
            both &= pl.col("code").is_not_null()
            rows.append(self._more(contacts, both, pl.col("code"), staff=partner, role=role))
        kept = ~pl.col("defect").eq_missing(pl.lit("staff-missing"))
        for step in self.request.sequence.steps:
            for name in step.staff[1:]:
                here = (pl.col("step") == step.number) & kept & pl.col("code").is_not_null()
                who = self._partner(district, name)
                rows.append(
                    self._more(contacts, here, pl.col("code"), staff=who, role=pl.lit(name))
                )
        return rows

    def _more(
        self,
        contacts: pl.DataFrame,
        where: pl.Expr,
        code: pl.Expr,
        *,
        staff: pl.Expr,
        role: pl.Expr | None = None,
    ) -> pl.DataFrame:
        role = pl.lit(None, dtype=pl.String) if role is None else role
        return (
            contacts.filter(where)
            .with_columns(
                code=code,
                staff=staff.cast(pl.Int64),
                staff_role=role,
            )
            .select(ROW)
        )
