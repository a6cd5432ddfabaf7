"""What is hidden, what stays, and what the result says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kvacodes.disclosure import hide_counts, suppress, suppress_all
from kvacodes.errors import ColumnError, InputError, UsageError
from kvacodes.model.words import Basis
from kvacodes.results import (
    Accounting,
    IndicatorResult,
    IndicatorRow,
    IndicatorRows,
    Provenance,
)
from kvacodes.statistics import wilson


def row(
    n: int,
    of: int | None = None,
    *,
    unit: str | None = "",
    n_missing: int = 0,
    indicator: str = "completion",
    period: str = "2019",
) -> IndicatorRow:
    """Make a row as indicators make them; without a unit it is the total."""
    lower, upper = (wilson(abs(n), of) if of else None) or (None, None)
    return IndicatorRow(
        indicator=indicator,
        period=period,
        by=(("unit_id", unit),) if unit != "" else (),
        numerator=n,
        denominator=of,
        value=n / of if of else float(n),
        lower=lower,
        upper=upper,
        bound="wilson",
        n_missing=n_missing,
        basis=Basis.DECISION,
    )


def hidden(rows: Iterable[IndicatorRow]) -> list[str]:
    """Return the units whose rows are hidden; ``total`` for the total."""
    return [dict(r.by).get("unit_id", "total") for r in rows if r.suppressed]


@pytest.mark.parametrize(
    ("n", "of", "is_hidden"),
    [
        (0, 4, True),  # a zero about a group below the threshold
        (0, 5, False),
        (1, 100, True),
        (4, 100, True),
        (5, 100, False),
        (95, 100, False),
        (98, 100, True),  # shows the 2
        (100, 100, False),
        (3, 3, True),
        (0, 0, True),
        (4, None, True),
        (5, None, False),
        (0, None, True),  # a zero about nobody knows how many
    ],
)
def test_one_row(n: int, of: int | None, *, is_hidden: bool) -> None:
    """Numerator, denominator and complement are all protected, a zero by its group."""
    (made,) = suppress((row(n, of),))
    assert made.suppressed is is_hidden
    if is_hidden:
        figures = (made.numerator, made.denominator, made.value, made.lower, made.upper)
        assert (*figures, made.n_missing) == (None,) * 6


def test_a_small_row_takes_the_smallest_other_with_it() -> None:
    """The total stays, and with it one more unit is hidden: the one that costs least."""
    rows = [row(n, of, unit=u) for u, n, of in (("a", 20, 40), ("b", 2, 30), ("c", 10, 25))]
    assert hidden(suppress((*rows, row(32, 95)))) == ["b", "c"]


def test_without_a_total_nothing_more_is_hidden() -> None:
    """Where no sum is published, a hidden row stands alone."""
    rows = [row(n, of, unit=u) for u, n, of in (("a", 20, 40), ("b", 2, 30), ("c", 10, 25))]
    assert hidden(suppress(tuple(rows))) == ["b"]


def test_two_small_rows_may_be_too_few() -> None:
    """One of one and one of one make two of two: a third has to go as well."""
    rows = [row(1, 1, unit="a"), row(1, 1, unit="b"), row(10, 20, unit="c"), row(12, 22)]
    made = suppress_all([tuple(rows)])
    assert hidden(made.tables[0]) == ["a", "b", "c"]
    assert (made.primary, made.secondary) == (2, 1)


def test_everybody_everywhere_hides_the_total() -> None:
    """Where nobody at all lacks the step, only hiding the total protects the small unit."""
    rows = [row(3, 3, unit="a"), row(20, 20, unit="b"), row(30, 30, unit="c"), row(53, 53)]
    assert hidden(suppress(tuple(rows))) == ["a", "total"]


def test_a_total_in_another_table() -> None:
    """Tables published together are protected together, and come back as they came."""
    units = tuple(row(n, of, unit=u) for u, n, of in (("a", 20, 40), ("b", 2, 30), ("c", 10, 25)))
    made = suppress([units, (row(32, 95),)])
    assert isinstance(made, list)
    assert [hidden(table) for table in made] == [["b", "c"], []]


def test_words_for_all_and_sums_at_null() -> None:
    """A total may be called so in the stratifier, or be null if it is the sum."""
    for mark in ("Totalt", None):
        rows = [row(n, of, unit=u) for u, n, of in (("a", 20, 40), ("b", 2, 30), ("c", 10, 25))]
        made = suppress((*rows, row(32, 95, unit=mark)))
        assert [r.suppressed for r in made] == [False, True, True, False]


def test_null_that_is_no_sum_is_a_group_of_its_own() -> None:
    """Persons without a unit are a group among others."""
    rows = (row(20, 40, unit="a"), row(2, 30, unit="b"), row(7, 14, unit=None), row(29, 84))
    assert [r.suppressed for r in suppress(rows)] == [False, True, True, False]


def test_what_the_parts_lack_is_protected() -> None:
    """A total that exceeds its parts by two shows those two."""
    rows = (row(20, 40, unit="a"), row(15, 30, unit="b"), row(37, 74))
    assert hidden(suppress(rows)) != []


def test_a_few_visits_more_at_the_next_occasion() -> None:
    """Twenty visits by April and twenty-two by August show the two between."""
    april = (row(20, indicator="visits", period="2019-01-01/2019-04-30", unit="a"),)
    august = (row(22, indicator="visits", period="2019-01-01/2019-08-31", unit="a"),)
    made = suppress([april, august])
    assert [hidden(table) for table in made] == [[], ["a"]]


def test_what_is_out_cannot_be_hidden() -> None:
    """A published table is taken as known; what it gives away is said."""
    published = suppress((row(20, 40, unit="a"), row(10, 25, unit="b")))
    new = (row(2, 30, unit="c"), row(32, 95))
    made = suppress_all([new], published=[published])
    assert hidden(made.tables[0]) == ["c", "total"]
    assert made.given_away == 0
    all_out = suppress_all([(row(2, 30, unit="c"),)], published=[published, (row(32, 95),)])
    assert all_out.given_away == 1
    assert all_out.explain("en").endswith(
        "1 hidden rows can be computed from what has already been published."
    )


def test_parts_told_by_several_indicators() -> None:
    """Joint, not joint and unknown make up the visits: a small one takes another with it."""
    rows = (
        row(140, indicator="visits"),
        row(98, 140, indicator="visits.joint", n_missing=2),
        row(40, 140, indicator="visits.not-joint", n_missing=2),
        row(2, 140, indicator="visits.joint-unknown"),
    )
    made = suppress(rows)
    assert [r.indicator for r in made if r.suppressed] == [
        "visits.not-joint",
        "visits.joint-unknown",
    ]
    assert [r.n_missing for r in made] == [0, None, None, None]


def test_missing_alone_is_hidden() -> None:
    """Few who could not be judged are hidden on a row that is otherwise shown."""
    rows = (
        row(20, 40, unit="a", n_missing=2),
        row(10, 30, unit="b", n_missing=7),
        row(11, 30, unit="c", n_missing=9),
        row(41, 100, n_missing=18),
    )
    made = suppress_all([rows])
    assert [r.n_missing for r in made.tables[0]] == [None, None, 9, 18]
    assert hidden(made.tables[0]) == []
    assert made.n_missing_hidden == 2
    assert made.explain() == (
        "Antal under 5 visas inte: 0 rader är dolda, för att de är små eller för att små tal "
        "annars kunde räknas fram. På 2 visade rader är antalet som inte kunde bedömas dolt."
    )


def test_what_a_mean_leaves_out_is_protected_with_it() -> None:
    """Missing that are the complement of a row are hidden with the row, and not alone."""
    rows = tuple(
        row(n, of, unit=u, indicator="visits.time-mean", n_missing=of - n)
        for u, n, of in (("a", 98, 100), ("b", 40, 60), ("c", 50, 90))
    )
    total = row(188, 250, indicator="visits.time-mean", n_missing=62)
    made = suppress((*rows, total))
    assert hidden(made) == ["a", "b"]
    assert [r.n_missing for r in made] == [None, None, 40, 62]


def test_zero_visits_about_a_known_population() -> None:
    """No visits at a unit may be shown where enough children are listed there."""
    visits = (row(0, indicator="visits", unit="a"), row(0, indicator="visits", unit="b"))
    listed = (row(30, indicator="listed", unit="a"), row(4, indicator="listed", unit="b"))
    assert hidden(suppress(visits, population=listed)) == ["b"]


def test_a_lower_threshold_must_be_asked_for() -> None:
    """Below five only when that is said, and the result says it too."""
    with pytest.raises(UsageError) as caught:
        suppress((row(3, 10),), threshold=3)
    assert str(caught.value) == (
        "threshold 3 is below 5; if that is meant, say so with allow_below_default=True, and "
        "the result will tell"
    )
    made = suppress_all([(row(3, 10),)], threshold=3, allow_below_default=True)
    assert hidden(made.tables[0]) == []
    assert made.is_below_default
    assert made.explain("en").endswith("The threshold 3 was set lower than the usual 5.")
    with pytest.raises(UsageError) as caught:
        suppress((row(3, 10),), threshold=0, allow_below_default=True)
    assert str(caught.value) == "threshold is 0; expected at least 1"


def test_a_higher_threshold() -> None:
    """Ten hides nine."""
    assert hidden(suppress((row(9, 40),), threshold=10)) == ["total"]


def test_twice_hides_no_more() -> None:
    """What was hidden stays, and nothing is added."""
    rows = [row(n, of, unit=u) for u, n, of in (("a", 20, 40), ("b", 2, 30), ("c", 10, 25))]
    once = suppress((*rows, row(32, 95)))
    assert suppress(once) == once


# --- kinds ---------------------------------------------------------------------------------


def table() -> pl.DataFrame:
    """Make a tidy table by unit with its total."""
    return pl.DataFrame(
        {
            "indicator": ["completion"] * 4,
            "period": ["2019"] * 4,
            "unit_id": ["a", "b", "c", "total"],
            "numerator": [20, 2, 10, 32],
            "denominator": [40, 30, 25, 95],
            "value": [0.5, 2 / 30, 0.4, 32 / 95],
            "lower": [0.35, 0.02, 0.2, 0.2],
            "upper": [0.65, 0.2, 0.6, 0.4],
            "n_missing": [0, 0, 0, 0],
            "suppressed": [False] * 4,
        }
    )


@pytest.mark.parametrize("kind", ["polars", "pandas", "pandas-arrow", "pyarrow", "lazy", "duckdb"])
def test_tidy_tables_come_back_in_their_kind(kind: str) -> None:
    """Every kind is read and given back; lazy ones as Polars."""
    frame = table()
    native: Any = {
        "polars": lambda: frame,
        "pandas": frame.to_pandas,
        "pandas-arrow": lambda: frame.to_pandas(use_pyarrow_extension_array=True),
        "pyarrow": frame.to_arrow,
        "lazy": frame.lazy,
        "duckdb": lambda: duckdb.from_arrow(frame.to_arrow()),
    }[kind]()
    made: Any = suppress(native)
    expected = pl.DataFrame if kind in {"lazy", "duckdb"} else type(native)
    assert isinstance(made, expected)
    back = made if isinstance(made, pl.DataFrame) else pl.DataFrame(pa.table(made))
    assert back["suppressed"].to_list() == [False, True, True, False]
    for name in ("numerator", "denominator", "value", "lower", "upper", "n_missing"):
        assert back[name].is_null().to_list()[1:3] == [True, True], name
    assert back["numerator"].drop_nulls().to_list() == [20, 32]


def test_pandas_keeps_its_index() -> None:
    """The rows of a pandas table keep their labels."""
    native = table().to_pandas().set_index(pd.Index([7, 8, 9, 10]))
    assert list(suppress(native).index) == [7, 8, 9, 10]


def test_a_table_of_counts_alone() -> None:
    """A table with nothing but stratifiers and a numerator is enough."""
    native = pl.DataFrame({"unit_id": ["a", "b", "c"], "numerator": [10, 3, 8]})
    made = suppress(native)
    assert made.columns == ["unit_id", "numerator", "suppressed"]
    assert made["numerator"].to_list() == [10, None, 8]


def test_what_is_no_table_is_refused() -> None:
    """A sentence says what was expected."""
    with pytest.raises(InputError) as caught:
        suppress("rows")
    assert str(caught.value) == (
        "figures: found str, expected results of an indicator, rows, or a tidy table"
    )
    with pytest.raises(ColumnError) as missing:
        suppress(pl.DataFrame({"unit_id": ["a"]}))
    assert str(missing.value) == (
        "table: found neither numerator, denominator nor value, expected a tidy table with at "
        "least one of them"
    )
    with pytest.raises(InputError) as negative:
        suppress((row(-1, 10),))
    assert str(negative.value) == (
        "table 0, row 0, numerator: found -1, expected a whole number from 0"
    )


def test_results_say_what_was_hidden() -> None:
    """Results keep their accounting and origin, and their words say what is hidden."""
    provenance = Provenance(code_set="x", content_hash="", decisions=(), as_of=date(2020, 1, 1))
    told = {
        "accounting": Accounting(rows_read=3),
        "persons_accounting": Accounting(rows_read=1),
        "provenance": provenance,
        "words": {"sv": "Så räknas det.", "en": "Thus it is counted.\nPersons: 1 rows read."},
    }
    rows = suppress(IndicatorRows((row(2, 30),), **told))  # type: ignore[arg-type]
    assert isinstance(rows, IndicatorRows)
    result = suppress(IndicatorResult(table=table(), **told))  # type: ignore[arg-type]
    assert result.table["suppressed"].to_list() == [False, True, True, False]
    for made, n, m in ((rows, 1, 0), (result, 1, 1)):
        assert made.accounting == told["accounting"]
        assert (made.disclosure.primary, made.disclosure.secondary) == (n, m)
        assert made.explain("en") == (
            "Thus it is counted.\nCounts below 5 are not shown: "
            f"{n + m} rows are hidden, because they are small or because small numbers could be "
            "computed from them. All that is shown leaves a range of at least 5 for each hidden "
            "count." + m * " On 1 rows shown, how many could not be judged is hidden."
            # Nobody is missing anywhere, so the total would tell that of the hidden rows.
        )
    assert [h.reason for h in result.disclosure.hidden] == ["primary", "secondary"]


def test_hide_counts_of_a_list() -> None:
    """A row accounting hides its small reasons, and one more where they could be computed."""
    assert hide_counts({"a": 100, "b": 0, "c": 3}) == {"a": 100, "b": 0, "c": None}
    counts = {"a": 100, "b": 9, "c": 3, "d": 0, "all": 112}
    assert hide_counts(counts, total="all") == counts | {"b": None, "c": None}


def test_hide_counts_that_are_told_elsewhere() -> None:
    """What readers know protects nothing; then another is hidden, and at last the sum."""
    counts = {"a": 100, "b": 9, "c": 3, "all": 112}
    shown = hide_counts(counts, total="all", told={"b"})
    assert shown == counts | {"a": None, "c": None}
    shown = hide_counts(counts, total="all", told={"a", "b"})
    assert shown == counts | {"c": None, "all": None}


def test_hide_counts_that_are_hidden_elsewhere() -> None:
    """What is hidden elsewhere is hidden here, and not to be computed here either."""
    counts = {"a": 100, "b": 9, "c": 0, "all": 109}
    shown = hide_counts(counts, total="all", hidden={"a"})
    assert shown == counts | {"a": None, "c": None}


# --- figures that tell of others -------------------------------------------------------------


def test_percentiles_beyond_which_there_are_few() -> None:
    """Five percentiles of five persons are what the five have; of twenty the outer ones go."""
    names = ("median", "p10", "p25", "p75", "p90")

    def shown(n: int) -> list[str]:
        rows = (
            row(n, n, indicator="lead-time.1-2.measured"),
            *(row(n, n, indicator=f"lead-time.1-2.{name}") for name in names),
        )
        made = suppress(rows)
        assert not made[0].suppressed
        return [r.indicator.rpartition(".")[2] for r in made[1:] if not r.suppressed]

    assert shown(9) == []
    assert shown(10) == ["median"]
    assert shown(20) == ["median", "p25", "p75"]
    assert shown(50) == list(names)


def test_percentiles_of_nobody() -> None:
    """Where it is shown that no time is known, the median that there is not hides nothing."""
    rows = (
        row(0, 53, indicator="visits.time-known"),
        row(0, 53, indicator="visits.time-median"),
    )
    assert [r.suppressed for r in suppress(rows)] == [False, False]


def test_parts_of_each_lead_time() -> None:
    """One negative time cannot be had from those measured and those open; routes are apart."""
    counts = {"measured": 30, "open": 10, "closed-without": 0, "negative": 1}
    rows = tuple(
        row(n, 41, indicator=f"lead-time.{route}.{name}")
        for route in ("1-2", "2-3")
        for name, n in counts.items()
    )
    gone = [r.indicator for r in suppress(rows) if r.suppressed]
    assert gone == [
        f"lead-time.{r}.{name}" for r in ("1-2", "2-3") for name in ("open", "negative")
    ]


def test_the_share_in_time_does_not_tell_how_many_are_open() -> None:
    """Shown, its group of 50 would tell the 3 that are open of 53."""
    counts = {"measured": 50, "open": 3, "closed-without": 0, "negative": 0}
    parts = tuple(row(n, 53, indicator=f"lead-time.{name}") for name, n in counts.items())
    rows = (*parts, row(41, 50, indicator="lead-time.within-limit"))
    gone = {r.indicator for r in suppress(rows) if r.suppressed}
    assert gone >= {"lead-time.measured", "lead-time.open", "lead-time.within-limit"}


def test_a_mean_does_not_tell_the_share_beside_it() -> None:
    """Where it is hidden how many were seen by one alone, the mean over them is too."""
    rows = (
        row(33, 35, indicator="continuity.single-staff.nurse"),
        row(35, 60, indicator="continuity.usual-provider.nurse"),
        row(35, 60, indicator="continuity.coc.nurse"),
        row(40, 60, indicator="continuity.single-staff.social-worker"),
    )
    assert [r.suppressed for r in suppress(rows)] == [True, True, True, False]


def test_a_group_that_is_counted_elsewhere() -> None:
    """A shown group of 35 among 36 would tell that one was left out: one of them is hidden."""
    rows = (
        row(20, 35, indicator="continuity.single-staff.nurse"),
        row(35, 36, indicator="continuity.usual-provider.nurse"),
        row(18, 36, indicator="continuity.usual-provider.social-worker"),
    )
    assert [r.suppressed for r in suppress(rows)] == [True, True, False]


@pytest.mark.parametrize(("findings", "persons"), [(5, 3), (4, 4)])
def test_findings_and_who_has_them(findings: int, persons: int) -> None:
    """Five findings are of five persons at most, so both numbers are hidden."""
    rows = (
        row(findings, indicator="finding.not-joint"),
        row(persons, indicator="finding-persons.not-joint"),
        row(9, indicator="finding.visit-skipped"),
        row(8, indicator="finding-persons.visit-skipped"),
    )
    assert [r.suppressed for r in suppress(rows)] == [True, True, False, False]


def test_parts_that_are_told_by_some_tables_only() -> None:
    """Where nobody came at all, nothing is given away by parts that a table leaves out."""
    units = tuple(row(0, 0, indicator="visits.joint", unit=u) for u in "abc")
    total = [row(0, 0, indicator=f"visits.{n}") for n in ("joint", "not-joint", "joint-unknown")]
    made = suppress_all([(*units, *total, row(0, indicator="visits"))])
    assert (made.given_away, len(made.hidden)) == (0, 7)


def test_a_stratifier_that_is_not_there_is_named() -> None:
    """A column asked for by name must be one of the table."""
    table = pl.DataFrame(
        {"indicator": ["listed"], "period": ["2019"], "unit_id": ["u1"], "numerator": [9]}
    )
    assert suppress(table, by=("unit_id",))["suppressed"].to_list() == [False]
    with pytest.raises(ColumnError) as raised:
        suppress(table, by=("unit",))
    assert str(raised.value) == (
        "table: found no column unit, expected the stratifiers named in by"
    )


def test_what_is_hidden_in_the_end_is_not_called_given_away() -> None:
    """Before its whole was hidden too, a part could be computed; after that nothing can."""
    parts = {"measured": (6, 1, 0), "open": (7, 3, 4), "closed-without": (0,) * 3,
             "negative": (0,) * 3}  # fmt: skip
    rows = [
        row(n, of, unit=f"u{of}", indicator=f"lead-time.1-2.{name}")
        for name, counts in parts.items()
        for n, of in zip(counts, (13, 4, 5), strict=True)
    ]
    made = suppress_all([tuple(rows)])
    assert {h.by for h in made.hidden} >= {(("unit_id", "u4"),)}
    assert made.given_away == 0
    assert "published" not in made.explain("en")
