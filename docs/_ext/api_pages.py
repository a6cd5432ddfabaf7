"""The pages of the API: one for each public module."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import kvacodes

NOT_API = ("kvacodes.cli", "kvacodes.__main__")
"""The command line has a page of its own."""


def public_modules() -> Iterator[str]:
    """Give the names of the public modules, packages before what they hold."""
    for info in pkgutil.walk_packages(kvacodes.__path__, "kvacodes."):
        private = any(part.startswith("_") for part in info.name.split("."))
        if not private and not info.name.startswith(NOT_API):
            yield info.name


def api_page(name: str) -> str:
    """Return the page of a module; of a package, what is defined in the package itself."""
    module = importlib.import_module(name)
    lines = [f"# `{name}`", "", "```{eval-rst}", f".. automodule:: {name}", "   :members:"]
    if hasattr(module, "__path__"):
        lines.append("   :ignore-module-all:")
    lines += ["   :show-inheritance:", "```", ""]
    gathered = [n for n in getattr(module, "__all__", ()) if _is_from_below(module, n)]
    if hasattr(module, "__path__") and gathered:
        lines += ["Gathered here from the modules below:", ""]
        lines += [", ".join(f"`{n}`" for n in sorted(gathered)) + ".", ""]
    return "\n".join(lines)


def _is_from_below(module: object, name: str) -> bool:
    home = getattr(getattr(module, name, None), "__module__", None)
    return home is not None and home != getattr(module, "__name__", "")


def api_pages() -> dict[str, str]:
    """Return file name and text of every page of the API, the index among them."""
    names = list(public_modules())
    index = ["# Python API", "", "Names that start with an underscore are not part of it.", ""]
    index += ["```{toctree}", ":maxdepth: 1", "", *names, "```", ""]
    return {"index.md": "\n".join(index)} | {f"{name}.md": api_page(name) for name in names}
