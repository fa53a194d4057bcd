"""The editor's desk: check, fmt, new, serve, edit. ``python -m plugins.desk <command>``.

Imports nothing by itself, so that each command loads only what it needs: an editor runs ``check`` many times a day.
"""
