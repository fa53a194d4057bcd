"""Assembles the rooms into a site, and is the one Pelican plugin: ``PLUGINS = ["plugins.portal.plugin"]``."""
