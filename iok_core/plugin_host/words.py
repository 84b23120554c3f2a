"""One sentence on each plugin: what is wrong, and what to do about it."""

from collections.abc import Mapping

from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.standings import Standing
from iok_core.web.i18n import Msgid, msgid

STATES: Mapping[PluginState, Msgid] = {
    PluginState.READY: msgid("works"),
    PluginState.DISABLED: msgid("switched off"),
    PluginState.INCOMPATIBLE: msgid("for another version"),
    PluginState.BROKEN: msgid("broken"),
    PluginState.NEEDS_MIGRATION: msgid("needs migration"),
}
WORKS = msgid("It works.")
PAUSED = msgid(
    "Some of its parts failed five times in a row and are paused: have the reason mended, "
    "then choose “Try again”."
)
FAILS = msgid("It works, but something of it has failed: if that goes on, tell its author.")

PROBLEMS: Mapping[PluginProblem, Msgid] = {
    PluginProblem.SWITCHED_OFF: msgid(
        "The operator has switched it off: to have it back, take its name out of "
        "IOK_DISABLE_PLUGINS and start the portal again."
    ),
    PluginProblem.SAFE_MODE: msgid(
        "It is left out in safe mode: to have it back, start the portal without IOK_SAFE_MODE."
    ),
    PluginProblem.WRONG_METADATA: msgid(
        "What is written on its package cannot be used: install it anew, or ask its author for "
        "a corrected version."
    ),
    PluginProblem.NO_CORE_VERSION: msgid(
        "It does not say which versions of the portal it works with: ask its author for a version "
        "that does."
    ),
    PluginProblem.OTHER_CORE_VERSION: msgid(
        "It was made for another version of the portal: install the version of the plugin that "
        "fits this one."
    ),
    PluginProblem.IMPORT_FAILED: msgid(
        "It fails as soon as it is loaded: check whether everything that it needs is installed, "
        "or send the details to its author."
    ),
    PluginProblem.IMPORT_HANGS: msgid(
        "Loading it never ends, so it was left out: send the details to its author, or uninstall "
        "it."
    ),
    PluginProblem.IMPORT_KILLS: msgid(
        "Loading it would end the whole portal, so it was left out: send the details to its "
        "author, or uninstall it."
    ),
    PluginProblem.UNKNOWN_HOOK: msgid(
        "It answers no question that this portal asks: install a version that fits, or send the "
        "details to its author."
    ),
    PluginProblem.HOOK_FAILED: msgid(
        "It failed when it was asked what it brings: send the details to its author."
    ),
    PluginProblem.WRONG_ANSWER: msgid(
        "It brings something that the portal cannot use: send the details to its author."
    ),
    PluginProblem.WRONG_COLOUR: msgid(
        "Some of its code would hold up the portal: send the details to its author."
    ),
    PluginProblem.NAME_TAKEN: msgid(
        "Another plugin has the same name or brings something of the same name: uninstall one of "
        "the two."
    ),
    PluginProblem.FOREIGN_PAGE: msgid(
        "It wants to put a page where only the portal has pages: send the details to its author."
    ),
    PluginProblem.NO_GATE: msgid(
        "It does not say who may open one of its pages, so none is opened: send the details to its "
        "author."
    ),
    PluginProblem.BAD_PAGE: msgid(
        "One of its pages cannot be served: send the details to its author."
    ),
    PluginProblem.BAD_TEMPLATE: msgid(
        "One of its templates cannot be read: send the details to its author."
    ),
    PluginProblem.BAD_TABLES: msgid(
        "Its tables cannot be used beside those of the portal: send the details to its author."
    ),
    PluginProblem.MIGRATION_WAITS: msgid(
        "Its tables are not up to date: run “iok migrate” and start the portal again."
    ),
    PluginProblem.MIGRATION_FAILED: msgid(
        "Its tables could not be brought up to date: send the details to its author, install a "
        "corrected version and run “iok migrate”."
    ),
}


def sentence(standing: Standing) -> Msgid:
    if standing.plugin.problem is not None:
        return PROBLEMS[standing.plugin.problem]
    if standing.paused:
        return PAUSED
    return FAILS if standing.failing else WORKS
