"""Sphinx extension: writes the generated pages before a build, and reads our docstrings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from api_pages import api_pages
from code_set_pages import code_set_pages
from command_pages import command_page
from docutils import nodes
from finding_pages import finding_page
from rule_pages import rule_pages_by_name
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains.python import PyXRefRole

import kvacodes


def write_pages(app: Sphinx) -> None:
    """Write every generated page, and remove what an earlier build left there."""
    reference = Path(app.srcdir) / "reference"
    pages = {
        **{f"api/{name}": text for name, text in api_pages().items()},
        **{f"code-sets/{name}": text for name, text in code_set_pages(kvacodes.load()).items()},
        **{f"rules/{name}": text for name, text in rule_pages_by_name().items()},
        "commands.md": command_page(),
        "findings.md": finding_page(),
    }
    for folder in ("api", "code-sets", "rules"):
        for old in (reference / folder).glob("*.md"):
            if f"{folder}/{old.name}" not in pages:
                old.unlink()
    for name, text in pages.items():
        target = reference / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # An unchanged page keeps its time, so that Sphinx does not read it again.
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def open_fences(_app: Sphinx, _what: str, _name: str, _obj: object, *rest: Any) -> None:  # noqa: ANN401 - Sphinx's own
    """Turn fenced code in a docstring into what reStructuredText understands.

    Fences end a doctest for readers and editors; reStructuredText ends it at a blank line.
    """
    lines: list[str] = rest[-1]
    opened, result = "", []
    for line in lines:
        mark, fence, language = line.partition("```")
        if fence and not mark.strip():
            opened = "" if opened else language or "text"
            is_code = opened not in {"", "pycon"}
            result += ["", f"{mark}.. code-block:: {opened}", ""] if is_code else [""]
        else:
            result.append(f"   {line}" if opened not in {"", "pycon"} else line)
    lines[:] = result


class NameRole(PyXRefRole):
    """Single backticks in a docstring: a link where the name is ours, else code."""

    def process_link(self, *args: Any) -> tuple[str, str]:  # noqa: ANN401 - as Sphinx calls it
        """Look for the name anywhere in the package, and let it be absent."""
        refnode = args[1]
        title, target = super().process_link(*args)
        refnode["refspecific"], refnode["may_be_absent"] = True, True
        return title, target.removesuffix("()")


def is_let_pass(_app: Sphinx, _domain: object, node: pending_xref) -> bool | None:
    """Say whether a reference may be missing: a soft one, a private name, a type variable."""
    if node.get("may_be_absent"):
        return True
    module, _, name = node.get("reftarget", "").rpartition(".")
    value = getattr(sys.modules.get(module), name, None)
    return True if name.startswith("_") or isinstance(value, TypeVar | ParamSpec) else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.add_role("name", NameRole(innernodeclass=nodes.literal))
    app.config.default_role = "name"
    app.connect("builder-inited", write_pages)
    app.connect("autodoc-process-docstring", open_fences, priority=100)
    app.connect("warn-missing-reference", is_let_pass)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
