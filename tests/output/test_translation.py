"""Words of templates and scripts in a language: put in before anything is compiled or published."""

import json
from pathlib import Path

import jinja2
import pytest

from site_builder.language import ENGLISH, Language
from site_builder.language.values import Catalogue
from site_builder.output.assets import load_assets
from site_builder.output.scripts import WordsError, in_words
from site_builder.output.templates import environment

TEXTS = {
    (None, "Sources"): ("Fuentes & más",),
    ("button", "Search"): ("Buscar",),
    (None, "<em>{name}</em> on {date}"): ("El {date}, <em>{name}</em>, {name}",),
    (None, "a & b"): ("a y b",),
}
SPANISH = Language("es", words=Catalogue(TEXTS | {(None, "{n} source"): ("una fuente", "{n} fuentes")}), digest="es")
RULE = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
FORMS = ("{n} источник", "{n} источника", "{n} источников")
RUSSIAN = Language("ru", words=Catalogue({(None, "{n} source"): FORMS}, RULE), digest="ru")
SOURCES = "{% trans n=number + 0 %}{{ n }} source{% pluralize %}{{ n }} sources{% endtrans %}"


def rendered(text: str, language: Language, **values: object) -> str:
    return environment([], language).from_string(text).render(**values)


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ('{{ _("Sources") }}', "Sources", "Fuentes &amp; más"),
        ("{% trans %}Sources{% endtrans %}", "Sources", "Fuentes & más"),
        ('{{ pgettext("button", "Search")|upper }}', "SEARCH", "BUSCAR"),
        ('{{ _("never seen") }}', "never seen", "never seen"),
        (
            "{% trans name=who.name, date=when %}<em>{{ name }}</em> on {{ date }}{% endtrans %}",
            "<em>&lt;A&gt;</em> on today",
            "El today, <em>&lt;A&gt;</em>, &lt;A&gt;",
        ),
        ("<p>{% trans %}a &\n  b{% endtrans %}</p>", "<p>a & b</p>", "<p>a y b</p>"),
        ('{% for x in [_("Sources")] %}{{ x }}{% endfor %}', "Sources", "Fuentes &amp; más"),
        (
            '{% trans name=[_("Sources"), "x"]|join(", ") %}{{ name }}{% endtrans %}',
            "Sources, x",
            "Fuentes &amp; más, x",
        ),
    ],
)
def test_words_are_those_of_the_language(text: str, english: str, spanish: str) -> None:
    values = {"who": {"name": "<A>"}, "when": "today"}
    assert rendered(text, ENGLISH, **values) == english
    assert rendered(text, SPANISH, **values) == spanish


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (ENGLISH, ["0 sources", "1 source", "2 sources", "5 sources", "21 sources"]),
        (SPANISH, ["0 fuentes", "una fuente", "2 fuentes", "5 fuentes", "21 fuentes"]),
        (RUSSIAN, ["0 источников", "1 источник", "2 источника", "5 источников", "21 источник"]),
    ],
    ids=["en", "es", "ru"],
)
def test_a_number_takes_its_form(language: Language, words: list[str]) -> None:
    assert [rendered(SOURCES, language, number=number) for number in (0, 1, 2, 5, 21)] == words


def test_nothing_of_a_text_without_values_is_left_to_do_when_a_page_is_made() -> None:
    code = environment([], SPANISH).compile("<p>{% trans %}Sources{% endtrans %}, {{ _('Sources') }}</p>", raw=True)
    assert "<p>Fuentes & más, Fuentes &amp; más</p>" in code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n{% trans %}b", "endtrans"),
        ("a\n{% trans %}{% if x %}b{% endif %}{% endtrans %}", "no tags"),
        ("a\n{% trans %}{{ x.y }}{% endtrans %}", "by their names"),
        ("a\n{% trans x %}b{% endtrans %}", "name=expression"),
        ("a\n{% trans %}one{% pluralize %}many{% endtrans %}", "the value n"),
    ],
)
def test_a_block_that_cannot_be_translated_is_an_error_with_its_line(text: str, message: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError, match=message) as error:
        environment([]).from_string(text)
    assert error.value.lineno == 2


# ---------------------------------------------------------------- scripts
SCRIPT = 'const words = { a: gettext("Sources"), b: (n) => ngettext("{n} source", "{n} sources", n) }; // gettext\n'


def test_in_english_a_script_has_its_own_words() -> None:
    assert in_words(SCRIPT.encode(), ENGLISH).decode() == (
        'const words = { a: "Sources", b: (n) => ["{n} source","{n} sources"][+((n != 1))] }; // gettext\n'
    )


def test_a_script_has_every_form_and_the_rule_that_chooses_one() -> None:
    made = in_words(b'ngettext("{n} source", "{n} sources", n)', RUSSIAN).decode()
    assert made == f"{json.dumps(FORMS, ensure_ascii=False, separators=(',', ':'))}[+({RULE})]"


def test_quotes_in_a_translation_end_no_text() -> None:
    hostile = Language("xx", words=Catalogue({(None, "a"): ('"; alert(1) //\\',)}))
    made = in_words(b'x = gettext("a");', hostile).decode()
    assert json.loads(made.removeprefix("x = ").removesuffix(";")) == '"; alert(1) //\\'


@pytest.mark.parametrize("script", ["gettext(name)", "\ngettext('a')", 'ngettext("a", "b", count)'])
def test_a_call_that_cannot_be_translated_is_an_error(script: str) -> None:
    with pytest.raises(WordsError) as error:
        in_words(script.encode(), ENGLISH)
    assert error.value.line == script.count("\n") + 1


def test_the_name_of_a_script_follows_its_words_and_its_faults_have_their_place(tmp_path: Path) -> None:
    scripts = tmp_path / "assets" / "js"
    scripts.mkdir(parents=True)
    (scripts / "a.js").write_text('say(gettext("Sources"));\n', encoding="utf-8")
    english, spanish = (load_assets([tmp_path], "", language) for language in (ENGLISH, SPANISH))
    assert english.paths["site.js"] != spanish.paths["site.js"]
    assert spanish.outputs[0].make() == 'say("Fuentes & más");\n'.encode()
    (scripts / "b.js").write_text("\nsay(gettext(x));\n", encoding="utf-8")
    (fault,) = load_assets([tmp_path]).faults
    assert (fault.file, fault.line, fault.code) == (scripts / "b.js", 2, "template-syntax")
