"""Mistakes in YAML itself; see `mistakes`."""

from collections.abc import Iterator

from tests.records.mistakes import Mistake
from tests.records.sites import BLOCK, FLOW, MIXED

SYNTAX = "yaml-syntax"


def _colons() -> Iterator[Mistake]:
    kind = "missing colon"
    yield Mistake(kind, BLOCK, "type: misuse", "type misuse", "type misuse", SYNTAX)
    yield Mistake(kind, BLOCK, "\nstatus: disputed", "\nstatus disputed", "status disputed", SYNTAX)
    yield Mistake(kind, BLOCK, "  disclosed: 2026", "  disclosed 2026", "disclosed 2026", SYNTAX)
    yield Mistake(kind, BLOCK, "  occurred: 2025", "  occurred 2025", "occurred 2025", SYNTAX)
    yield Mistake(kind, BLOCK, "\ntags:", "\ntags", "tags\n", SYNTAX)
    yield Mistake(kind, BLOCK, "title: An", "title An", "title An", SYNTAX)
    yield Mistake(kind, BLOCK, "    publisher: W", "    publisher W", "publisher W", SYNTAX)
    yield Mistake(kind, BLOCK, "  - key: wradio", "  - key wradio", "- key wradio", SYNTAX)
    yield Mistake(kind, BLOCK, "\nbody: |", "\nbody |", "body |", SYNTAX)
    yield Mistake(kind, BLOCK, "\nadded: 2026", "\nadded 2026", "added 2026", SYNTAX)
    yield Mistake(
        kind, MIXED, "  title: 'The report''s title'", '  title "The: title"', 'title "The', "field-unknown", "title"
    )
    kind = "no space after colon"
    yield Mistake(kind, BLOCK, "type: misuse", "type:misuse", "type:misuse", SYNTAX)
    yield Mistake(kind, BLOCK, "    publisher: W", "    publisher:W", "publisher:W", SYNTAX)
    yield Mistake(kind, BLOCK, "  - key: wradio", "  - key:wradio", "key:wradio", SYNTAX)
    yield Mistake(kind, BLOCK, "  occurred: 2025", "  occurred:2025", "occurred:2025", SYNTAX)
    yield Mistake(kind, FLOW, "{id: anthropic", "{id:anthropic", "id:anthropic", "field-unknown", "id")


def _brackets() -> Iterator[Mistake]:
    kind = "unclosed quote"
    yield Mistake(kind, BLOCK, 'the account [@tutorials]."', "the account [@tutorials].", "the account", SYNTAX)
    yield Mistake(kind, BLOCK, 'say the bodies."', "say the bodies.", "say the bodies", SYNTAX)
    yield Mistake(kind, BLOCK, 'on the research]"', "on the research]", "on the research", SYNTAX)
    yield Mistake(kind, FLOW, 'with the weights."', "with the weights.", "with the weights", SYNTAX)
    yield Mistake(kind, FLOW, 'torrent appeared [@vice]."', "torrent appeared [@vice].", "torrent appeared", SYNTAX)
    yield Mistake(kind, FLOW, 'at the end]."', "at the end].", "at the end]", SYNTAX)
    yield Mistake(kind, MIXED, "report?id=3'", "report?id=3", "report?id=3", SYNTAX)
    yield Mistake(kind, MIXED, 'now: "A backdoor"', 'now: "A backdoor', 'now: "A backdoor', SYNTAX)
    yield Mistake(kind, MIXED, "The report''s title'", "The report's title'", "The report's", SYNTAX)
    kind = "text after a quote"
    yield Mistake(kind, MIXED, '"A backdoor"', '"A backdoor" now', '"A backdoor" now', SYNTAX)
    yield Mistake(kind, FLOW, 'weights."', 'weights." Or so.', "Or so", SYNTAX)
    kind = "unclosed bracket"
    yield Mistake(kind, FLOW, "[llama]", "[llama", "systems:", SYNTAX)
    yield Mistake(kind, FLOW, "tags: [espionage, data-breach]", "tags: [espionage, data-breach", "tags:", SYNTAX)
    yield Mistake(kind, FLOW, "disclosed: 2023-03}", "disclosed: 2023-03", "disclosed:", SYNTAX)
    yield Mistake(kind, FLOW, "cite: [vice]}", "cite: [vice}", "impact:", SYNTAX)
    yield Mistake(kind, FLOW, 'appeared [@vice]."}', 'appeared [@vice]."', "appeared", SYNTAX)
    yield Mistake(kind, FLOW, "accessed: 2026-11-01}", "accessed: 2026-11-01", "2026-11-01", SYNTAX)
    yield Mistake(kind, FLOW, "[weights-leak]", "[weights-leak", "aliases", SYNTAX)
    yield Mistake(kind, BLOCK, "cite: [wradio]", "cite: [wradio", "cite: [wradio", SYNTAX)
    kind, text = "comma in a text", "They were in Spain, in Mexico, and elsewhere"
    flow = f"cite: [tutorials]\n      - {{claim: {text}, cite: [wradio]}}\n"
    yield Mistake(kind, BLOCK, "cite: [tutorials]\n", flow, text, "field-unknown")
    kind = "missing comma"
    yield Mistake(kind, FLOW, "anthropic, role", "anthropic role", "anthropic role", SYNTAX)
    yield Mistake(kind, FLOW, '2023-03-08, text: "', '2023-03-08 text: "', "2023-03-08 text", SYNTAX)


def _indentation() -> Iterator[Mistake]:
    kind = "tab"
    yield Mistake(kind, BLOCK, "  disclosed:", "\tdisclosed:", "\tdisclosed", SYNTAX)
    yield Mistake(kind, BLOCK, "    role: developer", "\trole: developer", "\trole", SYNTAX)
    yield Mistake(kind, BLOCK, "  - claude", "\t- claude", "\t- claude", SYNTAX)
    yield Mistake(kind, BLOCK, "  occurred:", "\toccurred:", "\toccurred", SYNTAX)
    yield Mistake(kind, BLOCK, "  The operator", "\tThe operator", "\tThe operator", SYNTAX)
    kind = "indentation"
    yield Mistake(kind, BLOCK, "\nstatus:", "\n status:", " status:", SYNTAX)
    yield Mistake(kind, BLOCK, "\ntype:", "\n type:", " type:", SYNTAX)
    yield Mistake(kind, BLOCK, "  disclosed:", " disclosed:", " disclosed:", SYNTAX)
    yield Mistake(kind, BLOCK, "  disclosed:", "   disclosed:", "   disclosed:", SYNTAX)
    yield Mistake(kind, BLOCK, "    publisher: W", "     publisher: W", "     publisher", SYNTAX)
    yield Mistake(kind, BLOCK, "    publisher: W", "   publisher: W", "   publisher: W", SYNTAX)
    yield Mistake(kind, BLOCK, "    kind: analysis", "      kind: analysis", "      kind: analysis", SYNTAX)
    yield Mistake(kind, BLOCK, "\nadded:", "\n  added:", "  added:", "id-unknown")
    yield Mistake(kind, BLOCK, "  authority found", " authority found", " authority", SYNTAX)
    yield Mistake(
        kind,
        BLOCK,
        "  occurred: 2025-12/2026-01\n  disclosed: 2026-02-25",
        "occurred: 2025-12/2026-01",
        "occurred",
        "field-unknown",
    )
    kind = "list alignment"
    yield Mistake(kind, BLOCK, "  - key: wradio", "   - key: wradio", "   - key: wradio", SYNTAX)
    yield Mistake(kind, BLOCK, "  - key: wradio", " - key: wradio", " - key: wradio", SYNTAX)
    yield Mistake(kind, BLOCK, "  - government", " - government", " - government", SYNTAX)
    yield Mistake(kind, BLOCK, "  - key: wradio", "- key: wradio", "- key: wradio", SYNTAX)


def _signs() -> Iterator[Mistake]:
    kind = "character at the start"
    for text in ("@mention of it", "`code` of it", "%5 of it", "- of it", "? of it", "| of it"):
        yield Mistake(kind, BLOCK, "    publisher: Bloomberg", f"    publisher: {text}", text, SYNTAX)
    yield Mistake(kind, BLOCK, "title: An operator", "title: *An* operator", "*An*", "yaml-anchor")
    yield Mistake(kind, BLOCK, "title: An operator", "title: *An operator", "*An", "yaml-anchor")
    yield Mistake(kind, BLOCK, "title: An operator", "title: &An operator", "&An", "yaml-anchor")
    yield Mistake(kind, BLOCK, "title: An operator", "title: & An operator", "& An", SYNTAX)
    yield Mistake(kind, BLOCK, "title: An operator", "title: !An operator", "!An", "yaml-tag")
    yield Mistake(kind, BLOCK, "title: An operator", "title: ! An operator", "! An", "yaml-tag")
    yield Mistake(kind, BLOCK, "publisher: Bloomberg", "publisher: !", "publisher: !", "yaml-tag")
    yield Mistake(kind, FLOW, "[llama]", "[*llama]", "systems", "yaml-anchor")
    yield Mistake(kind, FLOW, "[llama]", "[&llama llama]", "systems", "yaml-anchor")
    yield Mistake(kind, BLOCK, "added: 2026", "added: !!str 2026", "!!str", "yaml-tag")
    kind = "colon in a text"
    yield Mistake(kind, BLOCK, "title: An operator", "title: Report: an operator", "Report:", SYNTAX)
    yield Mistake(kind, BLOCK, "publisher: W Radio", "publisher: W: Radio", "W: Radio", SYNTAX)
    yield Mistake(kind, FLOW, "publisher: VICE", "publisher: V: ICE", "V: ICE", SYNTAX)
    yield Mistake(kind, BLOCK, 'claim: "They were, says the company."', "claim: They say: yes.", "They say", SYNTAX)


def _files() -> Iterator[Mistake]:
    kind, code = "duplicate key", "yaml-duplicate-key"
    yield Mistake(kind, BLOCK, "\nstatus:", "\ntype: leak\nstatus:", "type: leak", code)
    yield Mistake(kind, BLOCK, "    kind: analysis", "    kind: analysis\n    kind: social", "kind: social", code)
    yield Mistake(kind, FLOW, "role: developer}", "role: developer, id: x}", "actors:", code)
    yield Mistake("second document", BLOCK, "\nadded:", "\n---\nadded:", "---\nadded", "yaml-documents")
    yield Mistake(
        "non-breaking space",
        BLOCK,
        "  occurred:",
        "\u00a0\u00a0occurred:",
        "\u00a0\u00a0occurred",
        "yaml-syntax",
    )
    yield Mistake(
        "non-breaking space",
        BLOCK,
        "    publisher: W",
        "\u00a0   publisher: W",
        "\u00a0   publisher",
        "yaml-syntax",
    )
    yield Mistake("non-breaking space", BLOCK, "type: misuse", "type:\u00a0misuse", "type:\u00a0", "yaml-syntax")
    kind, code = "character", "encoding"
    yield Mistake(kind, BLOCK, "# A record", "\ufeff# A record", "\ufeff", code)
    yield Mistake(kind, BLOCK, "title: An operator", "title: An\u2028operator", "title: An\u2028", code)
    yield Mistake(kind, BLOCK, "The second has", "The\u0085second has", "The\u0085", code)
    yield Mistake(kind, BLOCK, "Two of the named", "Two\x00of the named", "Two\x00", code)
    yield Mistake(kind, BLOCK, "were, says the", "were\\u2029 says the", "were\\u2029", code)


def mistakes() -> list[Mistake]:
    """All of them."""
    return [mistake for group in (_colons, _brackets, _indentation, _signs, _files) for mistake in group()]
