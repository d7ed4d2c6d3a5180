import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from site_builder.output.faults import TemplateError, TemplateFault
from site_builder.output.lookup import builtin_folder, template_folders, templates_digest
from site_builder.output.templates import compile_all, environment, render
from tests.output.helpers import put


def folder(tmp_path: Path, files: Mapping[str, str]) -> Path:
    put(tmp_path / "templates", {name: text.encode() for name, text in files.items()})
    return tmp_path / "templates"


def rendered(tmp_path: Path, source: str, **context: object) -> str:
    return render(environment([folder(tmp_path, {"page.html": source})]), "page.html", **context)


def failure(tmp_path: Path, files: Mapping[str, str], **context: object) -> TemplateFault:
    with pytest.raises(TemplateError) as failed:
        render(environment([folder(tmp_path, files)]), "page.html", **context)
    return failed.value.fault


@pytest.mark.parametrize("name", ["page.html", "feed.xml", "robots.txt", "page.jinja"])
def test_values_are_escaped_in_every_template_whatever_its_name(tmp_path: Path, name: str) -> None:
    env = environment([folder(tmp_path, {name: '<a title="{{ x }}">{{ x }}</a>'})])
    assert render(env, name, x="<b>\"'&") == '<a title="&lt;b&gt;&#34;&#39;&amp;">&lt;b&gt;&#34;&#39;&amp;</a>'


def test_text_of_a_record_is_never_a_template(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ x }}", x="{{ 7 * 7 }}{% include 'page.html' %}").startswith("{{ 7 * 7 }}{%")


def test_tags_on_lines_of_their_own_leave_no_lines(tmp_path: Path) -> None:
    assert rendered(tmp_path, "<ul>\n  {% for x in [1, 2] %}\n  <li>{{ x }}\n  {% endfor %}\n</ul>\n") == (
        "<ul>\n  <li>1\n  <li>2\n</ul>\n"
    )


def test_the_sites_own_templates_override_the_built_in_ones_by_name(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", {"partials/foot.html": "own"})
    builtin = folder(
        tmp_path / "builtin",
        {"partials/foot.html": "ours", "page.html": "{% include 'partials/foot.html' %}"},
    )
    assert render(environment([own, builtin]), "page.html") == "own"


def test_a_site_without_templates_uses_the_built_in_ones_and_this_repository_both_as_one(
    tmp_path: Path,
) -> None:
    assert template_folders(tmp_path) == (builtin_folder(),)
    (tmp_path / "templates").mkdir()
    assert template_folders(tmp_path) == (tmp_path / "templates", builtin_folder())
    assert len(template_folders(builtin_folder().parent)) == 1


def test_an_undefined_name_is_a_fault_at_its_line(tmp_path: Path) -> None:
    fault = failure(tmp_path, {"page.html": "a\nb\n{{ titel }}\n"}, title="x")
    assert fault == TemplateFault(tmp_path / "templates/page.html", 3, "template-undefined", "'titel' is undefined")


def test_a_fault_is_told_of_the_template_it_stands_in_and_not_of_the_one_that_uses_it(tmp_path: Path) -> None:
    files = {
        "page.html": "{% extends 'b.html' %}{% block x %}{% import 'm.html' as m %}\n{{ m.row(1) }}{% endblock %}",
        "b.html": "{% block x %}{% endblock %}",
        "m.html": "\n{% macro row(item) %}\n\n{{ item.date.text }}{% endmacro %}",
    }
    fault = failure(tmp_path, files)
    assert (fault.file.name, fault.line, fault.message) == (
        "m.html",
        4,
        "'int object' has no attribute 'date'",
    )


def lookup(name: str) -> str:
    raise LookupError(f"there is no asset {name!r}")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ 1 + 'a' }}", "TypeError: unsupported operand"),
        ("{{ asset('x') }}", "LookupError: there is no asset 'x'"),
        ("{% include 'gone.html' %}", "there is no template 'gone.html'"),
        ("{% include 'page.html' %}", "RecursionError"),
    ],
)
def test_whatever_else_fails_in_a_template_names_its_line(tmp_path: Path, source: str, message: str) -> None:
    fault = failure(tmp_path, {"page.html": f"\n{source}"}, asset=lookup)
    assert (fault.file, fault.line, fault.code) == (tmp_path / "templates/page.html", 2, "template-undefined")
    assert fault.message.startswith(message)


def test_a_template_that_cannot_be_compiled_is_a_syntax_fault_when_it_is_rendered_too(tmp_path: Path) -> None:
    fault = failure(tmp_path, {"page.html": "{% include 'part.html' %}", "part.html": "\n\n{% if %}"})
    assert (fault.file, fault.line, fault.code) == (tmp_path / "templates/part.html", 3, "template-syntax")


def test_a_failure_outside_all_templates_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        lookup(str(environment([tmp_path])))
    fault = TemplateFault(tmp_path, 1, "template-syntax", "x")
    assert pickle.loads(pickle.dumps(TemplateError(fault))).fault == fault  # noqa: S301  # our own bytes


def test_all_faults_of_all_templates_are_found_at_once(tmp_path: Path) -> None:
    env_folder = folder(
        tmp_path,
        {
            "a.html": "fine",
            "b.html": "\n{% endif %}",
            "c.html": "{{ 1 | nosuchfilter }}",
            "d.html": "\n\n{% extends 'gone.html' %}{% include 'a.html' %}",
            "e.html": "{% include 'gone.html' ignore missing %}{% include name %}",
            "assets/js/x.js": "{{",
            ".hidden.html": "{{",
        },
    )
    put(env_folder, {"f.html": b"a\n\xff"})
    faults = compile_all(environment([env_folder]), [env_folder])
    assert [(fault.file.name, fault.line, fault.code) for fault in faults] == [
        ("b.html", 2, "template-syntax"),
        ("c.html", 1, "template-syntax"),
        ("d.html", 3, "template-undefined"),
        ("f.html", 2, "template-syntax"),
    ]


def test_an_overridden_built_in_template_is_not_judged(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", {"a.html": "fine"})
    builtin = folder(tmp_path / "builtin", {"a.html": "{{"})
    assert compile_all(environment([own, builtin]), [own, builtin]) == ()


def test_nothing_in_a_template_draws_lots(tmp_path: Path) -> None:
    for source in ("{{ [1, 2] | random }}", "{{ lipsum() }}"):
        assert failure(tmp_path, {"page.html": source}).line == 1


def test_the_digest_goes_by_names_and_bytes_in_use_and_not_by_places(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", {"a.html": "a", "b.html": "b"})
    two = folder(tmp_path / "two", {"a.html": "a"})
    builtin = folder(tmp_path / "builtin", {"a.html": "hidden", "b.html": "b"})
    assert templates_digest([one]) == templates_digest([two, builtin])
    assert templates_digest([one]) != templates_digest([builtin])
    before = templates_digest([one])
    put(one, {"assets/css/x.css": b"no template"})
    assert templates_digest([one]) == before
