"""``kvacodes national``: keep, ask and compare the authority's editions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import note, out
from kvacodes.cli.words import said

if TYPE_CHECKING:
    from kvacodes.proposals.national import EditionChanges, Touched

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "national"
HELP = "import and compare national editions"
EXAMPLE = "kvacodes national import kva-inkl-beskrivningstexter-2026.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    keep = actions.add_parser(
        "import", help=said("keep a published file locally", "spara en publicerad fil lokalt")
    )
    keep.add_argument("file", type=Path, help=said("the published file", "den publicerade filen"))
    keep.add_argument(
        "--name", default="", help=said("the edition's name, such as 2026", "utgåvans namn")
    )
    keep.add_argument("--out", type=Path, help=said("where to keep it", "var den ska sparas"))
    actions.add_parser("list", help=said("list the editions kept", "lista sparade utgåvor"))
    show = actions.add_parser("show", help=said("show a national code", "visa en nationell kod"))
    show.add_argument("code")
    show.add_argument(
        "--in", dest="edition", required=True, help=said("file or name", "fil eller namn")
    )
    both = actions.add_parser(
        "compare", help=said("say what changed between two", "visa vad som skiljer två")
    )
    both.add_argument("older", help=said("file or name of the older", "den äldre"))
    both.add_argument("newer", help=said("file or name of the newer", "den nyare"))
    both.add_argument(
        "--documents",
        nargs="+",
        default=[],
        metavar="PATH",
        help=said("documents to say what is touched in", "dokument att se vad som berörs i"),
    )
    both.add_argument("--format", choices=("human", "md", "json"), default="human")


def run(args: argparse.Namespace) -> int:
    """Do what is asked for; upstream changes are never an error."""
    actions = {"import": _import, "list": _list, "show": _show, "compare": _compare}
    return actions[args.action](args)


def _import(args: argparse.Namespace) -> int:
    from kvacodes.proposals import national

    edition = national.read_edition(args.file, name=args.name)
    kept = national.store_edition(edition, path=args.out)
    for row in edition.skipped:
        words = said("not understood, left out", "förstods inte, utelämnad")
        note(f"{args.file}:{row.line}: {words}: {row.found}")
    out(
        said(
            f"edition {edition.name}: {len(edition)} codes, {len(edition.headings)} headings, "
            f"{len(edition.skipped)} rows left out; kept as {kept}",
            f"utgåva {edition.name}: {len(edition)} koder, {len(edition.headings)} rubriker, "
            f"{len(edition.skipped)} rader utelämnade; sparad som {kept}",
        )
    )
    return 0


def _list(_: argparse.Namespace) -> int:
    from kvacodes.proposals import national

    editions = national.stored_editions()
    for edition in editions:
        out(f"{edition.name}\t{len(edition)}\t{edition.source}\t{edition.path}")
    if not editions:
        note(said("no edition is kept", "ingen utgåva är sparad"))
    return 0


def _show(args: argparse.Namespace) -> int:
    from kvacodes.errors import Phrase, UnknownNameError
    from kvacodes.proposals import national

    edition = national.open_edition(args.edition)
    code = edition.get(args.code)
    if code is None:
        kind = Phrase(f"code in edition {edition.name}", f"i utgåvan {edition.name} koden")
        raise UnknownNameError(kind, args.code, known=(c.code for c in edition))
    out(f"{code.code}\t{code.text}")
    if code.description:
        out(code.description)
    return 0


def _compare(args: argparse.Namespace) -> int:
    from kvacodes.proposals import national

    older, newer = national.open_edition(args.older), national.open_edition(args.newer)
    changes = national.compare(older, newer)
    if 2 * len(newer) < len(older):
        note(
            said(
                f"{newer.name} has {len(newer)} codes and {older.name} {len(older)}: in an extract "
                "what is missing was not withdrawn",
                f"{newer.name} har {len(newer)} koder och {older.name} {len(older)}: i ett urval "
                "är det som saknas inte utgånget",
            )
        )
    found: tuple[Touched, ...] = ()
    if args.documents:
        import kvacodes

        found = national.touched(changes, kvacodes.load(*args.documents))
    if args.format == "json":
        out(json.dumps(_as_data(changes, found), ensure_ascii=False, indent=2))
    else:
        out(_as_text(changes, found, bullet="- " if args.format == "md" else "  "))
    return 0


def _as_data(changes: EditionChanges, found: tuple[Touched, ...]) -> dict[str, object]:
    def pair(code: str, text: str) -> dict[str, str]:
        return {"code": code, "text": text}

    return {
        "before": changes.before,
        "after": changes.after,
        "withdrawn": [pair(c.code, c.text) for c in changes.withdrawn],
        "new": [pair(c.code, c.text) for c in changes.new],
        "reworded": [
            {"code": c.code, "before": c.before, "after": c.after} for c in changes.reworded
        ],
        "touched": [
            {"code_set": t.code_set, "code": t.code, "use": t.use, "change": t.change}
            for t in found
        ],
    }


def _as_text(changes: EditionChanges, found: tuple[Touched, ...], *, bullet: str) -> str:
    mark = "## " if bullet == "- " else ""
    lines = [f"{mark}{changes.before} → {changes.after}"]
    parts = (
        (
            said("withdrawn", "utgångna"),
            [f"{c.code} {c.text}" for c in changes.withdrawn],
        ),
        (said("new", "nya"), [f"{c.code} {c.text}" for c in changes.new]),
        (
            said("reworded", "med ny text"),
            [f"{c.code} {c.before} → {c.after}" for c in changes.reworded],
        ),
    )
    for title, rows in parts:
        lines += ["", f"{mark and '### '}{title}: {len(rows)}", *(f"{bullet}{r}" for r in rows)]
    words = said("local documents touched", "lokala dokument som berörs")
    lines += ["", f"{mark and '### '}{words}: {len(found)}"]
    lines += [f"{bullet}{t.code_set}: {t.code} ({t.use}), {t.change}" for t in found]
    return "\n".join(lines)
