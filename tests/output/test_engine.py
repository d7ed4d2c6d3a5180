"""Templates give here what they give in plain Jinja."""

from types import SimpleNamespace

import jinja2
import pytest
from markupsafe import Markup

from site_builder.output.engine import Environment

GIVEN = {
    "text": "a & <b>",
    "html": Markup("<i>&amp;</i>"),
    "number": 3,
    "part": SimpleNamespace(name="n&", inner={"items": "key", "deep": SimpleNamespace(x=[1, 2])}, none=None),
    "table": {"name": "a key", "keys": "hidden by the method"},
    "say": lambda *words, **named: f"<{words}{named}>",
    "mark": lambda text: Markup("<em>%s</em>") % text,
}

SAME = [
    "{{ text }}{{ html }}{{ number }}{{ 1.5 }}{{ none }}",
    "{{ part.name }}{{ part.inner.deep.x }}{{ part.inner.deep.x[0] }}{{ part['name'] }}",
    "{{ table.name }}{{ table['keys'] }}{{ table.get('name') }}",
    "{% for key, value in table.items() %}{{ loop.index }}{{ key }}{{ value }}{% endfor %}",
    "{{ say(text, part.name, x=html) }}{{ say(*[1, 2], **{'y': 3}) }}{{ say(**{'class': 1}) }}{{ say(class=2) }}",
    "{{ mark(text) }}{{ mark(text) ~ text }}{{ mark(text)|length }}",
    "{% macro m(a, b='&') %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(text) }}{{ m(html, b=1, c=2) }}",
    "{% macro m() %}<p>{{ caller(text) }}</p>{% endmacro %}{% call(x) m() %}{{ x }}&{{ part.name }}{% endcall %}",
    "{% for x in [part, table] if x.name != 'n' %}{{ x.name }}{% else %}none{% endfor %}",
    "{% for x in [[1, [2]], [3]] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}",
    "{% set ns = namespace(n=0) %}{% for x in range(4) %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}",
    "{% if part.none is none and part.gone is undefined and table.gone is not defined %}yes{% endif %}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{% set j = joiner(', ') %}{{ j() }}{{ j() }}",
    "{% block one %}{{ text }}{% endblock %}{{ self.one() }}",
]

FAULTS = [
    "{{ part.gone }}",
    "{{ table.gone.x }}",
    "{{ gone() }}",
    "{{ part.none() }}",
    "{{ gone.x }}",
    "{{ part.inner.deep.y }}",
]


def environments() -> list[jinja2.Environment]:
    return [kind(autoescape=True, undefined=jinja2.StrictUndefined) for kind in (jinja2.Environment, Environment)]


@pytest.mark.parametrize("source", SAME)
def test_the_output_is_that_of_jinja(source: str) -> None:
    plain, ours = (env.from_string(source).render(GIVEN) for env in environments())
    assert ours == plain
    assert plain


@pytest.mark.parametrize("source", FAULTS)
def test_a_fault_is_that_of_jinja(source: str) -> None:
    told = []
    for env in environments():
        with pytest.raises((jinja2.UndefinedError, TypeError)) as failed:
            env.from_string(source).render(GIVEN)
        told.append((failed.type, str(failed.value)))
    assert told[0] == told[1]
