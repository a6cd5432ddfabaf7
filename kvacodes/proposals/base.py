"""The base of a proposal: the documents in force, from a folder or a git revision."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from kvacodes.documents import Document, read_document, read_documents
from kvacodes.errors import InputError, Phrase

__all__ = ["open_revisions", "read_base"]

_SECONDS = 60


def read_base(base: str, paths: Iterable[Path | str]) -> tuple[Document, ...]:
    """Read the documents that a proposal starts from.

    Args:
        base: A file or folder, or else a git revision such as ``origin/main``.
        paths: What is proposed; the same paths are read at the revision.

    Raises:
        InputError: It is neither a folder nor a revision of the paths' repository.
    """
    folder = Path(base)
    if folder.is_dir():
        has_any = any(p.suffix in {".yaml", ".yml"} for p in folder.iterdir())
        return read_documents(folder) if has_any else ()
    if folder.is_file():
        return read_documents(folder)
    documents: list[Document] = []
    for path in map(Path, paths):
        documents += _at_revision(base, path)
    return tuple(documents)


def _at_revision(revision: str, path: Path) -> Iterable[Document]:
    where = path.resolve()
    folder = where if where.is_dir() else where.parent
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        raise InputError(
            where=revision,
            found=Phrase(
                "neither a folder nor a git revision", "varken en mapp eller en revision i git"
            ),
            expected=Phrase(
                "a folder of documents, or a revision such as origin/main",
                "en mapp med dokument, eller en revision som origin/main",
            ),
            hint=Phrase(
                "in CI, fetch the whole history of the base branch first",
                "i CI: hämta först hela historiken för grenen som jämförs med",
            ),
        )
    commit = commit.strip()
    listed = _git(
        folder, "ls-tree", "-r", "--name-only", "-z", "--full-name", commit, "--", str(where)
    )
    for name in (listed or "").split("\0"):
        is_direct = where.is_file() or Path(name).parent.name == where.name
        if name.endswith((".yaml", ".yml")) and is_direct:
            text = _git(folder, "show", f"{commit}:{name}")
            if text is not None:
                yield read_document(text, file=f"{revision}:{name}")


def open_revisions(pattern: str, *, beside: Path | str = ".") -> tuple[str, ...]:
    """Return the branches, local or fetched, that a pattern such as ``origin/*`` names.

    A star stands for any letters but a slash, two for any at all. Without a star the text is
    returned as it is.

    Args:
        pattern: A folder, a revision, or a pattern of branches.
        beside: A file or folder in the repository.

    Raises:
        InputError: No branch has such a name.
    """
    if "*" not in pattern:
        return (pattern,)
    where = Path(beside).resolve()
    listed = _git(
        where if where.is_dir() else where.parent,
        "for-each-ref", "--format=%(if)%(symref)%(then)%(else)%(refname:short)%(end)",
        f"refs/heads/{pattern}", f"refs/remotes/{pattern}",
    )  # fmt: skip
    names = tuple(name for name in (listed or "").splitlines() if name)
    if not names:
        raise InputError(
            where=pattern,
            found=Phrase("no branch of that name", "ingen gren med det namnet"),
            expected=Phrase(
                "branches such as origin/*, or origin/** where names have slashes",
                "grenar som origin/*, eller origin/** där namn har snedstreck",
            ),
            hint=Phrase("git fetch brings those of others", "git fetch hämtar andras"),
        )
    return names


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says, or None where it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the revision is verified first
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - git is found by PATH
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", errors="replace")
