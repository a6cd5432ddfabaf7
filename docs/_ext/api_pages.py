"""The pages of the API: one for each public module."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import kvacodes

NOT_API = ("kvacodes.cli", "kvacodes.__main__", "kvacodes.proposals.rules.")
"""Commands and rules have pages of their own."""

INTRODUCTION = """\
Version numbers speak of the names gathered in `kvacodes` and in its rooms:
`kvacodes.sequences`, `kvacodes.indicators`, `kvacodes.funding`, `kvacodes.disclosure` and
`kvacodes.synthesize`. The modules below those are told for readers of the code."""


def public_modules() -> Iterator[str]:
    """Give the names of the public modules, packages before what they hold."""
    for info in pkgutil.walk_packages(kvacodes.__path__, "kvacodes."):
        private = any(part.startswith("_") for part in info.name.split("."))
        if not private and not info.name.startswith(NOT_API):
            yield info.name


def api_page(name: str) -> str:
    """Return the page of a module; of a package, what is defined in the package itself."""
    module = importlib.import_module(name)
    is_package = hasattr(module, "__path__")
    orphan = [] if is_in_contents(name) else ["---", "orphan: true", "---", ""]
    lines = [*orphan, f"# `{name}`", "", "```{eval-rst}", f".. automodule:: {name}"]
    # The root fetches its names on first use: autodoc would tell all of them once more.
    if name != "kvacodes":
        lines += ["   :members:", "   :show-inheritance:"]
    if is_package:
        lines.append("   :ignore-module-all:")
    if is_package and (gathered := list(links_to_gathered(module))):
        lines += ["", "Gathered here:", "", *(f"- {link}" for link in gathered)]
    return "\n".join([*lines, "```", ""])


def links_to_gathered(module: ModuleType) -> Iterator[str]:
    """Give a link for each public name of a package that is defined elsewhere."""
    for name in sorted(getattr(module, "__all__", ())):
        value = getattr(module, name)
        if inspect.ismodule(value):
            yield f":py:mod:`{value.__name__}`"
        elif (home := getattr(value, "__module__", module.__name__)) != module.__name__:
            is_ours = home.startswith("kvacodes.") and hasattr(value, "__qualname__")
            yield f":py:obj:`{name} <{home}.{value.__qualname__}>`" if is_ours else f"``{name}``"


def is_in_contents(name: str) -> bool:
    """Say whether a module stands in the table of contents: the rooms do, not what they hold.

    The contents are beside every page, so that their length costs time on each.
    """
    return name.count(".") <= 1


def api_pages() -> dict[str, str]:
    """Return file name and text of every page of the API, the index among them."""
    names = ["kvacodes", *public_modules()]
    index = ["# Python API", "", INTRODUCTION, "", "```{toctree}", ":maxdepth: 1", ""]
    index += [*filter(is_in_contents, names), "```", "", "Inside the rooms:", ""]
    index += [f"- {{py:mod}}`{name}`" for name in names if not is_in_contents(name)]
    index.append("")
    return {"index.md": "\n".join(index)} | {f"{name}.md": api_page(name) for name in names}
