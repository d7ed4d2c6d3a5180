"""Mistakes as people make them, typed into the valid records of `sites`: what is typed, and what must be said of it."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.records.sites import BLOCK, FLOW, MIXED, SITE


class Mistake(NamedTuple):
    """`old` becomes `new` in `file`; the problem stands on the line that then holds `at`.

    `suggestion` is what must be suggested, None where nothing must. `beside` are codes that may come with it.
    """

    kind: str
    file: str
    old: str
    new: str
    at: str
    code: str
    suggestion: str | None = None
    beside: tuple[str, ...] = ()

    def files(self) -> dict[str, str | bytes]:
        """The site with the mistake in it."""
        text = SITE[self.file]
        assert isinstance(text, str)
        assert self.old in text, f"{self.old!r} is not in {self.file}"
        return SITE | {self.file: text.replace(self.old, self.new, 1)}

    def line(self) -> int:
        """The line, from 1, on which the problem must stand."""
        text = self.files()[self.file]
        assert isinstance(text, str)
        before, found, _ = text.partition(self.at)
        assert found, f"{self.at!r} is not in the text with the mistake"
        return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _dropped(word: str) -> str:
    return word[:2] + word[3:]


def _doubled(word: str) -> str:
    return word[:2] + word[1] + word[2:]


def _swapped(word: str) -> str:
    return word[0] + word[2] + word[1] + word[3:]


TYPOS = (_dropped, _doubled, _swapped)


def typos(kind: str, file: str, context: str, words: str, code: str) -> Iterator[Mistake]:
    """Each of the words misspelt in three ways; `context` shows, with {}, how it stands in the file."""
    for word in words.split():
        for typo in TYPOS:
            wrong = typo(word)
            if wrong != word:
                new = context.format(wrong)
                yield Mistake(kind, file, context.format(word), new, new.strip("\n"), code, word)


def _keys() -> Iterator[Mistake]:
    kind, code = "misspelt key", "field-unknown"
    block = "summary type status severity dates actors systems tags impact body events disputes sources related"
    yield from typos(kind, BLOCK, "\n{}:", f"{block} external added", code)
    yield from typos(kind, BLOCK, "\n  {}:", "occurred disclosed", code)
    yield from typos(kind, BLOCK, "\n    {}:", "role title publisher kind via author published language based_on", code)
    yield from typos(kind, FLOW, ", {}:", "role unit amount cite publisher kind published accessed", code)
    yield from typos(kind, MIXED, "\n  {}:", "field was now why cite quote title author", code)
    yield Mistake(kind, BLOCK, "\ntags:", "\nTags:", "Tags:", code, "tags")
    yield Mistake(kind, BLOCK, "    based_on:", "    based-on:", "based-on", code, "based_on")
    yield Mistake(kind, BLOCK, "    based_on:", "    basedOn:", "basedOn", code, "based_on")
    yield Mistake("unknown key", BLOCK, "\nadded:", "\nauthor_note: x\nadded:", "author_note", code)
    yield Mistake("unknown key", FLOW, "role: developer}", "role: developer, x: y}", "x: y", code)


def _words() -> Iterator[Mistake]:
    kind, code = "misspelt id", "id-unknown"
    yield from typos(kind, BLOCK, "  - {}\n", "claude data-breach government", code)
    yield from typos(kind, FLOW, "{{id: {},", "anthropic", code)
    yield from typos(kind, BLOCK, "role: {}", "developer researcher", code)
    yield from typos(kind, FLOW, "type: {}", "leak", code)
    yield from typos(kind, MIXED, "'{}'", "espionage", code)
    yield Mistake(kind, BLOCK, "- data-breach", "- Data Breach", "- Data Breach", code, "data-breach")
    yield Mistake(kind, BLOCK, "- data-breach", "- data_breach", "- data_breach", code, "data-breach")
    yield Mistake(kind, BLOCK, "  aiid:", "  aid:", "aid: 1234", code, "aiid")
    yield Mistake("unknown id", BLOCK, "- claude", "- zzz-unheard-of", "zzz-unheard", code)
    yield Mistake("former id", BLOCK, "- data-breach", "- breach", "  - breach", "id-renamed", "data-breach")
    yield Mistake(
        "former slug",
        MIXED,
        "added:",
        "related: [weights-leak]\nadded:",
        "related",
        "id-renamed",
        "flow-style",
    )
    kind, code = "misspelt word", "value-unknown"
    yield from typos(kind, BLOCK, "status: {}", "disputed", code)
    yield from typos(kind, BLOCK, "severity: {}", "critical", code)
    yield from typos(kind, BLOCK, "kind: {}", "reporting analysis", code)
    yield Mistake(kind, BLOCK, "severity: critical", "severity: Critical", "severity: Critical", code, "critical")
    yield Mistake(kind, MIXED, "kind: primary", "kind: prmary", "kind: prmary", code, "primary")
    yield Mistake("wrong word", BLOCK, "severity: critical", "severity: 9", "severity: 9", code)
    for said, meant in (("yes", "true"), ("no", "false"), ("True", "true"), ("on", "true"), ("1", "true")):
        yield Mistake("YAML 1.1 word", BLOCK, "\nadded:", f"\ndraft: {said}\nadded:", "draft", code, meant)
    for said in ("no", "yes", "on", "null", "~"):
        yield Mistake("YAML 1.1 word", FLOW, "[llama]", f"[{said}]", "systems", "id-unknown")
    for said, sign in (
        ("“high”", "smart quotes"),
        ("high\u00a0", "non-breaking space"),
        ("\u00a0high", "non-breaking space"),
    ):
        yield Mistake(sign, MIXED, "severity: moderate", f"severity: {said}", "severity", code, "high")
    yield Mistake("smart quotes", BLOCK, "- claude", "- “claude”", "- “claude”", "id-unknown", "claude")


def _missing() -> Iterator[Mistake]:
    kind, code = "missing field", "field-missing"
    yield Mistake(kind, FLOW, "title: Weights of a model spread through a forum\n", "", "summary:", code)
    for line in (
        "type: leak\n",
        "tags: [espionage, data-breach]\n",
        "added: 2026-11-19\n",
        "status: corroborated\n",
    ):
        yield Mistake(kind, FLOW, line, "", "title:", code)
    yield Mistake(kind, FLOW, "dates: {occurred: 2023-03-03~, disclosed: 2023-03}\n", "", "title:", code)
    yield Mistake(kind, FLOW, ", role: developer", "", "actors:", code)
    yield Mistake(kind, FLOW, ", cite: [vice]}", "}", "impact:", code)
    yield Mistake(kind, FLOW, "kind: reporting, published: 2023-03}", "published: 2023-03}", "key: vice", code)
    yield Mistake(kind, BLOCK, "    kind: analysis\n", "", "key: tutorials", code)
    yield Mistake(
        kind,
        BLOCK,
        '      - claim: "They were not, say the bodies."\n        cite: [wradio]\n',
        "      - claim: no\n",
        "- claim: no",
        code,
    )
    yield Mistake(kind, MIXED, "  why: Spelling.\n", "", "- date: 2026-11-19", code)
    yield Mistake("no address", BLOCK, "    via: tutorials\n", "", "key: bloomberg", "source-unreachable")
    yield Mistake(
        "no address",
        FLOW,
        'url: "https://vice.example.com/en/article", ',
        "",
        "key: vice",
        "source-unreachable",
    )
    only = '      - claim: "They were not, say the bodies."\n        cite: [wradio]\n'
    yield Mistake("one position", BLOCK, only, "", '- claim: "They were,', "field-missing")
    kind, code = "empty value", "field-empty"
    yield Mistake(kind, BLOCK, "type: misuse", "type:", "type:", code)
    yield Mistake(kind, BLOCK, "type: misuse", 'type: ""', "type:", code)
    yield Mistake(kind, BLOCK, "systems:\n  - claude", "systems:", "systems:", code)
    yield Mistake(kind, FLOW, "[llama]", "[]", "systems:", code)
    yield Mistake(kind, FLOW, "{cve: [CVE-2025-32711, CVE-2025-32712]}", "{}", "external:", code)
    yield Mistake(kind, BLOCK, "- government", "-", "  -\n", code)
    yield Mistake(kind, FLOW, "unit: GB", "unit: ", "unit:", code)
    yield Mistake(kind, BLOCK, "publisher: Bloomberg", "publisher: '  '", "publisher: '  '", code)
    kind, code = "text length", "text-length"
    yield Mistake(kind, FLOW, "title: Weights of a model", "title: " + "Weights " * 16, "title:", code)
    yield Mistake(kind, FLOW, "title: Weights of a model spread through a forum", "title: Weights", "title:", code)
    yield Mistake(kind, BLOCK, "into networks.", "into networks. " + "More. " * 60, "summary:", code)
    yield Mistake(kind, MIXED, "We found 3 files.", "We found 3 files. " * 20, "quote:", code)


def _shapes() -> Iterator[Mistake]:
    kind, code = "text for a list", "field-type"
    yield Mistake(kind, FLOW, "[llama]", "llama", "systems:", code, "[llama]")
    yield Mistake(kind, BLOCK, "cite: [wradio]", "cite: wradio", "cite: wradio", code, "[wradio]")
    yield Mistake(kind, BLOCK, "related:\n  - flow-style", "related: flow-style", "related:", code, "[flow-style]")
    kind = "list for a text"
    yield Mistake(kind, BLOCK, "type: misuse", "type: [misuse]", "type:", code)
    yield Mistake(kind, BLOCK, "publisher: Bloomberg", "publisher: [Bloomberg]", "publisher:", code)
    yield Mistake(
        kind,
        BLOCK,
        'title: "[Bloomberg report on the research]"',
        "title: [Bloomberg report]",
        "title: [Bl",
        code,
    )
    yield Mistake(kind, BLOCK, "status: disputed", "status: [disputed]", "status:", code)
    yield Mistake(
        "mapping for a list",
        FLOW,
        "[{id: anthropic, role: developer}]",
        "{id: anthropic, role: developer}",
        "actors:",
        code,
    )
    yield Mistake("text for a mapping", FLOW, "{occurred: 2023-03-03~, disclosed: 2023-03}", "2023-03", "dates:", code)
    kind = "amount"
    for said, meant in (
        ("195,000,000", "195000000"), ("195 000 000", "195000000"), ("195 million", "195000000"),
        ("1.5 million", "1500000"), ("20-30", "{min: 20, max: 30}"), ('">20"', "{min: 20}"), ("$5", "5"),
        ("~150", "150~"), ("about 150", "150~"), ("20+", "{min: 20}"), ("150k", "150000"),
        ("up to 30", "{max: 30}"), ("many", None),
        ("-5", None), ("1e6", None),
    ):  # fmt: skip
        yield Mistake(kind, BLOCK, "amount: 195000000", f"amount: {said}", "amount: ", code, meant)
    yield Mistake(kind, BLOCK, "      min: 20", "      mni: 20", "mni", "field-unknown", "min")
    yield Mistake(kind, BLOCK, "      min: 20", "      min: 20~", "min: 20~", code)
    yield Mistake(kind, BLOCK, "      min: 20", "      min: 20\n      max: 10", "min: 20", "amount-order")


def _dates() -> Iterator[Mistake]:
    kind, code = "date", "date-invalid"
    for said, meant in (
        ("2026-13-25", None), ("2026-02-30", None), ("2026-00-25", None), ("25 February 2026", "2026-02-25"),
        ("2026/02/25", "2026-02-25"), ("2026-2-25", "2026-02-25"), ("25.02.2026", "2026-02-25"),
        ("Feb 2026", "2026-02"), ("20260225", "2026-02-25"), ("2026-02-25T10:00:00", "2026-02-25"), ("unknown", None),
        ("about 2026-02", "2026-02~"),
    ):  # fmt: skip
        yield Mistake(kind, BLOCK, "disclosed: 2026-02-25", f"disclosed: {said}", "disclosed:", code, meant)
    yield Mistake(kind, FLOW, "{date: 2023-03-08,", "{date: 2023-13-08,", "2023-13", code)
    yield Mistake(kind, FLOW, "published: 2023-03-08", "published: 2023-3-8", "2023-3-8", code, "2023-03-08")
    kind = "not a full day"
    yield Mistake(kind, BLOCK, "added: 2026-11-20", "added: 2026-11", "added:", code)
    yield Mistake(kind, BLOCK, "accessed: 2026-11-20", "accessed: 2026-11-20~", "accessed:", code, "2026-11-20")
    yield Mistake(kind, MIXED, "- date: 2026-11-19", "- date: 2026", "- date: 2026\n", code)
    kind, code = "reversed interval", "date-order"
    yield Mistake(kind, BLOCK, "2025-12/2026-01", "2026-01/2025-12", "occurred", code, "2025-12/2026-01")


def _citations() -> Iterator[Mistake]:
    kind, code = "misspelt citation", "cite-undefined"
    yield Mistake(kind, BLOCK, "in Spanish [@tutorials]", "in Spanish [@tutorial]", "[@tutorial]", code, "tutorials")
    yield Mistake(kind, BLOCK, "[@wradio, in the", "[@wardio, in the", "[@wardio", code, "wradio")
    yield Mistake(kind, BLOCK, "[@tutorials; @wradio]", "[@tutorials; @wradoi]", "wradoi", code, "wradio")
    yield Mistake(kind, BLOCK, "was found [@wradio]", "was found [@wradi]", "[@wradi]", code, "wradio")
    yield Mistake(kind, BLOCK, "account [@tutorials]", "account [@tutorils]", "[@tutorils]", code, "tutorials")
    yield Mistake(kind, BLOCK, "on the radio [@wradio]", "on the radio [@radio]", "[@radio]", code, "wradio")
    yield Mistake(kind, BLOCK, "cite: [tutorials]", "cite: [tutorails]", "tutorails", code, "tutorials")
    yield Mistake(kind, BLOCK, "cite:\n      - tutorials", "cite:\n      - totorials", "totorials", code, "tutorials")
    yield Mistake(kind, FLOW, "forum [@vice]", "forum [@vcie]", "[@vcie]", code, "vice")
    yield Mistake(kind, FLOW, "[@verge; @vice]", "[@verge; @vise]", "@vise", code, "vice")
    yield Mistake(kind, FLOW, "3 weeks after [@verge]", "3 weeks after [@vergee]", "@vergee", code, "verge")
    yield Mistake(kind, FLOW, "reported [@verge,", "reported [@vegre,", "@vegre", code, "verge")
    yield Mistake(kind, FLOW, "cite: [vice]", "cite: [vcie]", "[vcie]", code, "vice")
    yield Mistake(kind, MIXED, "2,000 people [@report]", "2,000 people [@rapport]", "@rapport", code, "report")
    yield Mistake(kind, MIXED, "cite: [report]", "cite: [reprot]", "reprot", code, "report")
    yield Mistake("unknown citation", BLOCK, "in Spanish [@tutorials]", "in Spanish [@zzz]", "[@zzz]", code)
    kind, code = "claim without citation", "claim-uncited"
    yield Mistake(kind, BLOCK, "40 files [@tutorials; @wradio]", "40 files", "40 files", code)
    yield Mistake(kind, FLOW, "3 weeks after [@verge]", "3 weeks after", "3 weeks", code)
    yield Mistake(kind, MIXED, "in the report [@report]", "in the report", "The 3 files", code)
    yield Mistake(
        kind,
        BLOCK,
        "In January nothing",
        "In 2026 there was something.\n\n  In January nothing",
        "In 2026 there",
        code,
    )
    source = "related:\n  - flow-style"
    unused = "  - {key: extra, title: Another one, url: https://example.com/, kind: social}\n"
    yield Mistake("source cited nowhere", BLOCK, source, unused + source, "extra", "cite-unused")
    unused = "- key: two\n  title: Another one\n  url: https://example.com/\n  kind: social\nadded:"
    yield Mistake("source cited nowhere", MIXED, "added:", unused, "key: two", "cite-unused")


def _references() -> Iterator[Mistake]:
    yield Mistake("related to itself", BLOCK, "- flow-style", "- block-style", "- block-style", "ref-self")
    yield Mistake(
        "related to nothing",
        BLOCK,
        "- flow-style",
        "- flow-stile",
        "- flow-stile",
        "ref-missing",
        "flow-style",
    )
    yield Mistake("related to nothing", FLOW, "[mixed-style]", "[mixedstyle]", "related:", "ref-missing", "mixed-style")
    yield Mistake("via nothing", BLOCK, "via: tutorials", "via: tutorial", "via:", "ref-missing", "tutorials")
    yield Mistake("via itself", BLOCK, "via: tutorials", "via: bloomberg", "via:", "ref-self")
    yield Mistake(
        "based on nothing",
        BLOCK,
        "      - bloomberg",
        "      - blomberg",
        "- blomberg",
        "ref-missing",
        "bloomberg",
    )
    yield Mistake(
        "based on itself",
        BLOCK,
        "      - bloomberg",
        "      - tutorials",
        "      - tutorials\n  - key",
        "ref-circle",
        None,
        ("cite-unused",),
    )
    yield Mistake(
        "duplicate source",
        BLOCK,
        "  - key: wradio",
        "  - key: tutorials",
        "key: tutorials\n    title: El",
        "slug-duplicate",
        beside=("cite-undefined",),
    )
    yield Mistake(
        "source key",
        BLOCK,
        "  - key: bloomberg",
        "  - key: Bloomberg L.P.",
        "key: Bloomberg L",
        "slug-invalid",
        "bloomberg-l-p",
        ("ref-missing",),
    )
    yield Mistake("alias taken", FLOW, "[weights-leak]", "[mixed-style]", "aliases:", "alias-taken")
    yield Mistake("alias taken", FLOW, "[weights-leak]", "[flow-style]", "aliases:", "alias-taken")
    yield Mistake("status", BLOCK, "status: disputed", "status: confirmed", "status:", "status-unsupported")
    yield Mistake("status", MIXED, "status: confirmed", "status: corroborated", "status:", "origins-too-few")
    yield Mistake("status", FLOW, "status: corroborated", "status: disputed", "status:", "status-unsupported")
    yield Mistake("status", FLOW, "accessed: 2026-11-01}", "based_on: [vice]}", "status:", "origins-too-few")
    withdrawn = "\nwithdrawn: {date: 2026-12-01, reason: duplicate}\nadded:"
    yield Mistake("no successor", BLOCK, "\nadded:", withdrawn, "withdrawn:", "field-missing")
    gone = "\nwithdrawn: {date: 2026-12-01, reason: duplicate, successor: block-style}\nadded:"
    yield Mistake("own successor", BLOCK, "\nadded:", gone, "withdrawn:", "ref-circle")
    yield Mistake("listed twice", FLOW, "[llama]", "[llama, llama]", "systems:", "value-duplicate")


def _addresses() -> Iterator[Mistake]:
    kind, code = "address", "url-invalid"
    url = "https://wradio.example.com/nota"
    for said, meant in (
        ("htp://wradio.example.com/nota", "http://wradio.example.com/nota"),
        ("www.example.com/nota", "https://www.example.com/nota"),
        ("wradio.example.com/nota", "https://wradio.example.com/nota"), ("https:/wradio.example.com/nota", url),
        ("https//wradio.example.com/nota", url), ("https:wradio.example.com/nota", url), ("https://", None),
        ("https://wradio.example.com/a nota", "https://wradio.example.com/a%20nota"), ("ftp://example.com/x", None),
        ("javascript:alert(1)", None), ("https://exa mple.com", None), ("see the site", None),
        ("“https://wradio.example.com/nota”", url),
        ("https://.example.com/", None), ("mailto:a@example.com", None),
    ):  # fmt: skip
        yield Mistake(kind, BLOCK, url, said, f"url: {said}\n", code, meant)
    yield Mistake(kind, FLOW, "https://vice.", "http s://vice.", "http s", code)


def mistakes() -> list[Mistake]:
    """All but those in `mistakes_in_yaml`."""
    groups = (_keys, _words, _missing, _shapes, _dates, _citations, _references, _addresses)
    return [mistake for group in groups for mistake in group()]
