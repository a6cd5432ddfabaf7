"""The catalogue: look-up, search, as of a day, known on a day, changes, parameters."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date

import pytest

from kvacodes import catalogue as module
from kvacodes.catalogue import Catalogue, folded
from kvacodes.documents import load, read_document
from kvacodes.errors import AmbiguousNameError, OutsidePeriodsError, UnknownNameError, UsageError
from kvacodes.model import ChangeKind, Force, Label

HEAD = "kvacodes: 1\nid: {id}\ntitle: {title}\nnamespace: {{shape: KMA, prefix: {prefix}}}\n"
HISTORY = """\
decisions:
  - {id: first, diary_number: RS 2018-00133, body: B, decided_on: 2018-11-30,
     starts: {latest: 2019-01-01}}
  - {id: reworded, diary_number: RS 2019-00500, body: B, decided_on: 2019-05-01}
  - {id: ended, diary_number: RS 2020-00001, body: B, decided_on: 2020-03-01}
  - {id: plan, body: B, decided_on: unknown, rests_on: [reworded]}
codes:
  - {code: "UX001", text: Ett, decision: first}
  - code: "UX002"
    decision: first
    text: [{text: Två}, {text: Två ny, from: 2019-07-01, decision: reworded}]
  - {code: "UX003", text: Tre, decision: first, valid: {from: 2019-01-01, to: 2020-12-31},
     ended_by: ended, replaced_by: ["UX001"]}
  - {code: "UX004", text: Fyra, decision: first,
     valid: [{from: 2019-01-01, to: 2019-03-31}, {from: 2019-10-01, to: 2019-12-31},
             {from: 2020-01-01}]}
sequence:
  anchor: birth
  steps:
    - {number: 1, codes: ["UX001"], title: {sv: Första besöket, en: First visit},
       window: [{before: {months: 1}, valid: {to: 2019-12-31}},
                {before: {months: 2}, valid: {from: 2020-01-01}}]}
    - {number: 2, codes: ["UX002"], valid: {to: 2019-12-31}}
follow_up: {decision: plan}
agreements: [{decision: first, valid: {from: 2019-01-01, to: 2019-12-31}},
             {decision: ended, valid: {from: 2020-04-01}}]
rules:
  parameters:
    - id: amount
      title: Belopp
      unit: kr
      values:
        - {value: 100, from: 2019-01-01, to: 2019-12-31, decision: first}
        - {value: 110, from: 2020-01-01, decision: reworded}
    - id: norm
      title: Norm
      values: [{value: 5, from: 2020-01-01, decision: ended}]
"""


def document(name: str = "x", body: str = HISTORY, *, title: str = "X", prefix: str = "UX") -> str:
    """Return a document of a programme with a history."""
    return HEAD.format(id=name, title=title, prefix=prefix) + body


@pytest.fixture
def cat() -> Catalogue:
    """Return a catalogue of one programme with a history."""
    return load(text=document())


def many(*texts: str) -> Catalogue:
    """Return a catalogue of several documents."""
    documents = [read_document(text) for text in texts]
    assert [d.findings for d in documents] == [()] * len(texts)
    return Catalogue(d.code_set for d in documents if d.code_set is not None)


@pytest.mark.parametrize("spelling", ["UX001", "ux001", " UX 001 ", "Ux\t001"])
def test_codes_are_found_as_stewards_type_them(spelling: str, cat: Catalogue) -> None:
    """Case and blanks do not matter."""
    assert cat.code(spelling).code == "UX001"
    assert spelling in cat


def test_an_unknown_code_names_the_closest(cat: Catalogue) -> None:
    """At most three of them."""
    with pytest.raises(UnknownNameError) as raised:
        cat.code("UX05")
    assert str(raised.value) == "no code 'UX05'; did you mean UX004 or UX003 or UX002?"
    assert "UX05" not in cat
    assert 5 not in cat


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("RS 2018-00133", "first"),
        ("rs2018–00133", "first"),
        ("RS-2018-00133", "first"),
        ("first", "first"),
        ("plan", "plan"),
    ],
)
def test_decisions_are_found_by_diary_number_or_id(name: str, found: str, cat: Catalogue) -> None:
    """However the number is spelt."""
    assert cat.decision(name).id == found
    assert cat.decision(name) is cat.decision(name)


def test_an_unknown_decision_names_the_closest(cat: Catalogue) -> None:
    """Diary numbers and ids are compared."""
    with pytest.raises(UnknownNameError) as raised:
        cat.decision("RS 2018-00134")
    assert str(raised.value) == (
        "no decision 'RS 2018-00134'; did you mean RS 2018-00133 or RS 2020-00001 or RS 2019-00500?"
    )


def test_one_number_on_two_decisions_is_said_to_be_two() -> None:
    """A case may hold several; the ids tell them apart."""
    body = """\
decisions:
  - {id: a, diary_number: RS 1, body: B, decided_on: 2018-01-01, title: Koder}
  - {id: b, diary_number: RS 1, body: B, decided_on: 2019-01-01}
"""
    with pytest.raises(AmbiguousNameError) as raised:
        many(document(body=body)).decision("RS 1")
    assert (
        str(raised.value) == "decision 'RS 1' is found in a (Koder), b (B) (ask for one by its id)"
    )


def test_one_decision_in_two_documents_is_one() -> None:
    """Two programmes may rest on the same decision."""
    body = "decisions: [{id: a, diary_number: RS 1, body: B, decided_on: 2018-01-01}]\n"
    assert many(document("x", body), document("y", body)).decision("RS 1").id == "a"


ONE_CODE = """\
decisions: [{{id: d, diary_number: RS 1, body: B, decided_on: 2018-01-01}}]
codes: [{{code: "{}", text: {}, decision: d}}]
"""


def test_a_code_of_several_sets_is_that_of_the_set_that_owns_it() -> None:
    """The namespace decides, whatever the order."""
    own = document("own", ONE_CODE.format("UX001", "Egen"), prefix="UX")
    other = document("other", ONE_CODE.format("UX001", "Lånad"), prefix="ZV")
    for texts in ([own, other], [other, own]):
        assert many(*texts).code("ux001").text == "Egen"


def test_a_run_goes_before_a_prefix() -> None:
    """Of two programmes under one prefix, the one whose run the code lies in owns it."""
    first = document("first", ONE_CODE.format("UX001", "A"), prefix="UX")
    second = first.replace("id: first", "id: second").replace("text: A", "text: B")
    second = second.replace("prefix: UX", 'prefix: UX, run: {from: "UX001", to: "UX009"}')
    assert many(first, second).code("UX001").text == "B"


@pytest.mark.parametrize("prefix", ["UX", "ZV"])
def test_a_code_that_nobody_or_everybody_owns_is_asked_of_one_set(prefix: str) -> None:
    """The error lists the sets and says how to ask; the code is in the catalogue all the same."""
    texts = [document(name, ONE_CODE.format("UX001", name), prefix=prefix) for name in "ab"]
    both = many(*texts)
    with pytest.raises(AmbiguousNameError) as raised:
        both.code("ux001")
    assert str(raised.value) == (
        "code 'ux001' is found in a, b (ask one of them: code_set('a').code('UX001'))"
    )
    assert raised.value.homes == ("a", "b")
    assert both.code_set("b").code("UX001").text == "b"
    assert "UX001" in both


def test_a_code_written_twice_in_one_set_is_the_first() -> None:
    """Checks report it; look-up goes on."""
    text = document(body=ONE_CODE.format("UX001", "A"))
    text = text.rstrip("]\n") + ', {code: "UX001", text: B, decision: d}]\n'
    assert many(text).code("UX001").text == "A"


def test_code_sets_are_found_by_id(cat: Catalogue) -> None:
    """And iterated, counted, asked for."""
    assert cat.code_set("x").id == "x"
    assert [code_set.id for code_set in cat] == ["x"]
    assert [code_set.id for code_set in cat.code_sets] == ["x"]
    assert (len(cat), "x" in cat, "y" in cat) == (1, True, False)
    with pytest.raises(UnknownNameError) as raised:
        load().code_set("utokat-hembesok")
    assert str(raised.value) == ("no code set 'utokat-hembesok'; did you mean utokat-hembesok-bvc?")


def test_two_sets_of_one_id_are_refused(cat: Catalogue) -> None:
    """A catalogue would hide one of them."""
    with pytest.raises(UsageError) as raised:
        Catalogue([*cat, *cat])
    assert str(raised.value) == "two code sets have the id 'x'"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ett", ["UX001"]),
        ("TVÅ", ["UX002"]),
        ("tva ny", ["UX002"]),
        ("ux00", ["UX001", "UX002", "UX003", "UX004"]),
        ("besoket", ["UX001"]),
        ("first visit", ["UX001"]),
        ("hembesok tre", ["UX003"]),
        ("", []),
        ("  ", []),
        ("xyz", []),
    ],
)
def test_search_folds_case_and_marks(text: str, codes: list[str]) -> None:
    """All words must be found, in code, text, step, or the title of the set."""
    cat = load(text=document(title="Hembesök"))
    assert [code.code for code in cat.search(text)] == codes
    assert [code.code for code in cat.search(text)] == codes


@pytest.mark.parametrize(
    ("text", "plain"),
    [("ÅÄÖ", "aao"), ("Straße", "strasse"), ("é½", "e1\u20442"), ("ABC", "abc")],
)
def test_folding(text: str, plain: str) -> None:
    """What differs in case or marks alone becomes the same."""
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 1, 1), ["UX001", "UX002", "UX003", "UX004"]),
        (date(2019, 3, 31), ["UX001", "UX002", "UX003", "UX004"]),
        (date(2019, 4, 1), ["UX001", "UX002", "UX003"]),
        (date(2019, 10, 1), ["UX001", "UX002", "UX003", "UX004"]),
        (date(2020, 12, 31), ["UX001", "UX002", "UX003", "UX004"]),
        (date(2021, 1, 1), ["UX001", "UX002", "UX004"]),
    ],
)
def test_as_of_a_day_there_is_what_was_in_force(
    day: date, codes: list[str], cat: Catalogue
) -> None:
    """The first and the last day of each period; withdrawn and come back."""
    assert [code.code for code in cat.as_of(day).codes] == codes


@pytest.mark.parametrize(
    ("day", "force"),
    [
        (date(2018, 11, 29), Force.NOT_IN_FORCE),
        (date(2018, 11, 30), Force.EARLY),
        (date(2018, 12, 31), Force.EARLY),
        (date(2019, 1, 1), Force.IN_FORCE),
    ],
)
def test_a_latest_start_permits_from_the_decision(day: date, force: Force, cat: Catalogue) -> None:
    """Permitted and not yet required is told by the code, and is not in force."""
    assert cat.code("UX001").force_on(day) is force
    assert ("UX001" in cat.as_of(day)) is (force is Force.IN_FORCE)


def test_texts_are_those_of_the_day(cat: Catalogue) -> None:
    """The code itself has the latest."""
    assert cat.code("UX002").text == "Två ny"
    assert cat.as_of(date(2019, 6, 30)).code("UX002").text == "Två"
    assert cat.as_of(date(2019, 7, 1)).code("UX002").text == "Två ny"


def test_steps_limits_agreements_and_values_are_those_of_the_day(cat: Catalogue) -> None:
    """What holds on the day alone; the sequence keeps all codes, to judge visits of any day."""
    first, second = cat.as_of(date(2019, 12, 31)), cat.as_of(date(2020, 1, 1))
    for view, steps, months, agreements in ((first, [1, 2], 1, 1), (second, [1], 2, 0)):
        sequence = view.code_set("x").sequence
        assert sequence is not None
        assert [step.number for step in sequence.steps] == steps
        assert [w.before.months for w in sequence.steps[0].windows if w.before] == [months]
        assert len(sequence.codes) == 4
        assert len(view.code_set("x").agreements) == agreements
    assert [p.id for p in first.parameters] == ["amount"]
    assert [p.id for p in second.parameters] == ["amount", "norm"]
    with pytest.raises(OutsidePeriodsError):
        second.parameter("amount").at(date(2019, 12, 31))


@pytest.mark.parametrize(
    ("day", "code", "message"),
    [
        (
            date(2018, 12, 1),
            "ux001",
            "no code 'ux001' (on 2018-12-01 permitted, not yet required; in force 2019-01-01 – …)",
        ),
        (
            date(2019, 5, 1),
            "UX004",
            (
                "no code 'UX004'; did you mean UX003 or UX002 or UX001? (not in force on"
                " 2019-05-01; in force 2019-01-01 – 2019-03-31; 2019-10-01 – 2019-12-31;"
                " 2020-01-01 – …)"
            ),
        ),
        (date(2018, 1, 1), "UX009", "no code 'UX009'"),
    ],
)
def test_a_code_that_is_not_there_on_a_day_says_when_it_is(
    day: date, code: str, message: str, cat: Catalogue
) -> None:
    """What the whole catalogue knows is told."""
    with pytest.raises(UnknownNameError) as raised:
        cat.as_of(day).code(code)
    assert str(raised.value) == message


def test_what_was_known_on_a_day_is_what_had_been_decided(cat: Catalogue) -> None:
    """Also for days to come; an end and a text that were decided later are not there."""
    assert cat.known_on(date(2018, 11, 29)).codes == ()
    early = cat.known_on(date(2018, 11, 30))
    assert [code.code for code in early.codes] == ["UX001", "UX002", "UX003", "UX004"]
    assert (early.code("UX002").text, len(early.code("UX002").texts)) == ("Två", 1)
    assert early.code("UX002").text_on(date(2022, 1, 1)) == "Två"
    ended = early.code("UX003")
    assert (ended.validity[0].end, ended.ended_by, ended.replaced_by) == (None, None, ())
    assert early.parameter("amount").at(date(2019, 5, 1)).value == 100
    with pytest.raises(OutsidePeriodsError):
        early.parameter("amount").at(date(2020, 5, 1))
    with pytest.raises(UnknownNameError) as raised:
        early.parameter("norm")
    assert str(raised.value) == "no parameter 'norm'"
    later = cat.known_on(date(2020, 3, 1))
    assert later.code("UX003") == cat.code("UX003")
    assert later.code("UX002") == cat.code("UX002")
    assert len(later.code_set("x").agreements) == 2


def test_a_decision_without_a_day_is_known_once_what_it_rests_on_is(cat: Catalogue) -> None:
    """The follow-up rests on such a decision."""
    before, after = cat.known_on(date(2019, 4, 30)), cat.known_on(date(2019, 5, 1))
    assert [d.id for d in before.decisions] == ["first"]
    assert [d.id for d in after.decisions] == ["first", "reworded", "plan"]
    assert before.code_set("x").follow_up is None
    assert after.code_set("x").follow_up is not None


def test_decisions_that_rest_on_each_other_or_on_nothing_dated() -> None:
    """A chain of them is followed; what nothing dates counts as known."""
    body = """\
decisions:
  - {id: a, body: B, decided_on: unknown, rests_on: [b]}
  - {id: b, body: B, decided_on: unknown, rests_on: [c, a]}
  - {id: c, body: B, decided_on: 2020-01-01}
  - {id: d, body: B, decided_on: unknown, source: S}
"""
    cat = many(document(body=body))
    assert [d.id for d in cat.known_on(date(2019, 12, 31)).decisions] == ["d"]
    assert [d.id for d in cat.known_on(date(2020, 1, 1)).decisions] == ["a", "b", "c", "d"]


def test_before_any_decision_there_is_no_sequence(cat: Catalogue) -> None:
    """Without a known code nothing can be judged."""
    assert cat.known_on(date(2018, 1, 1)).code_set("x").sequence is None
    known = cat.known_on(date(2018, 12, 1)).code_set("x").sequence
    assert known is not None
    assert len(known.codes) == 4
    with pytest.raises(UnknownNameError) as raised:
        cat.known_on(date(2018, 1, 1)).code("UX001")
    assert str(raised.value) == (
        "no code 'UX001' (decided on 2018-11-30, so not known on 2018-01-01)"
    )


def test_both_views_together_tell_what_was_expected(cat: Catalogue) -> None:
    """What was known in 2018 to be in force in 2021."""
    expected = cat.known_on(date(2018, 12, 1)).as_of(date(2021, 6, 1))
    assert [code.code for code in expected.codes] == ["UX001", "UX002", "UX003", "UX004"]
    assert "UX003" not in cat.as_of(date(2021, 6, 1))


def test_views_are_kept_and_their_number_is_bounded(
    cat: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking again gives the same view, until too many are kept."""
    monkeypatch.setattr(module, "MOST_VIEWS", 2)
    view = cat.as_of(date(2019, 1, 1))
    assert cat.as_of(date(2019, 1, 1)) is view
    cat.known_on(date(2019, 1, 1))
    cat.as_of(date(2019, 1, 2))
    assert cat.as_of(date(2019, 1, 1)) is not view


def test_changes_come_in_order_with_the_first_day_of_the_new_state(cat: Catalogue) -> None:
    """Both days are included; periods that touch are no change."""
    changes = cat.changes(date(2019, 1, 1), date(2021, 1, 1))
    assert [(str(c.day), c.code, c.kind.value, c.text, c.text_before) for c in changes] == [
        ("2019-01-01", "UX001", "came", "Ett", ""),
        ("2019-01-01", "UX002", "came", "Två", ""),
        ("2019-01-01", "UX003", "came", "Tre", ""),
        ("2019-01-01", "UX004", "came", "Fyra", ""),
        ("2019-04-01", "UX004", "ended", "Fyra", ""),
        ("2019-07-01", "UX002", "text", "Två ny", "Två"),
        ("2019-10-01", "UX004", "came", "Fyra", ""),
        ("2021-01-01", "UX003", "ended", "Tre", ""),
    ]
    assert [c.decision.id if c.decision else None for c in changes] == [
        *["first"] * 4,
        None,
        "reworded",
        None,
        "ended",
    ]
    assert cat.changes(date(2019, 1, 2), date(2019, 3, 31)) == ()
    (change,) = cat.changes(date(2021, 1, 1), date(2021, 1, 1))
    assert (change.kind, change.code_set) == (ChangeKind.ENDED, "x")


def test_what_always_was_and_what_stayed_the_same_is_no_change() -> None:
    """A period without a first day never came; a text repeated has not changed."""
    body = """\
decisions: [{id: d, diary_number: RS 1, body: B, decided_on: 2018-01-01}]
codes:
  - {code: "UX001", decision: d, valid: {to: 2019-12-31},
     text: [{text: A}, {text: A, from: 2019-01-01}, {text: B, from: 2019-06-01}]}
"""
    changes = many(document(body=body)).changes(date.min, date.max)
    assert [(str(c.day), c.kind.value) for c in changes] == [
        ("2019-06-01", "text"),
        ("2020-01-01", "ended"),
    ]


def test_changes_need_two_days_in_order(cat: Catalogue) -> None:
    """Swapped days are an error, not an empty answer."""
    with pytest.raises(UsageError) as raised:
        cat.changes(date(2020, 1, 1), date(2019, 1, 1))
    assert str(raised.value) == (
        "changes from 2020-01-01 to 2019-01-01: the last day is before the first"
    )


def test_parameters_of_two_sets_are_asked_of_one() -> None:
    """One id in two sets is ambiguous."""
    both = many(document("a"), document("b"))
    with pytest.raises(AmbiguousNameError) as raised:
        both.parameter("amount")
    assert str(raised.value) == (
        "parameter 'amount' is found in a, b"
        " (ask one of them: code_set('a').rules.parameter('amount'))"
    )


def test_it_shows_itself(cat: Catalogue) -> None:
    """In one line; in a notebook as tables."""
    assert repr(cat) == "<Catalogue: x (4 codes)>"
    assert repr(cat.as_of(date(2018, 1, 1))) == "<Catalogue in force on 2018-01-01: x (0 codes)>"
    assert repr(Catalogue()) == "<Catalogue: empty>"
    html = cat._repr_html_()
    assert html.startswith('<div lang="sv"><p><strong>X</strong> <code>x</code><br>RS 2018-00133;')
    assert "<td><code>UX003</code></td><td>Tre</td><td>2019-01-01 – 2020-12-31</td>" in html


def sent(cat: Catalogue) -> Catalogue:
    """Return what another process would get."""
    return pickle.loads(pickle.dumps(cat))  # noqa: S301 - our own


@pytest.mark.parametrize("copied", [copy.deepcopy, sent])
def test_it_can_be_copied_and_sent(
    copied: Callable[[Catalogue], Catalogue], cat: Catalogue
) -> None:
    """Engines send what they compute with between processes."""
    other = copied(cat)
    assert other.code("UX001") == cat.code("UX001")
    assert [s.title for s in other] == [Label("X")]
