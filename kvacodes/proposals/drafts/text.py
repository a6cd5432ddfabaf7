"""The text of a decision, from a text file or a Word document; tables as tabbed lines."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

from kvacodes.errors import InputError, Phrase

__all__ = ["read_text"]

_MOST_BYTES = 16 * 1024 * 1024
_MOST_XML = 64 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " "})


def read_text(path: Path | str) -> str:
    """Return the text of a ``.txt`` or ``.docx`` file.

    Raises:
        InputError: It is neither, is too large, or cannot be read.
    """
    path = Path(path)
    content = path.read_bytes()
    if len(content) > _MOST_BYTES:
        raise _unreadable(path, Phrase(f"{len(content)} bytes", f"{len(content)} byte"))
    if content.startswith(b"PK\x03\x04"):
        text = _word_text(content, path)
    elif b"\x00" in content[:1024] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(path, Phrase("bytes that are no text", "byte som inte är text"))
    else:
        text = _plain_text(content)
    return _clean(text)


def _unreadable(path: Path, found: Phrase) -> InputError:
    return InputError(
        where=str(path),
        found=found,
        expected=Phrase(
            "the text of a decision, as .txt or .docx, of at most 16 MB",
            "texten till ett beslut, som .txt eller .docx, högst 16 MB",
        ),
        hint=Phrase(
            "save the decision as text or as a Word document",
            "spara beslutet som text eller Word-dokument",
        ),
    )


def _plain_text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _clean(text: str) -> str:
    """Compose letters, and drop what cannot be seen; line numbers stay as they were."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(map(_closed_up, text.translate(_BLANKS).split("\n")))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"})


_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){2,}[^\W\d_](?= ?[:.]?(?:\s|$))")
_LEAST_LETTERS = 4


def _closed_up(line: str) -> str:
    """Return a line whose headings are letter-spaced (``B E S L U T``) as it is meant."""
    runs = _SPACED.findall(line)
    if not any(len(run.split()) >= _LEAST_LETTERS for run in runs):
        return line  # "t o m" is an abbreviation
    closed = _SPACED.sub(lambda run: run[0].replace(" ", ""), line)
    return re.sub(r" {2,}", " ", closed).replace(" :", ":")


def _word_text(content: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > _MOST_XML:
                raise _unreadable(
                    path, Phrase(f"{part.file_size} bytes of text", f"{part.file_size} byte text")
                )
            xml = archive.read(part)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        raise _unreadable(
            path, Phrase(f"no Word document ({error})", f"inget Word-dokument ({error})")
        ) from error
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _unreadable(
            path,
            Phrase(
                "a document type in the Word document", "en dokumenttyp (DOCTYPE) i Word-dokumentet"
            ),
        )  # bombs hide there
    try:
        body = ET.fromstring(xml).find(f"{_WORD}body")  # noqa: S314 - no document type, see above
    except ET.ParseError as error:
        raise _unreadable(
            path,
            Phrase(
                f"broken XML in the Word document ({error})",
                f"trasig XML i Word-dokumentet ({error})",
            ),
        ) from error
    return "\n".join(_blocks(body)) if body is not None else ""


def _blocks(parent: ET.Element) -> list[str]:
    lines: list[str] = []
    for block in parent:
        if block.tag == f"{_WORD}p":
            lines.append(_paragraph(block))
        elif block.tag == f"{_WORD}tbl":
            lines += [_row(row) for row in block.iter(f"{_WORD}tr")]
        elif block.tag in {f"{_WORD}sdt", f"{_WORD}sdtContent"}:
            lines += _blocks(block)
    return lines


def _row(row: ET.Element) -> str:
    cells = row.findall(f"{_WORD}tc")
    texts = (" ".join(_paragraph(p) for p in cell.iter(f"{_WORD}p")) for cell in cells)
    return "\t".join(text.replace("\t", " ").strip() for text in texts)


def _paragraph(paragraph: ET.Element) -> str:
    # By runs: a tab stop in the properties of a paragraph has the tag of a tab in its text.
    parts: list[str] = []
    for element in (e for run in paragraph.iter(f"{_WORD}r") for e in run):
        if element.tag == f"{_WORD}t":
            parts.append(element.text or "")
        elif element.tag == f"{_WORD}tab":
            parts.append("\t")
        elif element.tag in {f"{_WORD}br", f"{_WORD}cr"}:
            parts.append("\n")
    return "".join(parts)
