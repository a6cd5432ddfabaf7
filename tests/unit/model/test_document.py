"""Code sets: look-up in one programme, and how it shows itself."""

from __future__ import annotations

from datetime import date

import pytest

from kvacodes.errors import UnknownNameError
from kvacodes.model import (
    Code,
    CodeSet,
    CodeShape,
    Decision,
    FollowUp,
    Label,
    Namespace,
    Parameter,
    Question,
    QuestionKind,
    Rules,
    Sequence,
    Step,
    html,
)

DECISION = Decision(
    id="stok", body="STOK", diary_number="RS 2018-00133", decided_on=date(2018, 11, 30)
)
CODES = tuple(Code(code=f"UX27{n}", text=f"Besök <{n}>", decision=DECISION) for n in (3, 4))
CODE_SET = CodeSet(
    id="hembesok",
    title=Label("Hembesök & mer", "Home visits"),
    namespace=Namespace(shape=CodeShape.KMA),
    decisions=(DECISION, Decision(id="plan", body="HSNG")),
    codes=CODES,
)


def test_codes_and_decisions_are_looked_up_as_people_write_them() -> None:
    """Case and blanks; diary number or id."""
    assert CODE_SET.code(" ux273 ") is CODES[0]
    assert CODE_SET.decision("rs2018-00133") is DECISION
    assert CODE_SET.decision("plan").body == "HSNG"


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("code", "UX275", "no code 'UX275'; did you mean UX274 or UX273?"),
        ("decision", "RS 2018-133", "no decision 'RS 2018-133'; did you mean RS 2018-00133?"),
        ("decision", "plam", "no decision 'plam'; did you mean plan?"),
    ],
)
def test_what_is_not_there_names_the_closest(kind: str, name: str, message: str) -> None:
    """Both kinds of name of a decision are compared."""
    with pytest.raises(UnknownNameError) as raised:
        getattr(CODE_SET, kind)(name)
    assert str(raised.value) == message


def test_it_shows_itself_in_a_line() -> None:
    """With what it holds, and no more."""
    assert str(CODE_SET) == "hembesok: Hembesök & mer"
    assert repr(CODE_SET) == "<CodeSet hembesok: 2 codes, 2 decisions>"
    full = CodeSet(
        id="x",
        title=Label("X"),
        namespace=Namespace(shape=CodeShape.KMA),
        sequence=Sequence(steps=(Step(number=1, codes=("UX273",)),)),
        follow_up=FollowUp(
            questions=(Question(number=1, id="q", wording=Label("?"), kind=QuestionKind.COMPUTED),)
        ),
        rules=Rules(parameters=(Parameter(id="p"),)),
    )
    assert repr(full) == (
        "<CodeSet x: 0 codes, 0 decisions, sequence of 1 steps, 1 questions, 1 parameters>"
    )
    assert full.sequence is not None
    assert full.sequence.step(1).codes == ("UX273",)
    with pytest.raises(KeyError):
        full.sequence.step(2)


def test_notebooks_show_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are escaped; a long list is cut, and says so."""
    assert CODE_SET._repr_html_() == (
        '<div lang="sv"><p><strong>Hembesök &amp; mer</strong> <code>hembesok</code><br>'
        "RS 2018-00133; HSNG</p>"
        "<table><thead><tr><th>Kod</th><th>Kodtext</th><th>Giltig</th><th>Beslut</th></tr>"
        "</thead><tbody>"
        "<tr><td><code>UX273</code></td><td>Besök &lt;3&gt;</td><td>… – …</td>"
        "<td>RS 2018-00133</td></tr>"
        "<tr><td><code>UX274</code></td><td>Besök &lt;4&gt;</td><td>… – …</td>"
        "<td>RS 2018-00133</td></tr>"
        "</tbody></table></div>"
    )
    monkeypatch.setattr(html, "MOST_ROWS", 1)
    assert CODE_SET._repr_html_().endswith(
        '<td>RS 2018-00133</td></tr><tr><td colspan="4">… 1 till</td></tr></tbody></table></div>'
    )


def test_where_it_was_read_does_not_make_it_another() -> None:
    """Two copies of one document are equal."""
    first, second = (
        CodeSet(id="x", title=Label("X"), namespace=Namespace(shape=CodeShape.KMA), file=name)
        for name in ("a.yaml", "b.yaml")
    )
    assert first == second
    assert hash(first) == hash(second)
