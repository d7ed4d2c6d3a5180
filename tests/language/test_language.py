"""Languages: which catalogues make one up, how it words dates and figures, and what is wrong with a catalogue."""

from pathlib import Path

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from site_builder.language import ENGLISH, Language
from site_builder.language.catalogue import has_words, read_language
from site_builder.language.tags import NAMES, direction, wider
from site_builder.output.lookup import builtin_folder
from site_builder.records.dates import ENGLISH_DATES, wording
from site_builder.records.fields import Amount
from site_builder.records.read_date import parse
from site_builder.words import amount

BUILT_IN = (builtin_folder(),)


def spanish(tag: str = "es") -> Language:
    language, faults = read_language(tag, BUILT_IN)
    assert faults == ()
    return language


def catalogue(folder: Path, tag: str, text: str, plural: str = "nplurals=2; plural=(n != 1);") -> Path:
    """A folder of templates with one catalogue."""
    head = f'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    path = folder / "languages" / f"{tag}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head}"Plural-Forms: {plural}\\n"\n\n{text}', encoding="utf-8")
    return folder


# ---------------------------------------------------------------- which catalogues
def test_english_needs_no_catalogue_and_is_the_source() -> None:
    for tag in ("en", "en-GB"):
        language, faults = read_language(tag, BUILT_IN)
        assert (language.tag, language.gettext("Sources"), faults) == (tag, "Sources", ())
        assert language.digest == ENGLISH.digest
        assert has_words(tag, BUILT_IN)


def test_a_site_may_put_english_in_words_of_its_own(tmp_path: Path) -> None:
    own = catalogue(tmp_path, "en", 'msgid "Tags"\nmsgstr "Topics"\n')
    language, _ = read_language("en", (own, *BUILT_IN))
    assert language.gettext("Tags") == "Topics"
    assert language.digest != ENGLISH.digest
    assert wording(parse("2026-02-25"), language.dates) == "25 February 2026"


@pytest.mark.parametrize("tag", ["es", "es-MX", "es-Latn-MX", "ES-mx"])
def test_a_region_takes_the_words_of_its_language(tag: str) -> None:
    language = spanish(tag)
    assert language.tag == tag
    assert language.gettext("Sources") == "Fuentes"


def test_a_site_s_own_catalogue_comes_first_and_says_only_what_differs(tmp_path: Path) -> None:
    own = catalogue(tmp_path, "es", 'msgid "Tags"\nmsgstr "Temas"\n')
    language, faults = read_language("es", (own, *BUILT_IN))
    assert faults == ()
    assert [language.gettext(word) for word in ("Tags", "Sources", "no such word")] == [
        "Temas",
        "Fuentes",
        "no such word",
    ]


def test_the_catalogue_of_the_region_comes_before_that_of_the_language(tmp_path: Path) -> None:
    own = catalogue(tmp_path, "es-MX", 'msgid "Sources"\nmsgstr "Referencias"\n')
    assert read_language("es-MX", (own, *BUILT_IN))[0].gettext("Sources") == "Referencias"
    assert read_language("es", (own, *BUILT_IN))[0].gettext("Sources") == "Fuentes"


def test_without_a_catalogue_words_dates_and_figures_are_english_and_the_direction_is_right() -> None:
    language, faults = read_language("ar", BUILT_IN)
    assert faults == ()
    assert not has_words("ar", BUILT_IN)
    assert (language.tag, language.direction, language.gettext("Sources")) == ("ar", "rtl", "Sources")
    assert wording(parse("2026-02~"), language.dates) == "about February 2026"


def test_a_fuzzy_translation_does_not_count(tmp_path: Path) -> None:
    own = catalogue(tmp_path, "la", '#, fuzzy\nmsgid "Tags"\nmsgstr "Verba"\n\nmsgid "Sources"\nmsgstr "Fontes"\n')
    language, _ = read_language("la", (own,))
    assert [language.gettext(word) for word in ("Tags", "Sources")] == ["Tags", "Fontes"]


def test_the_digest_stands_for_every_word(tmp_path: Path) -> None:
    def digest(text: str) -> str:
        return read_language("es", (catalogue(tmp_path, "es", text), *BUILT_IN))[0].digest

    assert digest("") == digest("") == spanish().digest
    assert digest('msgid "Tags"\nmsgstr "Temas"\n') != spanish().digest


# ---------------------------------------------------------------- what is wrong with one
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "{n} of {all} shown"\nmsgstr "{n} de todos"\n', 7, "{all}"),
        ('msgid "Tags"\nmsgstr "{name}"\n', 7, "{name}"),
        ('msgid "<b>a</b>"\nmsgstr "a"\n', 7, "elements"),
        ('msgid "a\n', 7, ""),
    ],
)
def test_a_fault_has_its_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    own = catalogue(tmp_path, "la", text)
    _, faults = read_language("la", (own,))
    assert [(fault.file, fault.line) for fault in faults] == [(own / "languages" / "la.po", line)]
    assert message in faults[0].message


@pytest.mark.parametrize("plural", ["nplurals=2; plural=(n != 1) || alert(1);", "nplurals=2; plural=n ==;"])
def test_a_rule_for_plurals_that_is_none_is_a_fault(tmp_path: Path, plural: str) -> None:
    _, faults = read_language("la", (catalogue(tmp_path, "la", "", plural),))
    assert len(faults) == 1


# ---------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026-02-25", "25 de febrero de 2026"),
        ("2026-02", "febrero de 2026"),
        ("2026", "2026"),
        ("2026-02-25~", "alrededor del 25 de febrero de 2026"),
        ("2026-02~", "alrededor de febrero de 2026"),
        ("2026-02-25?", "25 de febrero de 2026 (fecha incierta)"),
        ("2026%", "alrededor de 2026 (fecha incierta)"),
        ("2025-12/2026-01", "de diciembre de 2025 a enero de 2026"),
        ("2025-12-01/2026-01-02", "del 1 de diciembre de 2025 al 2 de enero de 2026"),
        ("2025-12/2026-01-02", "de diciembre de 2025 al 2 de enero de 2026"),
        ("2025-12-01/2026-01", "del 1 de diciembre de 2025 a enero de 2026"),
        ("2025-12-01~/2026", "de alrededor del 1 de diciembre de 2025 a 2026"),
        ("2025-12-01/..", "desde el 1 de diciembre de 2025"),
        ("2025/..", "desde 2025"),
        ("../2026-01-02", "no más tarde del 2 de enero de 2026"),
        ("../2026-01", "no más tarde de enero de 2026"),
    ],
)
def test_dates_in_spanish(edtf: str, words: str) -> None:
    assert wording(parse(edtf), spanish().dates) == words


@pytest.mark.parametrize(
    ("tag", "day", "month", "short"),
    [
        ("de", "25. Februar 2026", "Februar 2026", "Feb"),
        ("ja", "2026年2月25日", "2026年2月", "2月"),
        ("ru", "25 февраля 2026\u202fг.", "февраль 2026\u202fг.", "февр."),
        ("ar", "25 فبراير 2026", "فبراير 2026", "ف"),
    ],
)
def test_dates_are_written_as_cldr_has_them(tmp_path: Path, tag: str, day: str, month: str, short: str) -> None:
    dates = read_language(tag, (catalogue(tmp_path, tag, ""),))[0].dates
    assert [wording(parse(edtf), dates) for edtf in ("2026-02-25", "2026-02")] == [day, month]
    assert dates.short[1] == short


def test_a_catalogue_of_a_language_that_cldr_does_not_know_has_english_months(tmp_path: Path) -> None:
    language, faults = read_language("tlh", (catalogue(tmp_path, "tlh", 'msgid "Tags"\nmsgstr "mI\'"\n'),))
    assert (language.gettext("Tags"), language.dates.headings, faults) == ("mI'", ENGLISH_DATES.headings, ())


# ---------------------------------------------------------------- figures, plurals, names
@pytest.mark.parametrize(
    ("tag", "written"),
    [("es", "1234"), ("es-MX", "1234"), ("es", "12.345"), ("es-MX", "12,345"), ("es", "1.234.567,50")],
)
def test_figures_have_the_signs_of_the_language(tag: str, written: str) -> None:
    numbers = spanish(tag).numbers
    digits = written.replace(numbers.group, "").replace(numbers.decimal, ".")
    assert numbers.written(digits) == written


def test_figures_are_grouped_as_the_language_does(tmp_path: Path) -> None:
    hindi, _ = read_language("hi", (catalogue(tmp_path, "hi", ""),))
    assert hindi.numbers.written("123456789") == "12,34,56,789"


@given(st.integers(0, 10**15), st.from_regex(r"\A[0-9]{0,4}\Z"))
def test_english_figures_are_those_of_python(whole: int, fraction: str) -> None:
    point = "." if fraction else ""
    assert ENGLISH.numbers.written(f"{whole}{point}{fraction}") == f"{whole:,}{point}{fraction}"


def test_amounts_in_spanish() -> None:
    given_as = [Amount("220000000", approximate=True), Amount(min="20"), Amount(max="1.5"), Amount(min="20", max="30")]
    words = ["aproximadamente 220.000.000", "al menos 20", "como máximo 1,5", "de 20 a 30"]
    assert [amount(value, spanish()) for value in given_as] == words


def test_a_number_takes_the_form_of_its_language(tmp_path: Path) -> None:
    russian = 'msgid "{n} source"\nmsgid_plural "{n} sources"\n' + "".join(
        f'msgstr[{n}] "{{n}} {word}"\n' for n, word in enumerate(("источник", "источника", "источников"))
    )
    rule = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    language, faults = read_language("ru", (catalogue(tmp_path, "ru", russian, rule),))
    assert faults == ()
    said = [language.ngettext("{n} source", "{n} sources", n) for n in (1, 3, 5, 21)]
    assert said == ["1 источник", "3 источника", "5 источников", "21 источник"]
    assert language.ngettext("{n} day later", "{n} days later", 5) == "5 days later"


def test_languages_have_names() -> None:
    assert [ENGLISH.name_of(tag) for tag in ("es", "pt-BR", "xx")] == ["Spanish", "Portuguese (pt-BR)", "xx"]
    assert [spanish().name_of(tag) for tag in ("en", "pt-BR", "eu", "xx")] == [
        "Inglés",
        "Portugués (pt-BR)",
        "Euskera",
        "xx",
    ]


def test_the_names_in_english_are_cldr_s() -> None:
    names = Locale("en").languages
    assert {tag: names[tag] for tag in NAMES} == NAMES


@pytest.mark.parametrize(("tag", "locale"), [("en", ""), ("en-GB", "en_GB"), ("es", "es_ES"), ("es-MX", "es_MX")])
def test_share_tags_have_a_language_with_its_territory(tag: str, locale: str) -> None:
    assert read_language(tag, BUILT_IN)[0].locale == locale


# ---------------------------------------------------------------- tags
def test_the_direction_of_every_language_is_cldr_s() -> None:
    rightwards = {name: direction(name.replace("_", "-")) == "rtl" for name in localedata.locale_identifiers()}
    assert rightwards == {name: Locale.parse(name).text_direction == "rtl" for name in rightwards}


def test_what_a_tag_is_a_kind_of() -> None:
    assert wider("zh-hant-tw") == ("zh-Hant-TW", "zh-Hant", "zh")
    assert wider("de-x-easy") == ("de-x-easy", "de")
