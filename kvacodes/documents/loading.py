"""Reading documents: from files, folders or text to code sets, findings and a catalogue."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from attrs import evolve, field, frozen

from kvacodes.catalogue import Catalogue
from kvacodes.documents.nodes import Here, ListNode, MapNode, Node, parse
from kvacodes.documents.reading import Reading, TooManyFindingsError
from kvacodes.documents.scalars import is_missing
from kvacodes.documents.shipped import shipped_folder
from kvacodes.documents.structure import read_code_set
from kvacodes.errors import DocumentError, InputError, Phrase, UsageError
from kvacodes.findings import Finding, Place, Severity
from kvacodes.model.document import CodeSet
from kvacodes.model.words import Label
from kvacodes.pausing import collector_paused

__all__ = ["MAX_BYTES", "Document", "load", "read", "read_document", "read_documents"]

MAX_BYTES = 16 * 1024 * 1024
"""The largest document that is read."""

TEXT_NAME = "<text>"
Source = str | os.PathLike[str]


@frozen(kw_only=True, eq=False)
class Document:
    """A document as it was read.

    Attributes:
        file: The document as the caller named it.
        text: What it says; empty where it could not be decoded.
        code_set: What it became; None where too much is missing. Where there are errors it
            holds what could be read.
        findings: Everything wrong with its form, in order of place.
        root: Its nodes.
    """

    file: str
    text: str = field(repr=False)
    code_set: CodeSet | None = field(repr=False)
    findings: tuple[Finding, ...]
    root: Node | None = field(repr=False)
    _reading: Reading = field(repr=False, alias="reading")

    def place(self, *keys: str | int, of: object = None) -> Place:
        """Return the place of what the keys lead to, as far as they lead.

        Args:
            keys: Keys and numbers, from the document or from the object, such as
                ``"codes", 2, "text"``.
            of: A code, decision, step, window, question, parameter or the like of this
                document; without it keys start at the top.
        """
        node = self.root if of is None else self._reading.origins.get(id(of), self.root)
        path = "" if of is None else self._reading.path_of(node)
        for key in keys:
            child: Node | None = None
            if isinstance(node, MapNode) and isinstance(key, str):
                child = node.get(key)
                path = f"{path}.{key}" if path and child is not None else path or key
            elif isinstance(node, ListNode) and isinstance(key, int) and key < len(node.items):
                child = node.items[key]
                path = f"{path}[{key}]"
            if child is None:
                break
            node = child
        return Place(self.file) if node is None else self._reading.place(node, path)

    def is_wrong_at(self, place: Place) -> bool:
        """Say whether the reader found an error at a place, so that rules need not."""
        return any(f.place == place and f.severity is Severity.ERROR for f in self.findings)


def load(*sources: Source, text: str | None = None) -> Catalogue:
    """Read documents into a catalogue.

    Args:
        sources: Files, and folders of them; without any, the documents that come with
            the library.
        text: A document as text, instead of sources or beside them.

    Raises:
        DocumentError: A document has errors; all of them are in its `findings`.
        InputError: There is no such file or folder, or it holds no documents.
    """
    documents = read_documents(*sources, text=text)
    findings = [finding for document in documents for finding in document.findings]
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise DocumentError(findings)
    return Catalogue(document.code_set for document in documents if document.code_set)


def read(
    *sources: Source, text: str | None = None
) -> tuple[tuple[CodeSet, ...], tuple[Finding, ...]]:
    """Read documents as `load` does, and return the findings instead of raising them.

    Raises:
        InputError: There is no such file or folder, or it holds no documents.
    """
    documents = read_documents(*sources, text=text)
    code_sets = tuple(d.code_set for d in documents if d.code_set is not None)
    return code_sets, tuple(finding for d in documents for finding in d.findings)


def read_documents(*sources: Source, text: str | None = None) -> tuple[Document, ...]:
    """Read documents with their findings and places; for those who check them further."""
    files = list(_files(sources if sources or text is not None else (shipped_folder(),)))
    documents = [read_document(_bytes_of(path), file=str(path)) for path in files]
    if text is not None:
        documents.append(read_document(text))
    return _with_own_ids(documents)


def read_document(content: str | bytes, *, file: str = TEXT_NAME) -> Document:
    """Read one document, given as text or as bytes. Never raises for what it holds."""
    reading = Reading(file)
    text = None if _is_too_large(content, reading) else _text_of(content, reading)
    code_set = None
    with collector_paused():
        if text is not None:
            with suppress(TooManyFindingsError):
                code_set = _read_text(text, reading)
        findings = reading.findings()
    return Document(
        file=file,
        text=text or "",
        code_set=code_set,
        findings=findings,
        root=reading.root,
        reading=reading,
    )


def _read_text(text: str, reading: Reading) -> CodeSet | None:
    reading.content_hash = _content_hash(text)
    root = reading.root = parse(text, reading.report)
    if root is None or is_missing(root):
        if not reading.has_findings:
            reading.report("document-empty", Here(0, 0))
        return None
    return read_code_set(root, reading)


def _content_hash(text: str) -> str:
    """Return the SHA-256 of a document; line ends do not matter."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _is_too_large(content: str | bytes, reading: Reading) -> bool:
    # Swedish text has hardly more bytes than characters; only the order of size matters.
    if len(content) <= MAX_BYTES:
        return False
    most = f"{MAX_BYTES // 1024 // 1024} MB"
    found = Label(f"mer än {most}", f"more than {most}")
    reading.report("too-large", Here(0, 0), found=found, most=most)
    return True


def _text_of(content: str | bytes, reading: Reading) -> str | None:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n")
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8"))
        hint = {}
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            hint["hint"] = Label(
                "filen är UTF-16; spara den som UTF-8", "the file is UTF-16; save it as UTF-8"
            )
        byte = f"0x{content[error.start]:02X}"
        reading.report("not-utf8", Here(line, column), byte=byte, **hint)
        return None


def _files(sources: Iterable[Source]) -> Iterator[Path]:
    """Give the files, each once, those of a folder in order of name."""
    seen = set()
    for source in sources:
        if not isinstance(source, str | os.PathLike):
            message = Phrase(
                f"{source!r} is no file or folder; name them one by one, or give text=",
                f"{source!r} är varken fil eller mapp; ange dem en och en, eller ge text=",
            )
            raise UsageError(message)
        for path in _files_of(Path(source)):
            if (real := path.resolve()) not in seen:
                seen.add(real)
                yield path


def _files_of(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        found = (
            Phrase("something that is neither", "något som är varken eller")
            if path.exists()
            else Phrase("no such file or folder", "ingen sådan fil eller mapp")
        )
        raise InputError(
            where=str(path),
            found=found,
            expected=Phrase(
                "a YAML document or a folder of them", "ett YAML-dokument eller en mapp med sådana"
            ),
        )
    files = sorted(p for p in path.iterdir() if p.suffix in {".yaml", ".yml"} and p.is_file())
    if not files:
        raise InputError(
            where=str(path),
            found=Phrase("no .yaml or .yml file", "ingen .yaml- eller .yml-fil"),
            expected=Phrase("a folder of YAML documents", "en mapp med YAML-dokument"),
        )
    return files


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            where=str(path),
            found=Phrase.same(error.strerror)
            if error.strerror
            else Phrase("an error in reading", "ett fel vid läsning"),
            expected=Phrase("a readable file", "en läsbar fil"),
        ) from error


def _with_own_ids(documents: list[Document]) -> tuple[Document, ...]:
    """Report a code set whose id another document has already."""
    first: dict[str, Document] = {}
    result = []
    for document in documents:
        code_set = document.code_set
        if code_set is not None and code_set.id in first:
            document = _repeated(document, first[code_set.id])  # noqa: PLW2901
        elif code_set is not None:
            first[code_set.id] = document
        result.append(document)
    return tuple(result)


def _repeated(document: Document, other: Document) -> Document:
    reading = document._reading  # noqa: SLF001 - the same class
    where = reading.origins[id(document.code_set)].entries["id"][1]
    found = reading.code_set
    with suppress(TooManyFindingsError):
        reading.report("duplicate-code-set", where, found=found, other=other.file)
    return evolve(document, findings=reading.findings())
