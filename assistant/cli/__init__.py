"""The command line: arguments in, text out, no logic of its own.

Only typer, the standard library and our own words are imported at the top of these
modules; what a command needs is imported when it runs, so that ``--help`` is quick.
"""
