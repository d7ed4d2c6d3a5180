"""Share images: their shape, their words, and that they are made only when something in them changed."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from site_builder import pages as site_pages
from site_builder.output.family import every
from site_builder.pages.entries import MARKS
from site_builder.sharing import card, images
from site_builder.sharing.card import FONTS, LEFT, RIGHT, TITLE_SIZES, Card, draw, drawn
from site_builder.site import Site
from tests.sites import look, read_site, record, write_site

LONG = "Attackers took a great many records from a great many places over a very long time, and nobody saw it at all"


def outputs(site: Site) -> dict[str, tuple[str, bytes]]:
    return {output.path: (output.digest, output.make()) for output in every(images.families(site))}


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


@pytest.mark.parametrize("title", ["Short one", LONG, "W" * 120, "Ähnliche Дата"])
def test_a_card_has_the_size_that_sites_ask_for_and_its_words_stay_in_it(title: str) -> None:
    image = opened(draw(Card("A timeline", title, "25 February 2026", "Leak  ·  Reported")))
    assert image.size == (1200, 630)
    ground = image.getpixel((1190, 5))
    edge = image.crop((RIGHT + 12, 0, 1200, 630))
    assert set(edge.tobytes()) == {ground}
    assert len(set(image.crop((LEFT, 210, RIGHT, 520)).tobytes())) > 2


@given(st.text(st.sampled_from("ab WiM-"), max_size=120))
def test_no_line_of_a_title_is_wider_than_the_card_and_only_an_ellipsis_loses_words(title: str) -> None:
    size, lines = card._fitted(title)
    font = card._font("bold", size)
    assert len(lines) <= dict(TITLE_SIZES)[size]
    assert all(card._length(line, font) <= RIGHT - LEFT for line in lines)
    if "…" not in "".join(lines):
        assert " ".join(lines) == " ".join(title.split())


def test_the_fonts_draw_every_character_that_they_are_said_to() -> None:
    for name in ("serif-regular.ttf", "serif-bold.ttf"):
        font = ImageFont.truetype(FONTS / name, 20, layout_engine=ImageFont.Layout.BASIC)
        nothing = bytes(font.getmask("\uffff"))
        for first, last in card._DRAWN:
            boxes = [chr(code) for code in range(first, last + 1) if bytes(font.getmask(chr(code))) == nothing]
            assert boxes == [], name


def test_pictures_in_a_title_are_left_out_and_letters_never() -> None:
    assert drawn("Data lost 🎉 again") == "Data lost again"
    assert drawn("日本") is None
    assert drawn("تسريب") is None
    assert drawn("Ångström Ёлка") == "Ångström Ёлка"


def test_what_the_fonts_cannot_write_has_the_image_of_the_site(tmp_path: Path) -> None:
    site = read_site(write_site(tmp_path, {"a": record(title="日本の会社からデータが漏れた"), "b": record()}))
    assert set(outputs(site)) == {"share.png", "incidents/b.png"}
    assert images.image_path(site, site.incidents["a"]) == "share.png"
    assert images.image_path(site, site.incidents["b"]) == "incidents/b.png"


def test_every_image_that_pages_name_exists_and_drafts_have_none(tmp_path: Path) -> None:
    site = read_site(write_site(tmp_path, {"a": record(), "b": record(draft=True)}))
    made = outputs(site)
    assert set(made) == {"share.png", "incidents/a.png"}
    assert images.image_path(site, site.incidents["b"]) == "share.png"


def test_an_image_is_made_again_when_its_words_change_and_not_otherwise(tmp_path: Path) -> None:
    before = outputs(read_site(write_site(tmp_path / "1", {"a": record(), "b": record()})))
    same = outputs(read_site(write_site(tmp_path / "2", {"a": record(body="Other [@paper]."), "b": record()})))
    after = outputs(read_site(write_site(tmp_path / "3", {"a": record(title="Something else"), "b": record()})))
    assert same == before
    assert {path for path in after if after[path] != before[path]} == {"incidents/a.png"}
    assert before["incidents/a.png"][0] != after["incidents/a.png"][0]


def test_a_card_of_a_withdrawn_record_says_so(tmp_path: Path) -> None:
    made = record(withdrawn={"date": "2026-02-01", "reason": "error"})
    site = read_site(write_site(tmp_path, {"a": made}))
    found = images.incident_card(site, site.incidents["a"])
    assert found is not None
    assert found.facts == "Withdrawn"


def test_marks_on_cards_go_round_as_those_on_pages_do() -> None:
    assert len(images.ACCENTS) == MARKS


def test_without_images_pages_name_the_icon_and_are_made_again(tmp_path: Path) -> None:
    site = read_site(write_site(tmp_path, {"a": record()}))
    with_images, without = (
        {output.path: output for output in every(site_pages.families(site, look(), images=images))}
        for images in (True, False)
    )
    for path, output in without.items():
        assert b"/assets/icons/icon-512." in output.make(), path
        assert output.digest != with_images[path].digest
        assert b"share.png" not in output.make()
        assert b"incidents/a.png" not in output.make()


def test_every_letter_is_whole_pixels_wide_so_that_a_word_looks_the_same_wherever_it_stands() -> None:
    for style, size in (("regular", 34), ("bold", 42), *(("bold", size) for size, _ in TITLE_SIZES)):
        font = card._font(style, size)
        for first, last in card._DRAWN:
            assert all(font.getlength(chr(point)).is_integer() for point in range(first, last + 1))
