"""The follow-up report, from an extract to its files."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import polars as pl
import pytest
from attrs import asdict, evolve
from disclosure.attack import Attack
from reports.extracts import AS_OF, contracts, persons, reported, visits
from reports.pages import Page

import kvacodes
from kvacodes.errors import MissingExtraError, UsageError
from kvacodes.extracts import Person, Reported
from kvacodes.model import Basis, CodeSet, Label
from kvacodes.periods import Period
from kvacodes.reports.build import _occasion, build_follow_up
from kvacodes.reports.document import as_json, json_schema
from kvacodes.reports.figures import records_of
from kvacodes.reports.html import as_html
from kvacodes.reports.model import FollowUpReport, Funnel, Hidden, Spread, Spreads, Table
from kvacodes.reports.svg import spreads_svg
from kvacodes.reports.words import assumed
from kvacodes.reports.workbook import as_xlsx
from kvacodes.reports.write import write_follow_up

PROGRAMME = "utokat-hembesok-bvc"


@pytest.fixture(scope="module")
def code_set() -> CodeSet:
    """Return the shipped programme."""
    return kvacodes.load().code_set(PROGRAMME)


def build(code_set: CodeSet, people: list[Person] | None = None, **more: Any) -> FollowUpReport:
    """Build a report on objects."""
    people = people or persons()
    given = {
        "period": Period.year(2020),
        "as_of": AS_OF,
        "reported": reported(),
        "contracts": contracts(),
        "compare": Period.year(2019),
    }
    return build_follow_up(visits(people), people, code_set, **given | more)


@pytest.fixture(scope="module")
def report(code_set: CodeSet) -> FollowUpReport:
    """Return the report on the small extract."""
    return build(code_set)


def table(report: FollowUpReport, id_: str) -> Table:
    """Return a table of the report."""
    tables = [b for s in report.sections for b in s.blocks if isinstance(b, Table)]
    return next(t for t in tables if t.id == id_)


def test_the_questions_are_answered_in_the_decisions_words(report: FollowUpReport) -> None:
    """All seven, in order, in the decision's words, each with a sentence."""
    answered = "2 av 5 enheter som ska svara har gjort det"
    missing = "Svar saknas från u3, u4, u6."
    expected = {
        "Antal listade barn i målgruppen?": (
            "150 barn i målgruppen var listade på mätdagen. För ‥ listade barn är det okänt om "
            "de hör till målgruppen."
        ),
        "Antal genomförda hembesök i samverkan med socialtjänst samt tidsåtgång?": (
            "172 av 335 hembesök gjordes säkert i samverkan (51\u00a0%) och 93 säkert inte; för 70 "
            "framgår det inte. Tidsåtgången är känd för 254 av besöken: 319 timmar, med medianen "
            "75 minuter."
        ),
        "Deltagande i operativ arbetsgrupp?": f"{answered}: ja 2. {missing}",
        "Deltagande i gemensam utbildning och handledning?": (f"{answered}: delvis 2. {missing}"),
        "Är besöken utförda av samma personal för att främja tillit och goda relationer?": (
            "BHV-sjuksköterska: 63\u00a0% (77 av 122 barn med minst två besök) har träffat en och "
            "samma. Socionom: visas inte."
        ),
        "Deltar och bidrar utföraren aktivt till utvärdering av det utökade "
        "hembesöksprogrammet?": f"{answered}: ja 2. {missing}",
        "Ekonomisk redovisning": f"{answered}: inlämnad 2. {missing}",
    }
    assert [a.number for a in report.answers] == list(range(1, 8))
    assert {a.wording: a.text for a in report.answers} == expected
    assert report.occasion == "Årsredovisning"
    assert report.notes == ()


def test_units_that_answer_unasked_are_named_apart(code_set: CodeSet) -> None:
    """A unit without a contract is not among those that should answer, nor left out."""
    extra = Reported(unit_id="u5", period="2020", indicator="economy", value="inlämnad")
    economy = build(code_set, reported=[*reported(), extra]).answers[-1]
    assert economy.figure == 0.4
    assert economy.text == (
        "2 av 5 enheter som ska svara har gjort det: inlämnad 2. Svar saknas från u3, u4, u6. "
        "Därutöver svarade u5."
    )
    nobody = build(code_set, reported=[extra]).answers[-1]
    assert nobody.figure == 0.0
    assert nobody.text == "Ingen enhet som ska svara har gjort det. Därutöver svarade u5."


def test_answers_that_were_not_read_are_no_answers(code_set: CodeSet) -> None:
    """Nothing is said of what units have answered where nobody has brought it."""
    economy = build(code_set, reported=None).answers[-1]
    assert economy.figure is None
    assert economy.text == "Inga svar från enheterna är med här."


def test_units_without_a_contract_stand_apart(report: FollowUpReport) -> None:
    """Small units are hidden, those without a contract have their own group, the total is last."""
    rows = table(report, "by-unit").rows
    assert [(r.cells[0], r.cells[1], r.group) for r in rows] == [
        ("u1", "a1", "Med avtal"),
        ("u2", "a2", "Med avtal"),
        ("u3", "a3", "Med avtal"),
        ("u4", "a4", "Med avtal"),
        ("u6", "a6", "Med avtal"),
        ("u5", None, "Utan avtal"),
        ("u7", None, "Utan avtal"),
        ("Alla", None, ""),
    ]
    # Two small units, and two more: what the small ones hold alone is less than five.
    gone = Hidden.SMALL
    assert [r.cells[2] for r in rows] == [34, 36, 30, gone, gone, gone, gone, 150]


def test_change_since_the_period_compared_with(report: FollowUpReport) -> None:
    """The difference stands with what it was, in the marks of the language."""
    assert [report.answers[n].change for n in (0, 1, 4)] == [
        "0 mot 2019 (150)",
        "−45 mot 2019 (217)",
        "+5,3 procentenheter mot 2019 (58\u00a0%)",
    ]


def test_a_reader_with_a_solver_learns_nothing(report: FollowUpReport) -> None:
    """Over all figures of a year, units and months, every hidden count stays wide."""
    shares = {r.indicator for r in report.figures if r.denominator is not None}
    for name in sorted({r.indicator for r in report.figures}):
        rows = [r for r in report.figures if r.indicator == name and r.period == "2020"]
        attack = Attack(rows, counts=() if name in shares else {name})
        for over, under, rest in attack.knows_sums("month").knows_all_sums().widths().values():
            assert min(over, under) >= 5, name
            assert name not in shares or rest >= 5, name


def test_hidden_rows_keep_nothing(report: FollowUpReport) -> None:
    """A hidden figure has no number left, in the rows and in the JSON."""
    hidden = [row for row in report.figures if row.suppressed]
    assert hidden
    for row in json.loads(as_json(report))["figures"]:
        if row["suppressed"]:
            names = ("numerator", "denominator", "value", "lower", "upper", "n_missing")
            assert {row[name] for name in names} == {None}


@pytest.fixture(scope="module")
def moved(code_set: CodeSet) -> FollowUpReport:
    """Return the report on an extract that differs from the small one in hidden numbers alone."""
    people = persons()
    last = max(n for n, person in enumerate(people) if person.unit_id == "u6")
    # From one hidden unit to another: three and two children become two and three.
    others = [evolve(p, unit_id="u7") if n == last else p for n, p in enumerate(people)]
    assert others != people
    return build(code_set, others)


@pytest.mark.parametrize(
    "write",
    [as_html, as_json, lambda r: _cells(as_xlsx(r))],
    ids=["html", "json", "xlsx"],
)
def test_what_is_hidden_leaves_no_trace(
    report: FollowUpReport, moved: FollowUpReport, write: Callable[[FollowUpReport], object]
) -> None:
    """Two extracts that differ in hidden numbers alone give the same files."""
    assert write(report) == write(moved)


def _cells(workbook: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book]


def test_tables_and_objects_give_the_same_report(code_set: CodeSet, report: FollowUpReport) -> None:
    """The report is the same, whatever it was computed on."""
    people = persons()
    rows = [asdict(v) for v in visits(people)]
    for row in rows:
        del row["add_ons"]
    made = build_follow_up(
        pl.DataFrame(rows, infer_schema_length=None),
        pl.DataFrame([asdict(p) for p in people], infer_schema_length=None).drop(
            "ended_on", "sex", "family_id", "anchor_date"
        ),
        code_set,
        period=Period.year(2020),
        as_of=AS_OF,
        reported=pl.DataFrame([asdict(r) for r in reported()]),
        contracts=pl.DataFrame([asdict(c) for c in contracts()]).with_columns(
            pl.col("valid_to").cast(pl.Date)
        ),
        compare=Period.year(2019),
    )
    assert as_html(made) == as_html(report)


def test_the_threshold_must_not_be_low(code_set: CodeSet) -> None:
    """Below five only when asked for, and then the report tells."""
    with pytest.raises(UsageError) as caught:
        build(code_set, threshold=2)
    assert str(caught.value) == (
        "threshold 2 is below 5; if that is meant, say so with allow_below_default=True, and "
        "the result will tell"
    )
    made = build(code_set, threshold=2, allow_below_default=True)
    assert made.disclosure.endswith("Tröskeln 2 är satt lägre än den vanliga, 5.")


def test_progress_is_told(code_set: CodeSet) -> None:
    """Each step of the work is told before it begins."""
    told: list[str] = []
    build(code_set, progress=told.append, lang="en")
    assert told == [
        "Answering the questions",
        "Answering the questions unit by unit",
        "Counting the visits month by month",
        "Checking the registration",
        "Protecting small numbers",
    ]


# --- the page --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_is_sound(code_set: CodeSet, lang: str) -> None:
    """One h1, unique ids, tables with headers and names, plots with title and description."""
    page = Page(as_html(build(code_set, lang=lang)))
    assert page.having("html")[0]["lang"] == lang
    assert len(page.having("h1")) == 1
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for attributes in page.having("a"):
        assert attributes["href"].removeprefix("#") in ids
    for _, attributes in page.elements:
        for name in attributes.get("aria-labelledby", "").split():
            assert name in ids
    assert all(a.get("scope") in {"col", "row", "rowgroup"} for a in page.having("th"))
    svgs = page.having("svg")
    assert svgs
    assert all(a["role"] == "img" and "aria-labelledby" in a for a in svgs)
    assert len([t for t, _ in page.texts if t == "desc"]) == len(svgs)


def test_the_page_needs_nothing_else(report: FollowUpReport) -> None:
    """No script, no network, no file: it can be sent as it is."""
    html = as_html(report)
    page = Page(html)
    assert not page.having("script") + page.having("link") + page.having("img")
    assert "url(" not in html
    assert "@import" not in html
    assert "http" not in html.replace("https://json-schema.org", "")


def test_words_stand_out_from_what_is_behind_them() -> None:
    """Every colour of text has a contrast of 4.5 or more to each background (WCAG 2.2, AA)."""
    css = (Path(kvacodes.__file__).parent / "reports" / "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", css))

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
        parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for ink in ("ink", "quiet", "blue"):
        for behind in ("paper", "soft"):
            dark, bright = sorted(light(colours[name]) for name in (ink, behind))
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (ink, behind)


def test_lead_times_and_change_have_their_sections(report: FollowUpReport) -> None:
    """A row for each way from visit to visit; the main figures of both years beside each other."""
    times = table(report, "lead-times-table")
    assert [row.cells[0] for row in times.rows][:2] == ["Hembesök 1–2", "Hembesök 2–3"]
    counts = table(report, "change-counts")
    assert [c.title for c in counts.columns] == ["Mått", "2019", "2020", "Skillnad"]
    assert counts.rows[0].cells == ("Listade barn", 150, 150, 0)
    shares = table(report, "change-shares")
    joint = next(row.cells for row in shares.rows if row.cells[0] == "Säkert i samverkan")
    before, now, difference = (float(v) for v in joint[1:] if isinstance(v, int | float))
    assert difference == pytest.approx((now - before) * 100)
    assert "lead-times-plot" in {
        b.id for s in report.sections for b in s.blocks if isinstance(b, Spreads)
    }


def test_without_an_earlier_period_there_is_no_change(code_set: CodeSet) -> None:
    """The section is left out, not empty."""
    made = build(code_set, compare=None)
    assert "change" not in {section.id for section in made.sections}


def test_a_programme_of_one_visit_has_no_time_between_visits(code_set: CodeSet) -> None:
    """Nothing to measure, no section; hidden times are drawn as hidden."""
    sequence = code_set.sequence
    assert sequence is not None
    alone = evolve(code_set, sequence=evolve(sequence, steps=sequence.steps[:1]))
    assert "lead-times" not in {section.id for section in build(alone).sections}
    spread = Spread(label="1–2", values=(Hidden.SMALL,) * 5)
    nothing = Spread(label="2–3", values=(None,) * 5)
    drawn = spreads_svg(Spreads(id="x", title="", description="", spreads=(spread, nothing)), "sv")
    assert ">‥</text>" in drawn
    assert ">–</text>" in drawn


def test_steps_without_numbers_in_their_titles_are_named_in_full(code_set: CodeSet) -> None:
    """From the one to the other, where a number alone would not tell."""
    sequence = code_set.sequence
    assert sequence is not None
    steps = tuple(
        evolve(s, title=Label(title))
        for s, title in zip(sequence.steps, ("Hemma", "På BVC"), strict=False)
    )
    named = evolve(code_set, sequence=evolve(sequence, steps=steps))
    assert table(build(named), "lead-times-table").rows[0].cells[0] == "Hemma – På BVC"


def test_what_units_are_called_is_text(code_set: CodeSet) -> None:
    """A unit with a hostile name is written, never run, in every format."""
    evil = '<script>alert("x")</script>&=1+1'
    people = [evolve(p, unit_id=evil) for p in persons({"u1": 30})]
    made = build_follow_up(visits(people), people, code_set, period=Period.year(2020), as_of=AS_OF)
    html = as_html(made)
    assert evil not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;=1+1" in html
    Page(html)
    assert any(evil in cells for cells in _cells(as_xlsx(made)))


def test_no_key_of_a_person_is_in_the_files(report: FollowUpReport) -> None:
    """Neither persons nor contacts are named anywhere."""
    text = as_html(report) + as_json(report)
    assert not re.search(r"\bp0[0-9]{2}\b|\bc0[0-9]{2}-|\bo0[0-9]{2}\b", text)


# --- JSON and Excel --------------------------------------------------------------------------


def test_the_schema_is_published(repository: Path) -> None:
    """The file in the docs is the schema that the library makes."""
    file = repository / "docs" / "reference" / "kvacodes-report-1.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema()


def test_json_keeps_its_schema(report: FollowUpReport) -> None:
    """The schema is a schema, and the report keeps it; a member more is refused."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    made = json.loads(as_json(report))
    validator.validate(made)
    assert not validator.is_valid(made | {"surprise": 1})


def test_the_workbook_has_real_numbers(report: FollowUpReport) -> None:
    """Numbers are numbers with formats, headers stay in sight, a sheet for each table."""
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report)))
    assert book.sheetnames[:2] == ["Svaren i korthet", "Avtal och enheter"]
    assert book.sheetnames[-2:] == ["Alla siffror", "Hur siffrorna kom till"]
    sheet = book["Avtal och enheter"]
    assert sheet.freeze_panes == "B4"
    assert sheet["C4"].value == 34
    assert sheet["C4"].number_format == "#,##0"
    assert sheet["C8"].value == "‥"
    answers = book["Svaren i korthet"]
    assert answers["D4"].value == 150
    assert answers["E8"].number_format == "0.0%"
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_files_are_written(report: FollowUpReport, tmp_path: Any) -> None:
    """Three files with fixed names lie in the folder, which is made."""
    files = write_follow_up(report, tmp_path / "ut" / "2020")
    assert [file.name for file in files] == ["report.html", "report.json", "report.xlsx"]
    assert files[0].read_text(encoding="utf-8") == as_html(report)


def test_a_period_that_cannot_be_compared_with_is_refused(code_set: CodeSet) -> None:
    """Before anything is computed: with no rows to read the answer is the same."""
    for compare in (Period.year(2020), Period.half_year(2019, 1)):
        with pytest.raises(UsageError, match=f"^{compare.label} is not (over|as long)"):
            build_follow_up(None, None, code_set, period=Period.year(2020), as_of=AS_OF,
                            compare=compare)  # fmt: skip


def test_a_period_before_the_codes(code_set: CodeSet) -> None:
    """A report on a year without any visit has answers, and no share made of nothing."""
    made = build(code_set, period=Period.year(2017), as_of=date(2017, 12, 31), compare=None)
    assert len(made.answers) == 7
    assert all(answer.change == "" for answer in made.answers)
    (note,) = made.notes
    assert note == (
        "Koderna beslutades 2018-11-30 och skulle användas senast 2019-01-01: en period "
        "dessförinnan säger som mest något om dem som började tidigt."
    )
    Page(as_html(made))


def test_times_that_nobody_has_written_down_are_not_known(code_set: CodeSet) -> None:
    """That is no small number: the answer does not say that they are hidden."""
    people = persons({"u1": 40, "u2": 36})
    timeless = [evolve(visit, minutes=None) for visit in visits(people)]
    made = build_follow_up(timeless, people, code_set, period=Period.year(2020), as_of=AS_OF)
    assert made.answers[1].text.endswith("Tidsåtgången är inte känd.")


def test_an_earlier_period_before_the_codes(code_set: CodeSet) -> None:
    """The year compared with is told of as well: the codes were not in use, or hardly."""
    made = build(code_set, period=Period.year(2019), compare=Period.year(2018))
    (note,) = made.notes
    assert note.startswith("Koderna beslutades 2018-11-30")


def test_a_period_that_is_not_over(code_set: CodeSet) -> None:
    """A year that is asked about in October is told to be unfinished."""
    made = build(code_set, as_of=date(2020, 10, 15), compare=None)
    (note,) = made.notes
    assert note == (
        "Perioden slutar 2020-12-31. Frågan ställdes 2020-10-15, så siffrorna gäller längst till "
        "den dagen."
    )


def test_without_the_writer_of_workbooks_the_extra_is_named(
    report: FollowUpReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lacks it is told what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as raised:
        as_xlsx(report)
    assert str(raised.value) == (
        "xlsxwriter is not installed; install it with: pip install 'kvacodes[report]'"
    )


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (Period.year(2020), "Årsredovisning"),
        (Period.interim(2020, 5), ""),
        (Period(date(2020, 3, 1), date(2020, 9, 1)), ""),
    ],
)
def test_an_occasion_is_named_by_its_months(code_set: CodeSet, period: Period, title: str) -> None:
    """A period that ends elsewhere, or begins in the middle of a year, is no occasion."""
    assert _occasion(code_set, period, "sv") == title


def test_what_is_assumed_is_said_where_it_is() -> None:
    """Nothing is, of a set without sequence and plan; a decided one says its published ages."""
    shipped = kvacodes.load().code_set(PROGRAMME)
    assert len(assumed(shipped, "sv")) == 7
    assert assumed(evolve(shipped, sequence=None, follow_up=None), "sv") == ()
    assert shipped.sequence is not None
    decided = [
        evolve(step, windows=(), nominal_source="goteborg.se") for step in shipped.sequence.steps
    ]
    sequence = evolve(
        shipped.sequence, steps=decided, joint=None, codes=(),
        order=evolve(shipped.sequence.order, basis=Basis.DECISION),
    )  # fmt: skip
    assert assumed(evolve(shipped, sequence=sequence, follow_up=None), "en") == (
        "The ages of the visits are as published, not the decision's (goteborg.se).",
    )
    bare = [evolve(step, nominal_source="") for step in decided]
    no_source = evolve(shipped, sequence=evolve(sequence, steps=bare), follow_up=None)
    assert assumed(no_source, "en") == ()


def test_rows_of_any_table_are_read() -> None:
    """Also of a lazy one, which is fetched."""
    frame = pl.DataFrame({"indicator": ["listed"], "value": [None]})
    for table_ in (frame, frame.lazy(), frame.to_arrow()):
        assert records_of(table_) == [{"indicator": "listed", "value": None}]


# --- small units -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny(code_set: CodeSet) -> FollowUpReport:
    """Return the report on units of two to twelve children."""
    return build(
        code_set, persons({"u1": 12, "u2": 9, "u3": 7, "u4": 5, "u5": 4, "u6": 3, "u7": 2})
    )


def test_accounting_does_not_tell_what_is_hidden(tiny: FollowUpReport) -> None:
    """The persons used are the children listed: hidden in one place they are in the other."""
    rows = {row.cells[0]: row.cells[1] for row in table(tiny, "of-persons").rows}
    figures = {(r.indicator, r.period, r.by): r for r in tiny.figures}
    listed = figures["listed", "2020", ()]
    assert (rows["använda"] is Hidden.SMALL) == listed.suppressed
    unknown = rows["okänt om i målgruppen"]
    assert (unknown is Hidden.SMALL) == (listed.suppressed or listed.n_missing is None)


def test_tables_and_plots_show_shown_figures_alone(tiny: FollowUpReport) -> None:
    """Every share, median and index in sections is that of a figure which is shown."""
    known = {
        float(number)
        for row in tiny.figures
        if not row.suppressed
        for number in (row.numerator, row.denominator, row.value, row.lower, row.upper)
        if number is not None
    }
    made = json.loads(as_json(tiny))
    blocks = [b for s in made["sections"] if s["id"] != "accounting" for b in s["blocks"]]
    cells = [
        cell
        for block in blocks
        if block["type"] == "table" and not block["id"].startswith("change")
        for row in block["rows"]
        for cell in row["cells"]
    ]
    numbers = {float(c) for c in cells if isinstance(c, int | float)}
    bars = [bar for b in blocks for bar in b.get("bars", ())]
    for bar in bars:
        ends = [bar[name] for name in ("value", "lower", "upper")]
        numbers |= {float(end) for end in ends if isinstance(end, int | float)}
    assert numbers
    assert numbers <= known


def test_a_reader_with_a_solver_learns_nothing_of_small_units(tiny: FollowUpReport) -> None:
    """Units, months, steps and totals together leave every hidden count wide."""
    test_a_reader_with_a_solver_learns_nothing(tiny)
    steps = [r for r in tiny.figures if r.indicator.startswith("completion") and r.period == "2020"]
    attack = Attack(steps).knows_all_sums().knows_steps("completion", 6)
    for over, _, rest in attack.widths().values():
        assert min(over, rest) >= 5


def test_children_without_a_unit_are_no_unit_among_the_units(code_set: CodeSet) -> None:
    """They are neither a point of the plot of units nor one of those that it leaves out."""
    people = [evolve(p, unit_id=None) if p.unit_id in {"u5", "u7"} else p for p in persons()]
    report = build(code_set, people)
    plots = [b for s in report.sections for b in s.blocks if isinstance(b, Funnel)]
    assert [[point.label for point in plot.points] for plot in plots] == [["u1", "u2", "u3"]]
    assert plots[0].description == (
        "Ingen enhet ligger utanför 99,8 %-gränserna. 2 enheter visas inte."
    )
