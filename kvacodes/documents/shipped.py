"""Where the documents lie that come with the library."""

from __future__ import annotations

from pathlib import Path

from kvacodes.errors import InputError, Phrase

__all__ = ["shipped_folder"]


def shipped_folder() -> Path:
    """Return the folder of the shipped documents.

    A wheel holds it inside the package; a checkout, and an editable install, has it
    beside the package. Plain paths, since `importlib.resources` takes longer to import
    than the documents take to load.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "codesets", package.parent / "codesets"):
        if folder.is_dir():
            return folder
    raise InputError(
        where=str(package / "codesets"),
        found=Phrase("no such folder", "ingen sådan mapp"),
        expected=Phrase(
            "the documents that come with kvacodes", "dokumenten som följer med kvacodes"
        ),
        hint=Phrase(
            "install kvacodes again, or name the documents to load",
            "installera om kvacodes, eller ange vilka dokument som ska läsas",
        ),
    )
