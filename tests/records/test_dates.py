import pickle
import random
import re

import edtf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.records.dates import (
    FULL_DAY_PATTERN,
    MONTHS,
    PATTERN,
    Point,
    When,
    sort_key,
    wording,
)
from site_builder.records.read_date import DateError, parse, parse_full_day

HINT = 'write 2025, 2025-07, 2025-07-18, or 2025-07~ for "about July 2025"'

# Dates of our subset


def sides(min_year: int = 1, max_year: int = 9999) -> st.SearchStrategy[str]:
    years = st.dates().map(lambda day: f"{min_year + (day.year - 1) % (max_year - min_year + 1):04}")
    months = st.integers(1, 12).map(lambda month: f"-{month:02}")
    days = st.integers(1, 28).map(lambda day: f"-{day:02}")
    signs = st.sampled_from(["", "~", "?", "%"])
    forms = st.one_of(
        years,
        st.tuples(years, months).map("".join),
        st.tuples(years, months, days).map("".join),
        st.dates().filter(lambda day: min_year <= day.year <= max_year).map(str),
    )
    return st.tuples(forms, signs).map("".join)


def read(text: str) -> When | DateError:
    try:
        return parse(text)
    except DateError as error:
        return error


def read_full_day(text: str) -> str | DateError:
    try:
        return parse_full_day(text)
    except DateError as error:
        return error


def in_order(text: str) -> bool:
    return isinstance(read(text), When)


def edtf_texts(min_year: int = 1, max_year: int = 9999) -> st.SearchStrategy[str]:
    side = sides(min_year, max_year)
    closed = st.tuples(side, side).map("/".join).filter(in_order)
    return st.one_of(side, closed, side.map("{}/..".format), side.map("../{}".format))


# Near each other, so that ties and orders are really met
CLOSE = edtf_texts(2024, 2026)


def fault(text: str) -> DateError:
    error = read(text)
    assert isinstance(error, DateError), text
    return error


def full_day_fault(text: str) -> DateError:
    error = read_full_day(text)
    assert isinstance(error, DateError), text
    return error


# Values


def test_a_date_keeps_its_precision_and_its_qualifiers() -> None:
    assert parse("2025").anchor == Point(2025)
    assert parse("2025-07~").anchor == Point(2025, 7, approximate=True)
    assert parse("2025-07-18?").anchor == Point(2025, 7, 18, uncertain=True)
    assert parse("2025%").anchor == Point(2025, approximate=True, uncertain=True)


def test_each_side_of_an_interval_has_its_own_qualifier() -> None:
    assert parse("2025-12~/2026?") == When(Point(2025, 12, approximate=True), Point(2026, uncertain=True), True)
    assert parse("2025/..") == When(Point(2025), None, True)
    assert parse("../2025") == When(None, Point(2025), True)


@given(edtf_texts())
def test_every_date_gives_back_its_text(text: str) -> None:
    assert parse(text).edtf == text


@given(edtf_texts())
def test_the_first_possible_day_is_never_after_the_last(text: str) -> None:
    when = parse(text)
    for point in (when.start, when.end):
        assert point is None or point.earliest <= point.latest
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02~", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2025-07-18%", "2025-07-18", "2025-07-18"),
        ("2025-12/2026-01", "2025-12-01", "2026-01-31"),
        ("2025-12/2025", "2025-12-01", "2025-12-31"),
        ("2025-12-31/2025-12", "2025-12-31", "2025-12-31"),
        ("2025/2025", "2025-01-01", "2025-12-31"),
        ("2025/..", "2025-01-01", None),
        ("../2025-06", None, "2025-06-30"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_bounds_are_the_first_and_the_last_possible_day(text: str, earliest: str | None, latest: str | None) -> None:
    when = parse(text)
    assert (when.earliest, when.latest) == (earliest, latest)


@settings(max_examples=40, deadline=None)  # the oracle takes some 10 ms a date
@given(edtf_texts())
def test_bounds_are_those_of_the_edtf_package(text: str) -> None:
    when = parse(text)
    oracle = edtf.parse_edtf(re.sub("[~?%]", "", text))
    for ours, theirs in ((when.earliest, oracle.lower_strict), (when.latest, oracle.upper_strict)):
        if ours is not None:  # for an open side the package gives an infinity or a guess
            assert ours == "{:04}-{:02}-{:02}".format(*theirs()[:3])


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("2025-07~", ("2025-07",)),
        ("0987?", ("0987",)),
        ("2025-12-31%", ("2025-12-31",)),
        ("2025-12~/2026-01?", ("2025-12", "2026-01")),
        ("2025/2025", ("2025", "2025")),
        ("2025/..", ("2025",)),
        ("../2025-06~", ("2025-06",)),
    ],
)
def test_machine_readable_points_are_as_precise_as_the_date_and_unqualified(text: str, points: tuple[str, ...]) -> None:
    assert parse(text).points() == points


# Wording


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-02-25", "25 February 2026"),
        ("2026-02", "February 2026"),
        ("2026", "2026"),
        ("2026-02-01", "1 February 2026"),
        ("0987", "987"),
        ("2026-02~", "about February 2026"),
        ("2026-02-25?", "25 February 2026 (uncertain)"),
        ("2026%", "about 2026 (uncertain)"),
        ("2025-12/2026-01", "December 2025 to January 2026"),
        ("2025-12~/2026-01?", "about December 2025 to January 2026 (uncertain)"),
        ("2025-12/..", "since December 2025"),
        ("2025-12~/..", "since about December 2025"),
        ("../2026-01-02", "by 2 January 2026"),
        ("../2026%", "by about 2026 (uncertain)"),
    ],
)
def test_wording_in_english(text: str, words: str) -> None:
    assert wording(parse(text)) == words


@given(edtf_texts())
def test_wording_names_only_what_is_known(text: str) -> None:
    when = parse(text)
    known = [point for point in (when.start, when.end if when.interval else None) if point]
    words = wording(when)
    assert sum(words.count(month) for month in MONTHS) == sum(point.month is not None for point in known)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    assert numbers == [part for point in known for part in (point.day, point.year) if part]


# Order


def test_newest_first_and_the_unknown_before_the_known() -> None:
    ordered = ["2026", "2026-02", "2026-02-25", "2026-02-01", "2026-01", "2026-01-31", "2025", "2025-12-31"]
    shuffled = random.Random(0).sample(ordered, len(ordered))
    assert sorted(shuffled, key=lambda text: sort_key(parse(text), "a")) == ordered


def test_an_unknown_day_comes_before_the_known_ones_of_its_month() -> None:
    assert sort_key(parse("2025-12"), "b") < sort_key(parse("2025-12-31"), "a")


def test_an_interval_stands_at_its_start_or_at_its_end_where_the_start_is_open() -> None:
    assert parse("2025-12/2026-01").anchor == Point(2025, 12)
    assert parse("2025-12/..").anchor == Point(2025, 12)
    assert parse("../2026-01").anchor == Point(2026, 1)


def test_ties_are_broken_by_the_later_last_day_then_by_slug() -> None:
    records = [("2025-12/..", "z"), ("2025-12/2026", "y"), ("2025-12/2026-01", "x"), ("2025-12", "a")]
    records += [("../2025-12", "b"), ("2025-12~", "c")]
    shuffled = random.Random(1).sample(records, len(records))
    assert sorted(shuffled, key=lambda record: sort_key(parse(record[0]), record[1])) == records


def comes_first(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """The order as the design words it, rule by rule."""
    a, b = parse(one[0]), parse(other[0])
    if a.anchor.year != b.anchor.year:
        return a.anchor.year > b.anchor.year
    for mine, theirs in ((a.anchor.month, b.anchor.month), (a.anchor.day, b.anchor.day)):
        if mine != theirs:
            return mine is None or (theirs is not None and mine > theirs)
    if a.latest != b.latest:
        return a.latest is None or (b.latest is not None and a.latest > b.latest)
    return one[1] < other[1]


RECORDS = st.tuples(CLOSE, st.sampled_from("abc"))


@given(RECORDS, RECORDS)
def test_the_key_orders_as_the_rules_say(one: tuple[str, str], other: tuple[str, str]) -> None:
    key, other_key = (sort_key(parse(text), slug) for text, slug in (one, other))
    assert (key < other_key) == comes_first(one, other)


@given(st.lists(CLOSE, max_size=8), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_arrival(texts: list[str], shuffle: random.Random) -> None:
    records = [(text, f"slug-{number}") for number, text in enumerate(texts)]
    arrived = records[:]
    shuffle.shuffle(arrived)
    in_order, again = (sorted(each, key=lambda r: sort_key(parse(r[0]), r[1])) for each in (records, arrived))
    assert in_order == again


# Faults


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-13", "the month must be 01 to 12"),
        ("2025-13-01~", "the month must be 01 to 12"),
        ("2025-21", "the month must be 01 to 12, and seasons are not allowed"),
        ("2025-04-31", "the day must be 01 to 30: April 2025 has 30 days"),
        (
            "2025-02-29",
            "the day must be 01 to 28: February 2025 has 28 days, as it is not a leap year",
        ),
        ("2024-02-30", "the day must be 01 to 29: February 2024 has 29 days"),
        ("0000", "the year must be 0001 to 9999"),
        ("0000-07", "the year must be 0001 to 9999"),
        ("-0500", "the year must have four digits, 0001 to 9999"),
        ("12025", "the year must have four digits, 0001 to 9999"),
        ("25-07-18", "the year must have four digits"),
        ("2025-12/2026-13", 'in "2026-13", the month must be 01 to 12'),
        ("2025-7", "the month and the day must have two digits"),
        ("2025/07/18", "it must be year, month and day, joined by -"),
        ("07/08/2025", "it must be year, month and day, joined by -"),
        ("2025.07", "it must be year and month, joined by -"),
        ("July 2025", "it must be written in digits, the year first"),
        ("early 2025", "it has words that stand for no certain days"),
        ("2025~-07", "~, ? or % stands at the end of the date"),
        ("2025-07?~", '"~" and "?" together are written "%"'),
        ("2025~~", "one of ~, ? and % is enough"),
        ("2025-07-18T10:00Z", "it must not have a time of day"),
        ("2025-12 / 2026-01", 'there must be no space beside the "/"'),
        ("2025-12 to 2026-01", 'an interval is written with "/", and ".." for an open side'),
        (
            "2025-12–2026-01",
            'only a plain "-" joins the parts of a date, and "/" the sides of an interval',
        ),
        ("../..", "an interval must have a date on one side at least"),
        ("..", "an interval must have a date on one side at least"),
        ("/", "an interval must have a date on one side at least"),
        ("2025/2026/2027", "an interval has two sides"),
        ("2025/", 'an open side is written ".."'),
        ("2025/07", '"/" stands between two dates, each with its year'),
        ("2025-XX", "a digit, month or day that is not known is left out"),
        ("２０２５", "its digits must be 0 to 9"),
        ("2025-0٧", "its digits must be 0 to 9"),
        (" 2025", "there is a space before or after it"),
        ("", "it is empty"),
        ("&", "it must have the form YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_a_fault_is_named(text: str, reason: str) -> None:
    assert fault(text).message == f'"{text}" is not a date: {reason}'
    assert fault(text).code == "date-invalid"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025-7", "2025-07"),
        ("2025-7-8", "2025-07-08"),
        ("2025-7~", "2025-07~"),
        ("2025-7/2026", "2025-07/2026"),
        ("2025-31-12", "2025-12-31"),
        ("20250718", "2025-07-18"),
        ("2025/07/18", "2025-07-18"),
        ("2025.07.18", "2025-07-18"),
        ("18.07.2025", "2025-07-18"),
        ("07/18/2025", "2025-07-18"),
        ("07/07/2025", "2025-07-07"),
        ("07/2025", "2025-07"),
        ("2025–07–18", "2025-07-18"),
        ("July 2025", "2025-07"),
        ("18 July 2025", "2025-07-18"),
        ("18th of July, 2025", "2025-07-18"),
        ("July 18, 2025", "2025-07-18"),
        ("Jul. 18, 2025", "2025-07-18"),
        ("18-Jul-2025", "2025-07-18"),
        ("Fri, 18 Jul 2025 10:00:00 GMT", "2025-07-18"),
        ("Sept 2025", "2025-09"),
        ("Febuary 2025", "2025-02"),
        ("about 2025", "2025~"),
        ("c. 2025", "2025~"),
        ("ca. July 2025", "2025-07~"),
        ("probably July 2025", "2025-07?"),
        ("~2025-07", "2025-07~"),
        ("2025~-07", "2025-07~"),
        ("2025-~07", "2025-07~"),
        ("2025?~", "2025%"),
        ("2025~?", "2025%"),
        ("2025~~", "2025~"),
        ("~2025/2026", "2025~/2026"),
        ("2025-07-18T10:00Z", "2025-07-18"),
        ("2025-07-18 10:00", "2025-07-18"),
        ("2025-12 / 2026-01", "2025-12/2026-01"),
        ("2025-12 to 2026-01", "2025-12/2026-01"),
        ("2025-12–2026-01", "2025-12/2026-01"),
        ("2025-12 - 2026-01", "2025-12/2026-01"),
        ("2025-12..2026-01", "2025-12/2026-01"),
        ("2025-2026", "2025/2026"),
        ("2025-07-18/20", "2025-07-18/2025-07-20"),
        ("July–August 2025", "2025-07/2025-08"),
        ("18–20 July 2025", "2025-07-18/2025-07-20"),
        ("28 July to 3 August 2025", "2025-07-28/2025-08-03"),
        ("2025/07", "2025-07"),
        ("2024/25", "2024/2025"),
        ("2025/", "2025/.."),
        ("/2025", "../2025"),
        ("2025/present", "2025/.."),
        ("since December 2025", "2025-12/.."),
        ("2025-XX", "2025"),
        ("2025-07-XX", "2025-07"),
        ("2025-??", "2025"),
        ("2025-00-00", "2025"),
        ("201X", "2010/2019"),
        ("２０２５", "2025"),
        (" 2025-07 ", "2025-07"),
        ("2025\n", "2025"),
    ],
)
def test_what_can_only_mean_one_date_is_suggested(text: str, meant: str) -> None:
    assert fault(text).suggestion == meant
    assert fault(text).hint == f'write {meant} for "{wording(parse(meant))}"'


@pytest.mark.parametrize(
    "text",
    [
        *("", "2025-13", "2025-02-29", "0000", "07/08/2025", "25-07-18", "2025-12/2026-13", "2025-21"),
        *("early 2025", "summer 2025", "soon", "July", "December 28 to January 3, 2026"),
        *("../..", "..", "2025/2026/2027", "2025-07–18"),
    ],
)
def test_what_can_mean_no_date_or_several_is_not_guessed_at(text: str) -> None:
    assert fault(text).suggestion is None


def test_the_hint_shows_the_forms() -> None:
    assert fault("2025-13").hint == HINT
    assert ".." in (fault("../..").hint or "")


def test_an_interval_that_ends_before_it_begins_is_out_of_order() -> None:
    error = fault("2026-02~/2026-01")
    assert error.code == "date-order"
    assert error.message == '"2026-02~/2026-01" ends before it begins: January 2026 is before about February 2026'
    assert error.suggestion == "2026-01/2026-02~"
    assert error.hint == 'write 2026-01/2026-02~ for "January 2026 to about February 2026"'


@given(sides(2024, 2026), sides(2024, 2026))
def test_only_an_interval_whose_last_day_is_before_its_first_is_out_of_order(first: str, last: str) -> None:
    first_day, last_day = parse(first).earliest, parse(last).latest
    assert first_day is not None
    assert last_day is not None
    if last_day < first_day:
        assert fault(f"{first}/{last}").suggestion == f"{last}/{first}"
    else:
        assert parse(f"{first}/{last}").edtf == f"{first}/{last}"


# Like a date, but for a part
MANGLED = st.lists(
    st.one_of(
        st.sampled_from(["2025", "07", "7", "18", "13", "July", "to", "about", "-", "/", "..", "~", "?", "%", " "]),
        st.sampled_from(["–", "T", "10:00", "XX", "٧", "since", "early", ",", "."]),
    ),
    max_size=9,
).map("".join)


@settings(max_examples=400)
@given(st.one_of(st.text(), MANGLED))
@example("\ud800")
@example("2025-07\u202e")
@example("9" * 5000)
@example("1/" * 5000)
@example(" to " * 5000)
def test_any_text_is_a_date_or_has_a_fault_whose_suggestion_is_a_date(text: str) -> None:
    for outcome, again in ((read(text), read), (read_full_day(text), read_full_day)):
        if isinstance(outcome, DateError):
            assert outcome.code in ({"date-invalid", "date-order"} if again is read else {"date-invalid"})
            assert outcome.hint
            assert outcome.message.isprintable()
            assert len(outcome.message) < 600
            assert outcome.suggestion != text
            assert outcome.suggestion is None or not isinstance(again(outcome.suggestion), DateError)


@given(edtf_texts(min_year=1000))
def test_our_own_wording_typed_into_a_record_suggests_the_date_it_words(text: str) -> None:
    words = wording(parse(text))
    assert words == text or fault(words).suggestion == text


@settings(max_examples=400)
@given(st.one_of(edtf_texts(), MANGLED))
def test_the_published_pattern_accepts_all_but_days_past_a_months_end_and_the_wrong_order(text: str) -> None:
    outcome = read(text)
    fits = re.search(PATTERN, text) is not None
    if isinstance(outcome, When):
        assert fits
    elif fits:
        assert outcome.code == "date-order" or re.search(r"has \d\d days", outcome.message)


def test_a_fault_survives_the_way_between_processes() -> None:
    error = fault("2025-7")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    assert (copy.code, copy.message, copy.hint, copy.suggestion, str(copy)) == (
        *(error.code, error.message, error.hint, error.suggestion),
        error.message,
    )


# Full days


@given(st.dates())
def test_a_full_day_is_given_back(day: object) -> None:
    assert parse_full_day(str(day)) == str(day)
    assert re.search(FULL_DAY_PATTERN, str(day))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025-07", None),
        ("2025-07-18~", "2025-07-18"),
        ("2025-07-18/2025-07-19", None),
        ("2026-02/2026-01", None),
    ],
)
def test_what_is_less_or_more_than_a_full_day_is_refused(text: str, meant: str | None) -> None:
    error = full_day_fault(text)
    assert error.code == "date-invalid"
    assert error.message == f'"{text}" is not a full day: write YYYY-MM-DD'
    assert error.suggestion == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2025-02-30", None), ("2025-7-8", "2025-07-08"), ("July 2025", None), ("2025-7", None)],
)
def test_a_full_day_that_is_no_date_has_the_fault_of_the_date(text: str, meant: str | None) -> None:
    error = full_day_fault(text)
    assert error.message == fault(text).message
    assert error.suggestion == meant
    assert "~" not in (error.hint or "")
