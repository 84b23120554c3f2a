"""Templates of plugins: which are taken, and where pages find them."""

from collections.abc import Mapping
from pathlib import Path

import jinja2

from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.web.templates import environment


def require_templates(folder: Path) -> None:
    """Each is compiled once to see that it can be.

    Raises:
        PluginRefusedError: one cannot be; all of the plugin is refused.
    """
    env = environment([])
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        try:
            env.compile(path.read_text("utf-8"), name, str(path))
        except jinja2.TemplateSyntaxError as error:
            problem = f"{name}, line {error.lineno}: {error.message}"
            raise PluginRefusedError(PluginProblem.BAD_TEMPLATE, problem) from error
        except (UnicodeDecodeError, OSError) as error:
            raise PluginRefusedError(PluginProblem.BAD_TEMPLATE, f"{name}: {error}") from error


def template_loader(folders: Mapping[str, Path]) -> jinja2.BaseLoader:
    """Each plugin's templates under its name."""
    return jinja2.PrefixLoader(
        {plugin: jinja2.FileSystemLoader(folder) for plugin, folder in folders.items()}
    )
