"""Looks closely at one plugin: does it load, is all declared and described, does it start fast."""

import importlib
from collections.abc import Iterator

import msgspec

from iok_core.db import lint_tables
from iok_core.plugin_host.probing import probed
from iok_core.plugin_host.registry import ExtensionInfo, Plugin
from iok_core.web.fields import fields_of

SLOW_IMPORT = 1.0
"""In seconds. Each piece of work imports the extension's module in a process of its own."""


class Finding(msgspec.Struct, frozen=True):
    check: str
    ok: bool
    text: str


def examined(plugin: Plugin) -> list[Finding]:
    findings = [_loads(plugin)]
    for info in plugin.extensions:
        findings.append(_import(info))
        findings.append(_options(info))
    if plugin.tables is not None:
        findings.append(_tables(plugin.tables))
    return findings


def _loads(plugin: Plugin) -> Finding:
    if plugin.problem is not None:
        return Finding("loads", ok=False, text=f"{plugin.problem}: {plugin.detail}")
    brings = ", ".join(brought(plugin)) or "nothing"
    return Finding("loads", ok=True, text=f"brings {brings}")


def brought(plugin: Plugin) -> Iterator[str]:
    """What it adds to the portal, each in a few words."""
    yield from (info.name for info in plugin.extensions)
    for page in plugin.pages:
        yield from sorted(page.paths)
    yield from (f"panel {panel.name}" for panel in plugin.panels)


def _import(info: ExtensionInfo) -> Finding:
    check, verdict = f"import of {info.name}", probed(info.extension.__module__)
    if verdict.came != "lived":
        return Finding(check, ok=False, text=verdict.detail)
    took = f"{verdict.seconds:.2f} s"
    if verdict.seconds > SLOW_IMPORT:
        return Finding(check, ok=False, text=f"{took}: import drivers inside methods")
    return Finding(check, ok=True, text=took)


def _options(info: ExtensionInfo) -> Finding:
    fields = fields_of(info.extension.options_type).values()
    bare = [field.name for field in fields if field.label == field.name]
    text = f"without a title: {', '.join(bare)}" if bare else f"{len(fields)} described"
    return Finding(f"options of {info.name}", not bare, text)


def _tables(app: str) -> Finding:
    wrong = lint_tables(importlib.import_module(app).APP_CONFIG.table_classes)
    return Finding("tables", not wrong, "; ".join(wrong) or "fit both databases")
