"""Our quicker ways to call and to translate, against those that Jinja has itself."""

import jinja2
import pytest

from iok_core.web import i18n
from iok_core.web.quick_jinja import TEXTS
from iok_core.web.templates import environment
from tests.plain_jinja import as_it_comes

MACROS = """
{% macro cell(text, wide=false) -%}
    <td{{ kwargs|xmlattr }}>{{ text }}{{ varargs|join("+") }}{{ wide }}{{ cooperative }}</td>
{%- endmacro %}
{% macro box(title) %}<b>{{ title }}</b>{{ caller(title, 2) }}{% endmacro %}
"""
ONES = [
    '{% import "macros.html" as m %}{{ m.cell("<a>", true, "b", "<c>", id="<i>") }}',
    '{% import "macros.html" as m %}{% call(t, n) m.box("<x>") %}{{ t }}{{ n }}{% endcall %}',
    '{% from "macros.html" import cell with context %}{{ cell(x, y) }}',
    "{% macro own(a, b=2) %}{{ a }}{{ b }}{{ x }}{% endmacro %}{{ own('<', b=own(2)) }}",
    "{% macro own() %}<{% endmacro %}{% autoescape false %}{{ own()|e }}{% endautoescape %}",
    "{% for a in [1, 2] %}{{ loop.cycle('<', '>') }}{{ plain(a) }}{{ in_context(a) }}{% endfor %}",
    "{% for a in [1, [2]] recursive %}{{ loop(a) if a is sequence else a }}{% endfor %}",
    "{% block one %}{% set inner = 5 %}{{ plain(inner) }}{{ in_context(inner) }}{% endblock %}",
    "{{ x.upper() }}{{ [3, 1]|sort|join(',') }}{{ made(7) }}{{ in_environment(x) }}",
    "{{ _('Sign in') }}{{ _('100%% of it') }}{{ _('for %(name)s', name=x) }}",
    "{{ gettext('<b>%(name)s</b> owes', name=x) }}{{ _('Sign in')|upper }}",
    "{% trans name=x, sum=3 %}<i>{{ name }}</i> has {{ sum }} %{% endtrans %}",
    "{% trans count=days|length %}one day{% pluralize %}{{ count }} days{% endtrans %}",
    "{{ ngettext('%(num)s day', '%(num)s days', 5) }}{{ pgettext('menu', 'Home %(context)s') }}",
    "{{ npgettext('queue', '%(num)d of %(all)s', '%(num)d of %(all)s', 1, all=x) }}",
]
"""Nothing of what templates may do with a name that is called is left out here."""


class Made:
    def __call__(self, number: int) -> str:
        return f"<{number}>"


@jinja2.pass_context
def in_context(context: jinja2.runtime.Context, value: object) -> str:
    return f"{value}{context['x']}{sorted(context.get_all().keys() - {'range'})}"


@jinja2.pass_environment
def in_environment(env: jinja2.Environment, value: object) -> str:
    return f"{value}{'box' in env.globals}"


@pytest.fixture
def ours() -> jinja2.Environment:
    env = environment([])
    env.loader = jinja2.DictLoader({"macros.html": MACROS})
    functions = {"plain": lambda a: f"<{a}>", "in_context": in_context, "made": Made()}
    env.globals.update(functions, in_environment=in_environment, cooperative="<SM>")
    return env


@pytest.mark.parametrize("lang", i18n.OFFERED)
@pytest.mark.parametrize("source", ONES)
def test_a_page_is_the_same_to_the_letter(ours: jinja2.Environment, source: str, lang: str) -> None:
    values = {"x": "<Żółć & %s>", "y": None, "days": [1, 2]}
    with i18n.speaking(lang):
        pages = [env.from_string(source).render(values) for env in (ours, as_it_comes(ours))]
    assert pages[0] == pages[1]
    assert pages[0].strip()


def test_the_same_names_are_there_to_translate(ours: jinja2.Environment) -> None:
    plain = as_it_comes(ours)
    assert ours.globals.keys() == plain.globals.keys()
    assert TEXTS.keys() <= plain.globals.keys()


def test_a_text_is_of_the_language_that_is_spoken_now(ours: jinja2.Environment) -> None:
    said = ours.from_string("{{ _('Sign out') }}")
    heard = []
    for lang in (*i18n.OFFERED, "pl"):
        with i18n.speaking(lang):
            heard.append(said.render())
    assert heard == ["Wyloguj się", "Sign out", "Вийти", "Wyloguj się"]
