"""Which panels of a plugin are taken."""

import inspect
from collections.abc import Sequence

from iok_core.api import Panel, PanelPlace
from iok_core.api.naming import RULE, is_name
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError

PanelType = type[Panel]


def require_panels(answers: Sequence[object]) -> tuple[PanelType, ...]:
    """Raises PluginRefusedError unless each could be shown."""
    panels = tuple(_required(answer) for answer in answers)
    names = [panel.name for panel in panels]
    if twice := {name for name in names if names.count(name) > 1}:
        raise PluginRefusedError(PluginProblem.NAME_TAKEN, f"panel {min(twice)}")
    return panels


def _required(answer: object) -> PanelType:
    if not (isinstance(answer, type) and issubclass(answer, Panel)):
        raise PluginRefusedError(PluginProblem.WRONG_ANSWER, f"{answer!r} is no Panel")
    title = getattr(answer, "title", None)
    tests = {
        "abstract methods are left": not inspect.isabstract(answer),
        f"name: {RULE}": is_name(getattr(answer, "name", None)),
        "title: a text": isinstance(title, str) and title.strip() != "",
        "place: a PanelPlace": isinstance(getattr(answer, "place", None), PanelPlace),
    }
    if wrong := "; ".join(sentence for sentence, right in tests.items() if not right):
        raise PluginRefusedError(PluginProblem.WRONG_ANSWER, f"{answer.__qualname__}: {wrong}")
    if not inspect.iscoroutinefunction(answer.show):
        raise PluginRefusedError(
            PluginProblem.WRONG_COLOUR, f"{answer.__qualname__}.show must be an async def"
        )
    return answer
