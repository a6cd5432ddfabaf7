"""National editions in all the layouts in which they have been published."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from kvacodes.errors import InputError, UnknownNameError
from kvacodes.proposals.national import (
    Edition,
    NationalCode,
    Reworded,
    StoredEdition,
    comparable_text,
    compare,
    open_edition,
    read_edition,
    store_edition,
    stored_editions,
    touched,
)

DATA = Path(__file__).parents[4] / "shared" / "data"
EXPECTED = {"ZV509": "Medverkan av företrädare", "FNG02": "Ballongdilatation"}

TEXTS = {
    "tsv with header and byte order mark": (
        "kva-2026.tsv",
        (
            '\ufeff"Kod"\t"Överordnad kod"\t"Titel"\t"Beskrivning"\n'
            '"Z"\t""\t"Tilläggskoder"\t""\n'
            '"ZV509"\t"ZV5"\t"Medverkan av företrädare"\t"Rad ett\nrad två"\n'
            '"FNG02"\t"FNG"\t"Ballongdilatation"\t""\n'
        ),
        "utf-8",
    ),
    "two tabs, no header": (
        "kva_level4_2021.txt",
        "\ufeffZV509\t\tMedverkan av företrädare\nFNG02\t\tBallongdilatation\n",
        "utf-8",
    ),
    "semicolons in Latin-1": (
        "lista.csv",
        "KOD;Benämning\r\nZV509;Medverkan av företrädare\r\nFNG02;Ballongdilatation\r\n",
        "latin-1",
    ),
    "commas": (
        "kva.csv",
        "kod,kodtext\nZV509,Medverkan av företrädare\nFNG02,Ballongdilatation\n",
        "utf-8",
    ),
    "fixed width": (
        "KVA.ANS",
        "ZV509 Medverkan av företrädare\r\nFNG02 Ballongdilatation\r\n",
        "cp1252",
    ),
    "UTF-16 as saved by Excel": (
        "Unicode-text.txt",
        "KVÅ-kod\tKodtext\r\nZV509\tMedverkan av företrädare\r\nFNG02\tBallongdilatation\r\n",
        "utf-16",
    ),
    "explanation above the header": (
        "kva.csv",
        (
            "KVÅ 2024;;\nBeslutad 2023-11-01;;\n;;\nKlassifikation;Kod;Titel\n"
            "KMÅ;ZV509;Medverkan av företrädare\nKKÅ;FNG02;Ballongdilatation\n"
        ),
        "utf-8",
    ),
}


@pytest.mark.parametrize("layout", TEXTS)
def test_text_layouts(layout: str, tmp_path: Path) -> None:
    """Every text layout gives the same codes and texts."""
    name, text, encoding = TEXTS[layout]
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    edition = read_edition(path)
    assert {code.code: code.text for code in edition} == EXPECTED
    assert "fng 02" in edition
    assert "UX273" not in edition
    assert "Z" not in edition


def test_workbook_with_a_sheet_of_explanation(tmp_path: Path) -> None:
    """The sheet with a column of codes is found, whatever it is called."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Läs mig"
    book.active.append(["Så här läser du filen"])
    sheet = book.create_sheet("KVÅ – (KKÅ+KMÅ)")
    sheet.append(["Klassifikation", "Kod", "Titel", "Beskrivning", None])
    sheet.append(["KMÅ", "ZV509", "Medverkan av företrädare", None, None])
    sheet.append(["KKÅ", "EMA", "Rubrik", None, None])
    sheet.append(["KKÅ", "FNG02", "Ballongdilatation", "I kranskärl", None])
    path = tmp_path / "kva-inkl-beskrivningstexter-2026.xlsx"
    book.save(path)
    edition = read_edition(path)
    assert {code.code: code.text for code in edition} == EXPECTED
    assert edition.name == "2026"
    assert edition.get("FNG02") == NationalCode(
        code="FNG02", text="Ballongdilatation", description="I kranskärl", classification="KKÅ"
    )
    assert [heading.code for heading in edition.headings] == ["EMA"]


def test_broken_workbook_says_so(tmp_path: Path) -> None:
    """A file that starts as a workbook and is none is an input error, not a traceback."""
    pytest.importorskip("openpyxl")
    path = tmp_path / "kva.xlsx"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError) as raised:
        read_edition(path)
    assert str(raised.value) == (
        f"{path}: found a workbook that cannot be read (File is not a zip file), expected a "
        "national edition with a column of codes (Kod) and one of texts (Titel); "
        "give the authority's text file or workbook as it was published"
    )


def test_file_whose_codes_are_none_is_refused(tmp_path: Path) -> None:
    """A header alone is no edition: with it nothing would ever collide."""
    path = tmp_path / "kva.csv"
    path.write_text("kod;titel\nUX1;x\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_edition(path)
    assert "found no code of the shape LLDDD or LLLDD, expected" in str(raised.value)


def test_code_over_several_rows_keeps_the_first_text(tmp_path: Path) -> None:
    """What the first row leaves empty comes from a later one; nothing is overwritten."""
    path = tmp_path / "kva.tsv"
    path.write_text(
        "Kod\tTitel\tBeskrivning\nZV509\tMedverkan\t\nZV509\tAnnat\tI mötet\n", encoding="utf-8"
    )
    edition = read_edition(path)
    assert edition.get("ZV509") == NationalCode(
        code="ZV509", text="Medverkan", description="I mötet"
    )


def test_a_file_beyond_all_bounds_is_not_read(tmp_path: Path) -> None:
    """Its size is told before a byte of it is taken in."""
    path = tmp_path / "kva.txt"
    with path.open("wb") as file:
        file.truncate(257 * 1024 * 1024)  # a hole, which takes no room
    with pytest.raises(InputError) as raised:
        read_edition(path)
    assert f"{path}: found {257 * 1024 * 1024} bytes, expected a national" in str(raised.value)


def test_a_header_may_have_a_year_and_lies_near_the_top(tmp_path: Path) -> None:
    """The first of several years is the latest; after thirty rows nobody looks for a header."""
    path = tmp_path / "kva.csv"
    path.write_text("kod;kodtext_2026;kodtext_2025\nZV509;Nu;Då\n", encoding="utf-8")
    assert [code.text for code in read_edition(path)] == ["Nu"]
    path.write_text("om;listan\n" * 30 + "kod;titel\nZV509;Nu\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_edition(path)
    assert "found no column of codes" in str(raised.value)


def test_rows_that_are_no_codes_are_told(tmp_path: Path) -> None:
    """No row disappears: what is neither code nor heading is listed with its line."""
    path = tmp_path / "kva.csv"
    path.write_text("kod;titel\nZV509;Medverkan\n???;skräp\n\nZ;Tillägg\n", encoding="utf-8")
    edition = read_edition(path)
    assert [(row.line, row.found) for row in edition.skipped] == [(3, "??? | skräp")]
    assert len(edition) == 1


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", "Hej\nvärlden\n".encode()])
def test_anything_else_is_refused(content: bytes, tmp_path: Path) -> None:
    """A file without codes is named, with what was expected."""
    path = tmp_path / "brev.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_edition(path)
    assert str(raised.value) == (
        f"{path}: found no column of codes, expected a national edition with a column of codes "
        "(Kod) and one of texts (Titel); "
        "give the authority's text file or workbook as it was published"
    )


def test_compare_leaves_the_mark_out() -> None:
    """``(i)`` and blanks are no change; words are."""

    def edition(name: str, **texts: str) -> Edition:
        return Edition((NationalCode(code=c, text=t) for c, t in texts.items()), name=name)

    older = edition("2020", AA001="Test (i)", DV073="Gone", ZV020="Användande av tolk")
    newer = edition("2026", AA001="Test ", ZV020="Användande av professionell tolk", XS014="New")
    changes = compare(older, newer)
    assert [code.code for code in changes.withdrawn] == ["DV073"]
    assert [code.code for code in changes.new] == ["XS014"]
    assert changes.reworded == (
        Reworded("ZV020", "Användande av tolk", "Användande av professionell tolk"),
    )
    assert comparable_text("Test  med blanktecken (i)") == "Test med blanktecken"


def test_kept_edition_answers_as_the_file_does(tmp_path: Path) -> None:
    """Kept and opened by file, by its kept form and by name, it is the same edition."""
    source = tmp_path / "kva_2020.csv"
    source.write_text("kod,kodtext\nZV509,Medverkan (i)\nFNG02,Ballong\n", encoding="utf-8")
    folder = tmp_path / "kept"
    edition = read_edition(source)
    kept = store_edition(edition, path=folder / f"{edition.sha256}.sqlite")
    for name in (source, kept, "2020"):
        opened = open_edition(name, folder=folder)
        assert isinstance(opened, StoredEdition)
        assert list(opened) == list(edition)
        assert len(opened) == 2
        assert opened.get("zv509") == edition.get("ZV509")
        assert opened.get("UX273") is None
        assert (opened.name, opened.source, opened.sha256) == (
            "2020", "kva_2020.csv", edition.sha256,
        )  # fmt: skip
        opened.close()
    (stored,) = stored_editions(folder)
    stored.close()


def test_unknown_edition_says_what_to_do(tmp_path: Path) -> None:
    """A name that is neither file nor kept edition says how to get one."""
    with pytest.raises(UnknownNameError) as raised:
        open_edition("2031", folder=tmp_path)
    assert str(raised.value) == (
        "no national edition '2031' "
        "(give a file, or import one first: kvacodes national import FILE)"
    )


def test_another_database_is_refused(tmp_path: Path) -> None:
    """A file of SQLite that is no kept edition is told from one."""
    path = tmp_path / "other.sqlite"
    path.write_bytes(b"SQLite format 3\x00" + bytes(100))
    with pytest.raises(InputError) as raised:
        open_edition(path)
    assert str(raised.value) == (
        f"{path}: found format unknown, expected a national edition kept as kvacodes-national-1; "
        "import the published file again: kvacodes national import FILE"
    )


@pytest.mark.skipif(not DATA.is_dir(), reason="the national lists are not beside the repository")
def test_whole_edition_of_2020(tmp_path: Path) -> None:
    """The edition of 2020 has 10 552 codes, and kept it answers well within five milliseconds."""
    edition = read_edition(DATA / "kva_2020.csv")
    assert len(edition) == 10_552
    assert edition.skipped == ()
    assert "UX273" not in edition
    kept = store_edition(edition, path=tmp_path / "2020.sqlite")
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        opened = StoredEdition(kept)
        assert opened.get("GC001") is not None
        best = min(best, time.perf_counter() - start)
        opened.close()
    assert best <= 0.005


@pytest.mark.skipif(not DATA.is_dir(), reason="the national lists are not beside the repository")
def test_known_changes_between_2020_and_2026(tmp_path: Path) -> None:
    """The changes that are known between the two editions are found, and no other rewording."""
    with (DATA / "kva_2026_urval.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    newer = tmp_path / "kva_2026.csv"
    newer.write_text(
        "kod\tkodtext\n" + "".join(f"{r['kod']}\t{r['kodtext_2026']}\n" for r in rows),
        encoding="utf-8",
    )
    changes = compare(read_edition(DATA / "kva_2020.csv"), read_edition(newer))
    assert {code.code for code in changes.new} == {"GC002", "GB025", "XS014", "XS155"}
    reworded = {change.code for change in changes.reworded}
    assert {"GC001", "DV077", "DU011", "DU022"} <= reworded


def test_quote_that_never_closes_does_not_swallow_the_file(tmp_path: Path) -> None:
    """One bad quote costs one row at most, however long the file is."""
    path = tmp_path / "kva.csv"
    rows = "".join(f"AA{n:03d};Text nummer {n} som är lång\n" for n in range(1, 999))
    path.write_text(f'kod;titel\nZV509;"Medverkan\n{rows * 8}', encoding="utf-8")
    assert "AA998" in read_edition(path)
    path.write_text('kod,titel\n"AA001,Ett\nAA002,Två', encoding="utf-8")
    assert [code.code for code in read_edition(path)] == ["AA001", "AA002"]


def test_touched_tells_withdrawn_reworded_and_colliding() -> None:
    """Each use of a code that changed is told, and where it stands."""
    from proposals.examples import code_set, edited

    changes = compare(
        Edition([NationalCode(code="ZV509", text="a"), NationalCode(code="ZV025", text="b")]),
        Edition([NationalCode(code="ZV509", text="c"), NationalCode(code="UX273", text="d")]),
    )
    local = code_set(
        edited(
            ("sequence:\n", "sequence:\n  joint: {add_ons: [ZV509]}\n"),
            ("    text: Utökat hembesök nr 2 (BVC)\n", "    text: Två\n    beside: [ZV025]\n"),
        )
    )
    assert [(t.code, t.use, t.change) for t in touched(changes, [local])] == [
        ("UX273", "codes", "collides"),
        ("UX273", "step 1", "collides"),
        ("ZV025", "beside of UX274", "withdrawn"),
        ("ZV509", "joint", "reworded"),
    ]


def test_unknown_name_of_the_package() -> None:
    """Names are fetched on first use; one that is none is an attribute error."""
    from kvacodes.proposals import national

    with pytest.raises(AttributeError) as raised:
        national.nothing  # noqa: B018
    assert str(raised.value) == "module 'kvacodes.proposals.national' has no attribute 'nothing'"
