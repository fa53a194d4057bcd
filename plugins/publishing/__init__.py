"""Puts a finished output on a host as one whole release, and takes it back.

The room works over any folder of files. It knows no record, no page and no Pelican: check, build and
inspection are commands that it runs, or functions that it is given. ``python -m plugins.publishing --help``
lists what it does.
"""
