"""Files, folders and text: what is read, what it is called, what is raised."""

from __future__ import annotations

import gc
import hashlib
import os
from pathlib import Path

import pytest

import kvacodes
from kvacodes.documents import Document, load, read, read_document, read_documents, shipped
from kvacodes.errors import DocumentError, InputError, UsageError


@pytest.fixture
def folder(tmp_path: Path, head: str) -> Path:
    """Return a folder with two documents, and files that are none."""
    (tmp_path / "b.yaml").write_text(head.replace("id: x", "id: b"), encoding="utf-8")
    (tmp_path / "a.yml").write_text(head.replace("id: x", "id: a"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not YAML: [", encoding="utf-8")
    (tmp_path / "deep.yaml").mkdir()
    return tmp_path


def test_without_sources_the_shipped_documents_are_loaded() -> None:
    """The same function as at the top of the package."""
    assert "utokat-hembesok-bvc" in load()
    assert kvacodes.load is load


def test_a_folder_is_read_in_order_of_name(folder: Path) -> None:
    """Both spellings of the ending, nothing else, no folders inside."""
    assert [code_set.id for code_set in load(folder)] == ["a", "b"]
    assert [code_set.file for code_set in load(str(folder))] == [
        str(folder / "a.yml"),
        str(folder / "b.yaml"),
    ]


def test_files_folders_and_text_together(folder: Path, head: str) -> None:
    """Each file counts once, in the order given; text comes last."""
    catalogue = load(folder / "b.yaml", folder, text=head)
    assert [(s.id, Path(s.file).name) for s in catalogue] == [
        ("b", "b.yaml"),
        ("a", "a.yml"),
        ("x", "<text>"),
    ]
    assert [s.id for s in load(text=head)] == ["x"]


def test_errors_of_all_documents_are_raised_at_once(folder: Path, head: str) -> None:
    """The exception holds every finding; its text says them all."""
    broken = folder / "c.yaml"
    broken.write_text("id: c\n", encoding="utf-8")
    with pytest.raises(DocumentError) as raised:
        load(broken, text=head + "colour: red\n")
    findings = raised.value.findings
    assert [str(f.place) for f in findings] == [f"{broken}:1:1"] * 3 + ["<text>:11:1"]  # type: ignore[attr-defined]
    assert str(raised.value).startswith(f"4 findings\n{broken}:1:1: error: the document: the key")


def test_warnings_alone_are_not_raised(head: str) -> None:
    """A code without quotes is still a code; `read` tells of it."""
    text = head.replace('"UX001"', "UX001")
    assert "UX001" in load(text=text)
    code_sets, findings = read(text=text)
    assert [s.id for s in code_sets] == ["x"]
    assert [f.rule for f in findings] == ["code-unquoted"]


def test_reading_never_raises_for_what_a_document_holds(tmp_path: Path) -> None:
    """Bytes that are no text are a finding with line and column."""
    path = tmp_path / "latin.yaml"
    path.write_bytes("id: x\ntitle: Utökat\n".encode("latin-1"))
    assert [str(f) for f in read(path)[1]] == [
        f"{path}:2:10: error: the byte 0xF6 is not UTF-8 [not-utf8]; save the file as UTF-8"
    ]
    path.write_bytes("id: x\n".encode("utf-16"))
    assert [str(f) for f in read(path)[1]] == [
        (
            f"{path}:1:1: error: the byte 0xFF is not UTF-8 [not-utf8];"
            " the file is UTF-16; save it as UTF-8"
        )
    ]


@pytest.mark.parametrize("content", [b"a" * (16 * 1024 * 1024 + 1), "a" * (16 * 1024 * 1024 + 1)])
def test_at_most_sixteen_megabytes_are_read(content: str | bytes) -> None:
    """A larger document is one finding, and is not parsed."""
    document = read_document(content)
    assert [str(f) for f in document.findings] == [
        (
            "<text>:1:1: error: more than 16 MB, at most 16 MB are read [too-large];"
            " split the document into several"
        )
    ]
    assert (document.text, document.code_set, document.root) == ("", None, None)


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    """A sparse file of a hundred gigabytes costs no more than the limit."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024**3)
    assert [f.rule for f in read(path)[1]] == ["too-large"]


def test_two_documents_may_not_have_one_id(folder: Path, head: str) -> None:
    """The later one is told where the earlier is."""
    findings = read(folder, text=head.replace("id: x", "id: a"))[1]
    assert [str(f) for f in findings] == [
        (
            f"<text>:2:5: error: the id a is already that of {folder / 'a.yml'}"
            " [duplicate-code-set]; give one of the documents another id"
        )
    ]


def test_what_is_not_there_is_an_error_of_input(tmp_path: Path) -> None:
    """Missing files, empty folders, and what is neither."""
    missing = tmp_path / "no.yaml"
    with pytest.raises(InputError) as raised:
        load(missing)
    assert str(raised.value) == (
        f"{missing}: found no such file or folder, expected a YAML document or a folder of them"
    )
    with pytest.raises(InputError) as raised:
        load(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path}: found no .yaml or .yml file, expected a folder of YAML documents"
    )
    os.mkfifo(missing)
    with pytest.raises(InputError) as raised:
        load(missing)
    assert str(raised.value) == (
        f"{missing}: found something that is neither, expected a YAML document or a folder of them"
    )


def test_a_file_that_cannot_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason of the system is said."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as raised:
        load(folder / "b.yaml")
    assert str(raised.value) == (
        f"{folder / 'b.yaml'}: found Permission denied, expected a readable file"
    )


def test_sources_are_named_one_by_one(folder: Path) -> None:
    """A list in place of names is said to be one."""
    with pytest.raises(UsageError) as raised:
        load([folder])  # type: ignore[arg-type]
    assert str(raised.value) == (
        f"[{folder!r}] is no file or folder; name them one by one, or give text="
    )


def test_the_hash_is_that_of_the_text_whatever_its_line_ends(head: str) -> None:
    """A checkout on another system is the same document."""
    expected = hashlib.sha256(head.encode()).hexdigest()
    for text in (head, head.replace("\n", "\r\n"), "\ufeff" + head):
        code_set = read_document(text).code_set
        assert code_set is not None
        assert code_set.content_hash == expected


def test_the_garbage_collector_is_left_as_it_was(head: str) -> None:
    """Reading pauses it; a caller who has paused it keeps it so."""
    read_document(head)
    assert gc.isenabled()
    gc.disable()
    try:
        read_document(head)
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.fixture
def document(head: str) -> Document:
    """Return a document with a sequence."""
    text = head + (
        "sequence:\n  steps:\n"
        '    - {number: 1, codes: ["UX001"], window: {absolute: {from: {days: 1}},'
        " recommended: {from: {days: 2}}}}\n"
    )
    return read_document(text, file="x.yaml")


def test_places_of_keys_and_objects(document: Document) -> None:
    """Checks of meaning point where the reader would look; as far as the keys lead."""
    code_set = document.code_set
    assert code_set is not None
    assert code_set.sequence is not None
    code, step = code_set.codes[1], code_set.sequence.steps[0]
    places = {
        "root": document.place(),
        "key": document.place("codes", 1, "text"),
        "beyond": document.place("codes", 1, "valid"),
        "outside": document.place("codes", 9),
        "object": document.place(of=code),
        "key of object": document.place("text", of=code),
        "step": document.place("number", of=step),
        "window": document.place("from", "days", of=step.windows[0]),
        "sequence": document.place("steps", 0, "codes", 0, of=code_set.sequence),
        "set": document.place("id", of=code_set),
        "decision": document.place("body", of=code_set.decisions[0]),
    }
    assert {name: (str(place), place.path) for name, place in places.items()} == {
        "root": ("x.yaml:1:1", ""),
        "key": ("x.yaml:9:27", "codes[1].text"),
        "beyond": ("x.yaml:9:5", "codes[1]"),
        "outside": ("x.yaml:8:3", "codes"),
        "object": ("x.yaml:9:5", "codes[1]"),
        "key of object": ("x.yaml:9:27", "codes[1].text"),
        "step": ("x.yaml:13:16", "sequence.steps[0].number"),
        "window": ("x.yaml:13:102", "sequence.steps[0].window.recommended.from.days"),
        "sequence": ("x.yaml:13:27", "sequence.steps[0].codes[0]"),
        "set": ("x.yaml:2:5", "id"),
        "decision": ("x.yaml:6:39", "decisions[0].body"),
    }
    assert str(read_document("").place("id")) == "<text>"


def test_every_finding_speaks_swedish_too(head: str) -> None:
    """Message and hint; the place and the rule are the same."""
    (finding,) = read_document(head + "modell: x\n").findings
    swedish = finding.in_swedish()
    assert (swedish.place, swedish.rule) == (finding.place, finding.rule)
    assert str(swedish).endswith("purposes, rules [unknown-key]; menade du model?")
    assert swedish.message.startswith("nyckeln modell finns inte; här finns kvacodes, id, title")


def test_the_shipped_documents_are_found_in_a_checkout_and_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside the package first, then beside it; neither is an error that says what to do."""
    module = tmp_path / "site" / "kvacodes" / "documents" / "shipped.py"
    module.parent.mkdir(parents=True)
    monkeypatch.setattr(shipped, "__file__", str(module))
    with pytest.raises(InputError) as raised:
        shipped.shipped_folder()
    assert str(raised.value) == (
        f"{tmp_path / 'site' / 'kvacodes' / 'codesets'}: found no such folder, expected the"
        " documents that come with kvacodes; install kvacodes again, or name the documents to load"
    )
    beside = tmp_path / "site" / "codesets"
    beside.mkdir()
    assert shipped.shipped_folder() == beside
    inside = tmp_path / "site" / "kvacodes" / "codesets"
    inside.mkdir()
    assert shipped.shipped_folder() == inside


def test_many_documents_are_read_in_one_call(folder: Path) -> None:
    """Each with its own findings, places and text."""
    documents = read_documents(folder)
    assert [Path(document.file).name for document in documents] == ["a.yml", "b.yaml"]
    assert all(document.text.startswith("kvacodes: 1") for document in documents)
