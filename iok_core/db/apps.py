"""Piccolo's `AppConfig`. Its module imports black too, for the files that Piccolo's own command
writes, and that would be a quarter of a second of every process of ours."""

from iok_core.db.later import put_off

with put_off("black"):
    from piccolo.conf.apps import AppConfig

__all__ = ["AppConfig"]
