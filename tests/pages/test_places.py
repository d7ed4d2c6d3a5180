"""Headings and paragraphs of a record's text can be linked to."""

from lxml import html

from site_builder.pages.places import with_places
from tests.sites import look


def link(id: str) -> str:
    return look().render("partials/permalink.html", id=id)


def ids(text: str) -> list[str]:
    found: list[str] = html.fragment_fromstring(with_places(text, link), create_parent=True).xpath(".//@id")
    return found


def test_paragraphs_are_numbered_and_headings_named_by_their_words() -> None:
    assert ids("<p>a</p><h3>What <em>it</em> was</h3><p>b</p>") == ["p-1", "part-what-it-was", "p-2"]


def test_no_id_stands_twice() -> None:
    assert ids("<h3>Again</h3><h4>Again</h4><h3>…</h3>") == ["part-again", "part-again-2", "part-heading"]


def test_every_id_has_a_link_to_it() -> None:
    made = html.fragment_fromstring(with_places("<h3>x</h3><p>y</p>", link), create_parent=True)
    assert made.xpath(".//a/@href") == ["#part-x", "#p-1"]


def test_what_has_attributes_of_its_own_stays_as_it_is() -> None:
    assert with_places('<p class="note">x</p>', link) == '<p class="note">x</p>'
