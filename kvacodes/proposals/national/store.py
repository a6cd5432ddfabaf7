"""A national edition kept locally: one SQLite file, named by the SHA-256 of its source.

Reading ten thousand rows takes tens of milliseconds; asking a kept edition for one code
takes less than one, so a form or an editor can ask for each code as it is typed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from kvacodes.errors import InputError, Phrase, UnknownNameError
from kvacodes.model import code_key
from kvacodes.proposals.national.edition import Edition, NationalCode
from kvacodes.proposals.national.files import read_edition

__all__ = ["StoredEdition", "default_folder", "open_edition", "store_edition", "stored_editions"]

_FORMAT = "kvacodes-national-1"
_MAGIC = b"SQLite format 3\x00"
_COLUMNS = "code, text, parent, description, classification"


def default_folder() -> Path:
    """Return where editions are kept: the user's cache, as the XDG base directories say."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(base or Path.home() / ".cache") / "kvacodes" / "national"


class StoredEdition(Edition):
    """An edition in its kept form; each look-up asks the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Immutable: no lock is taken, so a read-only share works as well.
        self._db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
        try:
            meta = dict(self._db.execute("select key, value from meta"))
        except sqlite3.DatabaseError:
            meta = {}
        if meta.get("format") != _FORMAT:
            self._db.close()
            raise InputError(
                where=str(path),
                found=Phrase(
                    f"format {meta.get('format', 'unknown')}",
                    f"formatet {meta.get('format', 'okänt')}",
                ),
                expected=Phrase(
                    f"a national edition kept as {_FORMAT}",
                    f"en nationell utgåva sparad som {_FORMAT}",
                ),
                hint=Phrase(
                    "import the published file again: kvacodes national import FILE",
                    "läs in den publicerade filen igen: kvacodes national import FIL",
                ),
            )
        super().__init__((), name=meta["name"], source=meta["source"], sha256=meta["sha256"])

    def get(self, code: str) -> NationalCode | None:
        """Return the national code, or None where the edition has none such."""
        row = self._db.execute(
            f"select {_COLUMNS} from code where code = ?",  # noqa: S608 - a constant
            (code_key(code),),
        ).fetchone()
        return None if row is None else _national(row)

    def __iter__(self) -> Iterator[NationalCode]:
        """Give the codes in order."""
        for row in self._db.execute(f"select {_COLUMNS} from code order by code"):  # noqa: S608
            yield _national(row)

    def __len__(self) -> int:
        """Return how many codes it has."""
        (count,) = self._db.execute("select count(*) from code").fetchone()
        return int(count)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __del__(self) -> None:
        """Close the file when nobody asks any more."""
        if hasattr(self, "_db"):
            self._db.close()


def _national(row: tuple[str, str, str, str, str]) -> NationalCode:
    code, text, parent, description, classification = row
    return NationalCode(
        code=code, text=text, parent=parent, description=description, classification=classification
    )


def store_edition(edition: Edition, *, path: Path | None = None) -> Path:
    """Keep an edition, and return the file: the same source always gives the same one."""
    path = path or default_folder() / f"{edition.sha256}.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved into place, so that nobody ever opens half an edition.
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    try:
        _write(edition, Path(name))
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def _write(edition: Edition, path: Path) -> None:
    database = sqlite3.connect(path)
    try:
        with database:
            database.execute("create table meta (key text primary key, value text)")
            database.execute(
                "create table code (code text primary key, text text, parent text,"
                " description text, classification text) without rowid"
            )
            meta = {
                "format": _FORMAT,
                "name": edition.name,
                "source": edition.source,
                "sha256": edition.sha256,
            }
            database.executemany("insert into meta values (?, ?)", meta.items())
            database.executemany(
                "insert into code values (?, ?, ?, ?, ?)",
                ((c.code, c.text, c.parent, c.description, c.classification) for c in edition),
            )
    finally:
        database.close()


def stored_editions(folder: Path | None = None) -> tuple[StoredEdition, ...]:
    """Return the editions kept in the folder, by name."""
    folder = folder or default_folder()
    found = [StoredEdition(path) for path in sorted(folder.glob("*.sqlite"))]
    return tuple(sorted(found, key=lambda edition: edition.name))


def open_edition(name: str | Path, *, folder: Path | None = None) -> Edition:
    """Return an edition by its published file, its kept file, or the name it is kept under.

    A published file that has been kept before is not read again.

    Raises:
        InputError: The file is no national edition.
        UnknownNameError: There is neither such a file nor such a kept edition.
    """
    path = Path(name)
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) == _MAGIC:
                return StoredEdition(path)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        kept = (folder or default_folder()) / f"{sha256}.sqlite"
        return StoredEdition(kept) if kept.is_file() else read_edition(path)
    editions = stored_editions(folder)
    for edition in editions:
        if edition.name == str(name):
            return edition
    names = [edition.name for edition in editions]
    hint = Phrase(
        "give a file, or import one first: kvacodes national import FILE",
        "ange en fil, eller läs in en först: kvacodes national import FIL",
    )
    kind = "national edition"
    raise UnknownNameError(kind, str(name), known=names, hint=hint)
