"""The command line: one module per command, and the only place that prints.

A command is a module with `NAME`, `HELP`, `EXAMPLE`, `add_arguments` and `run`;
`kvacodes.cli.main` imports the one that is asked for and no other.
"""
