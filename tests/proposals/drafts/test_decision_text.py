"""Reading decision texts: the same facts from many layouts, and no person from any."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from kvacodes.documents import read_document
from kvacodes.errors import InputError
from kvacodes.findings import Severity
from kvacodes.model import Lang, StartKind
from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.drafts import (
    Draft,
    DraftCode,
    draft_from_decision,
    draft_from_text,
    write_draft,
)

SOURCE = Path(__file__).parents[4] / "shared" / "sources" / "000_ac280e51d3b60996.txt"

PLAIN = """\
Beslut - STOK
Datum 2018-11-30
Diarienummer RS 2018-00133

Västra Götalandsregionen
Koncernavdelning data och analys
Handläggare: Testa Provsson
Telefon 0700-00 00 00
E-post: testa.provsson@example.org

Nya KVÅ-koder för utökat hembesöksprogram (BVC)

Önskemål om nya regional KVÅ-koder har inkommit från:

Prova-Lisa Fiktiv Exempelsson
Barnhälsovårdsöverläkare
Central Barnhälsovård
Göteborg och södra Bohuslän
e-post: prova-lisa.exempelsson@example.org

Bakgrund

Programmet görs i samverkan. Målgruppen för insatsen är förstagångsföräldrar och sex besök görs.

Förslag till nya regionala koder

Kod\tKodtext\tBeskrivning
UX273\tUtökat hembesök nr 1 (BVC)\t
UX274\tUtökat hembesök nr 2 (BVC)\t

Startdatum: Så fort som möjligt dock senast 2019-01-01

Beredning

STOK godkänner förslaget, 2018-11-22

BESLUT

Regionala KVÅ-koder utökat hembesöksprogram (BVC), fastställs enligt förslag.

Koncernkontoret
Koncernavdelning Data och analys


Testa Provsson
Ordförande STOK
"""

PIPES_AND_ORDER = """\
Diarie nr: RS 2018-00133        Beslutsdatum: 30 november 2018

BESLUT – STOK
Regionala KVÅ-koder för utökat hembesöksprogram (BVC)

Förslag till koder:
| Kodtext | KVÅ-kod | Beskrivning |
|---------|---------|-------------|
| Utökat hembesök nr 1 (BVC) | UX273 | |
| Utökat hembesök nr 2 (BVC) | UX274 | |

Start datum: snarast, dock senast den 1 januari 2019
Beställare: Barnhälsovårdsöverläkare, Central Barnhälsovård, Göteborg och södra Bohuslän
Beredning: STOK tillstyrker förslaget den 22 november 2018
Västra Götalandsregionen
Handläggare Testa Provsson tel. 031-000 00 00
Målgrupp för insatsen är förstagångsföräldrar.
Koncernkontoret
Koncernavdelning Data och analys
"""

COLUMNS_AND_RANGE = """\
BESLUT - STOK
Dnr RS 2018-00133
Datum: 20181130

Förslag på nya KVÅ koder för utökat hembesöksprogram (BVC)

Önskat av:  Prova Exempelsson, barnhälsovårdsöverläkare, Central Barnhälsovård

Kod            Kodtext                          Beskrivning
UX273 - UX274  Utökat hembesök nr 1–2 (BVC)

Gäller från och med: så snart som möjligt, senast 1/1 2019
STOK godkänner 22/11 2018.
Västra Götalandsregionen
Koncernkontoret
Koncernavdelning Data och analys
"""

CODES = (
    DraftCode(code="UX273", text="Utökat hembesök nr 1 (BVC)", description=""),
    DraftCode(code="UX274", text="Utökat hembesök nr 2 (BVC)", description=""),
)
PERSONS = ("testa", "provsson", "lisa", "exempelsson", "fiktiv", "example.org", "0700", "031-")


@pytest.mark.parametrize("text", [PLAIN, PIPES_AND_ORDER, COLUMNS_AND_RANGE])
def test_layouts_give_the_same_decision(text: str) -> None:
    """Tabs, pipes and columns, headings in any order and spelling: the facts are the same."""
    draft = draft_from_text(text)
    decision = draft.decisions[0]
    assert draft.codes == CODES
    assert draft.region == "Västra Götalandsregionen"
    assert draft.id == "utokat-hembesoksprogram-bvc"
    assert decision.id == "stok-2018-00133"
    assert decision.body == "STOK"
    assert decision.diary_number == "RS 2018-00133"
    assert decision.decided_on == date(2018, 11, 30)
    assert decision.approved_on == date(2018, 11, 22)
    assert decision.prepared_by == "STOK"
    assert (decision.start_kind, decision.starts_on) == (StartKind.LATEST, date(2019, 1, 1))
    assert decision.issued_by == "Koncernkontoret, Koncernavdelning Data och analys"
    assert "arnhälsovårdsöverläkare, Central Barnhälsovård" in decision.requested_by


@pytest.mark.parametrize("text", [PLAIN, PIPES_AND_ORDER, COLUMNS_AND_RANGE])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_person_is_copied(text: str, lang: str) -> None:
    """Neither names, nor telephone numbers, nor addresses reach the document."""
    written = write_draft(draft_from_text(text), lang=lang).casefold()  # type: ignore[arg-type]
    assert [person for person in PERSONS if person in written] == []


def test_whole_document_of_a_decision() -> None:
    """What is written has the decision's facts and nothing else."""
    assert write_draft(draft_from_text(PLAIN)) == (
        """\
# yaml-language-server: $schema=../docs/reference/kvacodes-1.schema.json
kvacodes: 1
id: utokat-hembesoksprogram-bvc
title: Utökat hembesöksprogram (BVC)
# prefixet är slutet av koderna, inte beslutat
namespace: {shape: KMA, prefix: UX, region: Västra Götalandsregionen, """
        """run: {from: "UX273", to: "UX274"}, basis: assumption}
target_group: förstagångsföräldrar
decisions:
  - id: stok-2018-00133
    diary_number: RS 2018-00133
    title: Nya KVÅ-koder för utökat hembesöksprogram (BVC)
    requested_by: "Barnhälsovårdsöverläkare, Central Barnhälsovård, Göteborg och södra Bohuslän"
    prepared_by: STOK
    approved_on: 2018-11-22
    body: STOK
    issued_by: "Koncernkontoret, Koncernavdelning Data och analys"
    decided_on: 2018-11-30
    starts: {latest: 2019-01-01}
codes:
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
    description: ""
    decision: stok-2018-00133
    valid: {from: 2019-01-01}
  - code: "UX274"
    text: Utökat hembesök nr 2 (BVC)
    description: ""
    decision: stok-2018-00133
    valid: {from: 2019-01-01}
# besöksföljd: fyll i om koderna ska följa på varandra
"""
    )


def _word(path: Path, text: str) -> None:
    """Write the text as a Word document, its tabbed lines as a table."""

    def paragraph(words: str) -> str:
        stops = "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"
        return f"<w:p>{stops}<w:r><w:t>{escape(words)}</w:t></w:r></w:p>"

    body = ""
    for line in text.splitlines():
        if "\t" in line:
            cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line.split("\t"))
            body += f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        else:
            body += paragraph(line)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)


def test_word_document_reads_as_its_text(tmp_path: Path) -> None:
    """A Word document with a table gives what the text file gives."""
    path = tmp_path / "beslut.docx"
    _word(path, PLAIN)
    assert draft_from_decision(path) == draft_from_text(PLAIN)


def test_text_in_windows_1252_reads_as_utf8(tmp_path: Path) -> None:
    """Older text files are not UTF-8."""
    path = tmp_path / "beslut.txt"
    path.write_bytes(PLAIN.encode("cp1252"))
    assert draft_from_decision(path) == draft_from_text(PLAIN)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04 broken", "no Word document (File is not a zip file)"),
        (b"\x00\x01\x02 bytes", "bytes that are no text"),
    ],
)
def test_unreadable_file_says_so(content: bytes, found: str, tmp_path: Path) -> None:
    """Anything but text is refused by name."""
    path = tmp_path / "beslut.doc"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        draft_from_decision(path)
    assert str(raised.value) == (
        f"{path}: found {found}, expected the text of a decision, as .txt or .docx, of at most "
        "16 MB; save the decision as text or as a Word document"
    )


def test_word_document_with_a_bomb_is_refused(tmp_path: Path) -> None:
    """A document type can hold an entity bomb, and no word processor writes one."""
    path = tmp_path / "beslut.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(InputError) as raised:
        draft_from_decision(path)
    assert "found a document type in the Word document" in str(raised.value)


def _missing(text: str) -> list[tuple[int, str]]:
    return [(unread.line, unread.en) for unread in draft_from_text(text).unread]


def test_what_is_missing_is_listed_and_not_guessed() -> None:
    """Without number, days and requester the draft says so, and holds none."""
    text = "Västra Götalandsregionen\nNya KVÅ-koder för test\nKod\tKodtext\nUX900\tTestbesök\n"
    draft = draft_from_text(text)
    assert _missing(text) == [
        (0, "who decided"),
        (0, "the day of the decision"),
        (0, "the diary number"),
        (0, "which unit issued it"),
        (0, "who asked for the codes"),
        (0, "the day it starts"),
    ]
    assert draft.decisions[0].decided_on is None
    assert draft.codes == (DraftCode(code="UX900", text="Testbesök"),)
    written = write_draft(draft, lang="en")
    assert "    # TO LOOK UP: the diary number\n    diary_number: unknown\n" in written
    assert "    # TO LOOK UP: who decided\n    body: unknown\n" in written
    assert "    # TO LOOK UP: the day of the decision\n    decided_on: unknown\n" in written


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("UX27E\tFel kod\t", "a row of the table without a code of the shape LLDDD or LLLDD"),
        (
            "UX275–UX271\tBaklänges\t",
            "a range of codes that does not run forwards within one prefix",
        ),
        ("UX275–UX277\tSamma text\t", "UX275–UX277 share one text; give each its own"),
        ("UX273\tEn gång till\t", "UX273 stands twice in the table; the first row is kept"),
    ],
)  # fmt: skip
def test_doubtful_row_is_told_with_its_line(row: str, expected: str) -> None:
    """A row that cannot be read is named by its line, and the others are read."""
    before, after = PLAIN.split("UX274\t")
    text = f"{before}{row}\nUX274\t{after}"
    line = text.split("\n").index(row) + 1
    assert _missing(text) == [(line, expected)]


def test_lower_case_code_is_read_with_a_doubt() -> None:
    """A code in lower case is the code, and the document says how it was written."""
    written = write_draft(draft_from_text(PLAIN.replace("UX274\t", "ux274\t")), lang="en")
    expected = '  - code: "UX274"\n    # TO LOOK UP: written in lower case in the decision\n'
    assert expected in written


def test_codes_in_the_running_text_are_no_new_codes() -> None:
    """A sentence about a code that ends makes no code, and is told."""
    text = PLAIN.replace("Bakgrund\n", "Bakgrund\n\nUX270 avslutas och ersätts av UX273.\n")
    draft = draft_from_text(text)
    assert draft.codes == CODES
    line = text.split("\n").index("UX270 avslutas och ersätts av UX273.") + 1
    assert _missing(text) == [
        (line, "UX270 is named outside the table; see whether it ends or is replaced"),
        (line, "UX273 is named outside the table; see whether it ends or is replaced"),
    ]


def test_last_day_and_exact_start() -> None:
    """A period gives an exact start and a last day."""
    text = PLAIN.replace(
        "Startdatum: Så fort som möjligt dock senast 2019-01-01",
        "Gäller från och med 2019-01-01 till och med 2020-12-31",
    )
    draft = draft_from_text(text)
    assert draft.decisions[0].start_kind is StartKind.EXACT
    assert draft.decisions[0].starts_on == date(2019, 1, 1)
    assert draft.last_day == date(2020, 12, 31)
    assert "    valid: {from: 2019-01-01, to: 2020-12-31}\n" in write_draft(draft)


def test_unknown_words_about_who_asked_are_left_out() -> None:
    """What is neither role, unit nor place may be a name, so it is not copied."""
    text = PLAIN.replace("Central Barnhälsovård\n", "något helt annat\n")
    draft = draft_from_text(text)
    requested_by = "Barnhälsovårdsöverläkare, Göteborg och södra Bohuslän"
    assert draft.decisions[0].requested_by == requested_by
    assert (
        13,
        "words about who asked are left out, as they may name a person",
    ) in _missing(text)


def test_person_in_a_code_text_is_left_out() -> None:
    """A code text that names a person is not copied."""
    text = PLAIN.replace("Utökat hembesök nr 2 (BVC)", "Besök hos testa.provsson@example.org")
    draft = draft_from_text(text)
    assert draft.codes[1] == DraftCode(code="UX274", text="", description="")
    assert _missing(text) == [(0, "text of UX274 is left out, as it may name a person")]


TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
INVENTED = {
    "malin", "påhittsson", "pahittsson", "olle", "låtsasberg", "berit", "skenberg", "sture",
    "fejkman", "gun", "britt", "testell", "hittepåsson", "hittepasson", "mari", "provér",
    "vera", "fantasén", "karl", "erik", "diktén", "dikten", "stina", "båghed", "baghed",
    "robert", "uppfinnson", "inga", "lill", "spökström", "agneta", "overkligh", "tor",
    "skuggsten", "yvonne", "pappersson", "jörgen", "fiktelius", "ture", "hittmark", "ebba",
    "skuggström", "ulla", "finurlig",
}  # fmt: skip
NUMBERS = ("12 34 56", "441 00 00", "000 11 22", "700 00 99", "99 88 77", "19700101", "example.org")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_texts_laid_out_as_people_do(path: Path) -> None:
    """The draft is as expected to the letter, loads, and has no finding but honest ones."""
    written = write_draft(draft_from_decision(path))
    assert written == path.with_suffix(".yaml").read_text(encoding="utf-8")
    document = read_document(written, file="x.yaml")
    assert not [f for f in document.findings if f.severity is Severity.ERROR]
    ignored = ("file-named-otherwise", "title-in-one-language", "review-missing")
    found = {f.rule for f in check_documents([document], ignore=ignored).findings}
    assert found <= {"decision-unused", "diary-number-missing"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_invented_person_is_in_any_draft(path: Path, lang: Lang) -> None:
    """No name, number or address, wherever in the text they stood."""
    written = write_draft(draft_from_decision(path), lang=lang).casefold()
    words = set(re.findall(r"[^\W\d_]+", written))
    assert words.isdisjoint(INVENTED)
    assert [number for number in NUMBERS if number in written] == []


SLOTS = (
    "Handläggare: {}", "Kontaktperson {}, 070-123 45 67", "{}\nVerksamhetschef",
    "Beställare: {}, Närhälsan", "Önskemål om koder har inkommit från {}", "Beslut - {}",
    "Beredning: {} och STOK godkänner förslaget 2020-01-02", "Beslutsfattare: {}", "Ordförande {}",
    "{} beslutar att koderna fastställs.", "Föredragande: {} (jurist)", "Region Skåne, {}",
    "Målgruppen är barn som {} träffat, och deras syskon.", "Nya KVÅ-koder för {}s samtal",
    "Indikatorer:\n- Antal besök hos {}?", "Sökande: Överläkare {}, SU", "Koncernkontoret, {}",
    "Cc: {} <x.y@example.org>", "Initiativtagare: {}/Närhälsan", "UX498 Samtal med {}",
    "Kod\tKodtext\tBeskrivning\nUX499\tSamtal\tRing {}", "Diarienummer RS 2020-00001 {}",
    "Startdatum: 2020-02-02, enligt {}", "Underskrift: {}, direktör", "Närhälsan ({})",
    "Vid sammanträdet den 21 juni 2018 (§ 12) fattade {} beslut om att",
)  # fmt: skip
NAMES = ("Greta Zackrisson", "Bo-Göran Tulpan", "Ylva af Månhem", "Åke Ö. Lindborg", "K. Svensk")


@pytest.mark.parametrize("slot", SLOTS)
def test_person_put_into_any_line_is_in_no_draft(slot: str) -> None:
    """Wherever a name stands, at the top, in the middle or at the end of any text."""
    for place, name in enumerate(NAMES):
        lines = TEXTS[place].read_text(encoding="utf-8").split("\n")
        for at in (0, len(lines) // 2, len(lines)):
            text = "\n".join([*lines[:at], slot.format(name), *lines[at:]])
            written = write_draft(draft_from_text(text))
            parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2]
            assert [p for p in parts if re.search(rf"\b{p}s?\b", written)] == [], written


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_encodings_of_texts_make_no_difference(encoding: str, tmp_path: Path) -> None:
    """Old systems write Windows-1252, some editors UTF-16."""
    text = TEXTS[0].read_text(encoding="utf-8")
    path = tmp_path / TEXTS[0].name
    path.write_bytes(text.encode(encoding))
    assert draft_from_decision(path) == draft_from_decision(TEXTS[0])


@pytest.mark.parametrize("name", ["Beslut Testa Provsson.txt", "stok_provsson_2018.txt"])
def test_file_named_after_a_person_is_not_named(name: str, tmp_path: Path) -> None:
    """The name of the file is written where a decision has no day."""
    path = tmp_path / name
    path.write_text(PLAIN.replace("Datum 2018-11-30\n", ""), encoding="utf-8")
    draft = draft_from_decision(path)
    assert draft.source == "beslutstext.txt"
    assert "source: beslutstext.txt" in write_draft(draft).replace('"', "")


@pytest.mark.parametrize("text", ["", "\n\n", "Hej", "| | |\n\t\t\n", "Kod\tKodtext\n", "§" * 500])
def test_any_text_gives_a_draft(text: str) -> None:
    """Whatever the text, there is a draft that says what it lacks."""
    draft = draft_from_text(text)
    assert isinstance(draft, Draft)
    assert any(unread.en == "no table of codes was found" for unread in draft.unread)
    assert write_draft(draft).startswith("# yaml-language-server:")


@pytest.mark.skipif(not SOURCE.is_file(), reason="the decision is not beside the repository")
def test_the_decision_of_2018() -> None:
    """The real decision: six codes, two decisions, seven questions and one thing to look over."""
    draft = draft_from_decision(SOURCE)
    assert [code.code for code in draft.codes] == [f"UX{n}" for n in range(273, 279)]
    assert [decision.id for decision in draft.decisions] == ["stok-2018-00133", "hsng-2018-06-21"]
    assert draft.decisions[1].paragraphs == "§§ 185–192"
    assert len(draft.questions) == 7
    assert [unread.en for unread in draft.unread] == [
        "a decision of 2018-06-21 was read from the running text; look it through"
    ]


FULL = PLAIN.replace(
    "Programmet görs i samverkan.",
    "Vid nämndssammanträdet den 21 juni 2018 (§§ 185–192) fattade Göteborgs hälso- och "
    "sjukvårdsnämnd (HSNG) beslut om att teckna avtal. Avtalen ska följas upp utifrån "
    "följande indikatorer:\n\n- Antal listade barn?\n- Antal listade barn i hela regionen?\n"
    "- Frågor till testa.provsson@example.org\n\nProgrammet görs i samverkan.",
)


def _checked(draft: Draft) -> list[str]:
    from kvacodes.documents import read_document
    from kvacodes.proposals.checking import check_documents

    document = read_document(write_draft(draft), file=f"{draft.id}.yaml")
    return [str(f) for f in check_documents([document]).findings if f.severity != "information"]


def test_whole_decision_loads_without_a_word() -> None:
    """What was read of a whole decision has neither error nor warning."""
    draft = draft_from_text(FULL)
    assert _checked(draft) == []
    assert [d.id for d in draft.decisions] == ["stok-2018-00133", "hsng-2018-06-21"]
    assert draft.questions == ("Antal listade barn?", "Antal listade barn i hela regionen?")
    written = write_draft(draft)
    assert "      id: antal-listade-barn\n" in written
    assert "      id: antal-listade-barn-i\n" in written
    assert "  decision: hsng-2018-06-21\n" in written
    assert "example.org" not in written


def test_questions_that_begin_alike_get_names_of_their_own() -> None:
    """Ids are unique whatever the questions are."""
    draft = Draft(questions=("Antal barn som är listade?", "Antal barn som är födda?", "???"))
    names = [line for line in write_draft(draft).splitlines() if line.startswith("      id:")]
    assert names == [
        "      id: antal-barn-som-ar",
        "      id: antal-barn-som-ar-2",
        "      id: fraga",
    ]


@pytest.mark.parametrize(
    ("line", "day", "is_latest"),
    [
        ("Koderna gäller från den 1 februari 2019.", date(2019, 2, 1), False),
        ("Koderna införs så snart som möjligt, senast 2019-02-01.", date(2019, 2, 1), True),
        ("Giltig från: 2019.02.01", date(2019, 2, 1), False),
        ("Startdatum\n2019-02-01", date(2019, 2, 1), False),
        ("Start datum\t1 feb. 2019", date(2019, 2, 1), False),
    ],
)
def test_start_is_found_in_many_wordings(line: str, day: date, is_latest: bool) -> None:  # noqa: FBT001
    """A label, a sentence, a line below: the same start."""
    text = PLAIN.replace("Startdatum: Så fort som möjligt dock senast 2019-01-01", line)
    decision = draft_from_text(text).decisions[0]
    assert (decision.starts_on, decision.start_kind is StartKind.LATEST) == (day, is_latest)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Datum 2018-11-30", "Datum 2018-11-29\nBeslutsdatum: 2018-11-30", []),
        (
            "Datum 2018-11-30",
            "Beslutsdatum: 2018-11-30\nFastställd den 2018-12-03",
            [(3, "another day of decision, 2018-12-03; 2018-11-30 was taken")],
        ),
        ("STOK godkänner förslaget, 2018-11-22", "Beredning: 2018-11-22", []),
        ("Diarienummer RS 2018-00133", "Vår beteckning är RS 2018-00133", []),
        ("Bakgrund\n", "Bakgrund\n\nMöte den 3 mars.\n", [(23, "a day without a year")]),
        (
            "Bakgrund\n",
            "Bakgrund\n\nMöte 2018-10-01.\n",
            [(23, "the day 2018-10-01: what it means was not read")],
        ),
        ("Västra Götalandsregionen\n", "\n", [(0, "the region is not named")]),
        ("UX274\tUtökat hembesök nr 2 (BVC)", "UX274\t", [(29, "UX274 has no text")]),
    ],
)
def test_variants_and_what_is_told(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    """Each variant is read, or told with its line."""
    told = _missing(PLAIN.replace(old, new))
    assert [row for row in told if "2018-11-29" not in row[1]] == expected


def test_body_from_the_chair_or_from_a_sentence() -> None:
    """Where the heading does not say who decided, the signature or a sentence does."""
    chair = PLAIN.replace("Beslut - STOK\n", "Beslut\n")
    assert draft_from_text(chair).decisions[0].body == "STOK"
    sentence = chair.replace("Ordförande STOK\n", "\n").replace(
        "Regionala KVÅ-koder utökat", "Regionstyrelsen beslutar att regionala KVÅ-koder utökat"
    )
    assert draft_from_text(sentence).decisions[0].body == "Regionstyrelsen"
    neither = chair.replace("Ordförande STOK\n", "\n")
    assert draft_from_text(neither).decisions[0].body == "STOK"


def test_title_from_the_sentence_of_the_decision() -> None:
    """Without a heading the sentence says what the codes are for."""
    text = PLAIN.replace("Nya KVÅ-koder för utökat hembesöksprogram (BVC)\n", "\n")
    assert draft_from_text(text).title == "Utökat hembesöksprogram (BVC)"


@pytest.mark.parametrize(
    "codes",
    [
        "UX273: Besök ett\nUX274: Besök två",
        "- UX273 Besök ett\n- UX274 Besök två",
        "1. UX273 – Besök ett\n2. UX274 – Besök två",
        "KVÅ-kod;Benämning\nUX273;Besök ett\nUX274;Besök två",
        "UX273–274\tBesök 1–2",
        "UX273 t.o.m. UX274\tBesök 1–2",
    ],
)
def test_tables_of_many_kinds(codes: str) -> None:
    """Lists, numbered lists, separators and short ranges give the codes."""
    assert [code.code for code in draft_from_text(codes).codes] == ["UX273", "UX274"]


@pytest.mark.parametrize(
    "words",
    [
        "UX273-UX999\tFör många",
        "UX273-UY274\tTvå prefix",
        "UX273 avslutas och ersätts",
        "Ring 031-700 00 00 före den 21 juni",
        "Box 100, 400 10 Göteborg",
    ],
)
def test_what_only_looks_like_codes_makes_none(words: str) -> None:
    """Ranges that cannot be, sentences, telephone numbers and boxes are no codes."""
    assert draft_from_text(words).codes == ()


def test_word_document_with_tabs_and_line_breaks(tmp_path: Path) -> None:
    """Runs, tabs, breaks and content controls give the text that the reader sees."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        f'<w:document xmlns:w="{space}"><w:body><w:sdt><w:sdtContent><w:p><w:r>'
        "<w:t>Diarienummer</w:t><w:tab/><w:t>RS 2018-00133</w:t><w:br/><w:t>Datum 2018-11-30</w:t>"
        "</w:r></w:p></w:sdtContent></w:sdt></w:body></w:document>"
    )
    path = tmp_path / "beslut.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)
    decision = draft_from_decision(path).decisions[0]
    assert decision.diary_number == "RS 2018-00133"
    assert decision.decided_on == date(2018, 11, 30)


@pytest.mark.parametrize(
    ("name", "xml", "found"),
    [
        ("word/other.xml", "<x/>", "no Word document"),
        ("word/document.xml", "<x>", "broken XML in the Word document"),
    ],
)
def test_other_archives_are_told_from_word_documents(
    name: str, xml: str, found: str, tmp_path: Path
) -> None:
    """An archive that is no Word document is said to be none."""
    path = tmp_path / "beslut.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, xml)
    with pytest.raises(InputError) as raised:
        draft_from_decision(path)
    assert raised.value.found.startswith(found)


def test_word_document_without_a_body_and_utf16_text(tmp_path: Path) -> None:
    """An empty document has nothing to read; a text in UTF-16 has all."""
    empty = tmp_path / "tom.docx"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert draft_from_decision(empty).codes == ()
    text = tmp_path / "beslut.txt"
    text.write_text(PLAIN, encoding="utf-16")
    assert draft_from_decision(text) == draft_from_text(PLAIN)


def test_very_large_file_is_not_read(tmp_path: Path) -> None:
    """A decision has a few pages."""
    path = tmp_path / "beslut.txt"
    path.write_bytes(b"a" * (16 * 1024 * 1024 + 1))
    with pytest.raises(InputError) as raised:
        draft_from_decision(path)
    assert raised.value.found == "16777217 bytes"


@pytest.mark.skipif(not SOURCE.is_file(), reason="the decision is not beside the repository")
def test_the_decision_of_2018_agrees_with_the_shipped_document() -> None:
    """What is read of the real decision has no error, and the facts of the shipped document."""
    import kvacodes

    draft = draft_from_decision(SOURCE)
    assert _checked(draft) == []
    shipped = kvacodes.load().code_set("utokat-hembesok-bvc")
    mine = {code.code: code.text for code in draft.codes}
    assert mine == {code.code: code.text for code in shipped.codes}
    theirs = shipped.decision("RS 2018-00133")
    decision = draft.decisions[0]
    assert decision.decided_on == theirs.decided_on
    assert decision.approved_on == theirs.approved_on
    assert decision.starts_on == (theirs.starts.day if theirs.starts else None)
    assert decision.requested_by == theirs.requested_by
    assert decision.issued_by == theirs.issued_by


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Datum 2018-11-30", "Datum 2018-11-30\nDaterad 2018-12-02",
         "another day of decision, 2018-12-02; 2018-11-30 was taken"),
        ("Målgruppen för", "Den 31 februari 2019. Målgruppen för", ""),
        ("Testa Provsson\nOrdförande STOK\n", "Kontaktperson:", ""),
    ],
)  # fmt: skip
def test_days_that_contradict_or_are_none(old: str, new: str, told: str) -> None:
    """The first is taken and the other told; what no calendar has is no day."""
    missing = {words for _, words in _missing(PLAIN.replace(old, new))}
    assert missing - {words for _, words in _missing(PLAIN)} == ({told} if told else set())


def test_diary_number_of_another_form_and_a_last_day() -> None:
    """What stands behind the label is taken as it is; the end has a label of its own."""
    text = PLAIN.replace("RS 2018-00133", "44/2018").replace(
        "Beredning\n", "Slutdatum: 2025-12-31\nBeredning\n"
    )
    draft = draft_from_text(text)
    assert draft.decisions[0].diary_number == "44/2018"
    assert draft.last_day == date(2025, 12, 31)


def test_start_and_day_on_lines_far_apart_are_not_joined() -> None:
    """A label whose words go on for two lines without a day has none."""
    start = "Startdatum: Så fort som möjligt dock senast 2019-01-01"
    text = PLAIN.replace(start, "Startdatum: så fort som möjligt\nnär alla är överens\n")
    assert draft_from_text(text).decisions[0].starts_on is None


def test_rows_of_two_columns_go_on_and_prefixes_differ() -> None:
    """A table without descriptions; codes of two prefixes are no run."""
    text = PLAIN.replace(
        PLAIN[PLAIN.index("Kod\t") : PLAIN.index("Startdatum")],
        "Kod    Kodtext\nUX273  Utökat\n       hembesök\nUY274  Samtal 1–9 eller 1–2\n"
        "UX275/B Ingen rad\nUX276–UX277  Träff 1–9, del 1–2\n\n",
    )
    draft = draft_from_text(text)
    assert [(code.code, code.text) for code in draft.codes] == [
        ("UX273", "Utökat hembesök"),
        ("UY274", "Samtal 1–9 eller 1–2"),
        ("UX276", "Träff 1–9, del 1"),
        ("UX277", "Träff 1–9, del 2"),
    ]
    assert "run:" not in write_draft(draft)


def test_a_list_of_units_is_no_signature() -> None:
    """Where more units stand than sign a decision, none of them is taken for the one."""
    units = ("Närhälsan", "Habiliteringen", "Folktandvården", "Primärvården", "Ambulansvården")
    text = PLAIN.replace("Koncernkontoret\nKoncernavdelning Data", "\n".join((*units, "Data")))
    assert draft_from_text(text).decisions[0].issued_by == ""
