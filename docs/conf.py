"""Sphinx configuration. Build with ``sphinx-build -n -W docs docs/_build``; needs no network."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from kvacodes._version import __version__  # noqa: E402 - after the path is set

project = "kvacodes"
author = "The kvacodes contributors"
project_copyright = "The kvacodes contributors"
version = release = __version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "kvacodes_pages",
]
exclude_patterns = ["_build", "_ext"]
myst_enable_extensions = ["deflist", "attrs_block"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"kvacodes {release}"
html_theme_options = {"top_of_page_buttons": []}

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# Attributes are told by the docstring of their class; autodoc would tell them once more.
napoleon_use_ivar = True

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# Every reference to a name of ours must lead somewhere. Those to other projects would need
# their inventories from the network, which a build on a closed machine does not have.
nitpick_ignore_regex = [(r"py:.*", r"(?!kvacodes\b).*")]
