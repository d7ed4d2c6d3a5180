"""Words, names and Markdown for the synthetic timeline: text of about the length and shape of real records.

Every name follows from its number alone, so that the term with number 12 is the same at every size.
"""

import random
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_QUALITIES = _words(
    """
    abandoned ageing automatic backup bulk coastal contested covert cross-border delayed digital disputed double
    emergency failed false forged hidden hourly idle illegal indirect industrial internal joint late leaked local
    manual marine minor missing mobile municipal national nightly open outdated partial pending planned polluted
    private public quiet rapid recurring regional remote repeated rural sealed seasonal secret shared silent staged
    stolen sudden temporary unsafe untested upstream urban valid vacant western
    """
)
_THINGS = _words(
    """
    access alarm audit barrier battery breach bridge cable canal claim closure collapse contract control crane culvert
    dam delay depot dispute dredging drill dyke embankment erosion evacuation exemption explosion ferry fire flood
    forecast gate gauge grid hazard inquiry inspection ladder leak licence lock maintenance mooring notice outage
    outfall overflow patrol permit pier pipeline pump quay recall reservoir rupture sabotage sensor shortage sluice
    spill strike supply survey tanker tariff tender tide tunnel valve vandalism warning weir zoning
    """
)
_SETTINGS = _words("abroad ashore at-night at-sea by-contract by-law in-court in-drought in-port in-winter on-site")
_ONSETS = _words("Al Bar Cor Dun El Fal Gar Hal Ing Jar Kel Lan Mor Nor Ost Pel Quin Rav Sel Tor Ul Ver Wes Yar Zel")
_MIDDLES = _words("a an ar da e el en ga i in ka la li mo na o or ra ri sa ta ti u va vi")
_ENDS = _words("berg burn by court dale don fell ford ham holm low mere mouth ness stad ton vik ward wick worth")
_SIDES = _words("East Great High Inner Little Low New North Old Outer South West")
_BODIES = (
    ("Water Board", "agency"),
    ("Harbour Trust", "institution"),
    ("Power", "company"),
    ("Marine Services", "company"),
    ("City Council", "agency"),
    ("Engineering", "company"),
    ("River Watch", "group"),
    ("University", "institution"),
    ("Insurance", "company"),
    ("Pilots’ Union", "group"),
)
_PAPERS = _words("Courier Gazette Herald Journal Kurier Ledger Mercury Observer Post Radio Review Tribune")


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for line in text.split("\n") for piece in line.split("|") if piece.strip())


_OPENINGS = _pieces(
    """
    According to the first notice,|By the afternoon,|For reasons that are not known,|In a letter to the council,
    In the same week,|It later turned out that|On the following day,|Several residents say that|Shortly before midnight,
    The minutes show that|Two people with knowledge of the matter say that|When the shift changed,
    """
)
_SUBJECTS = _pieces(
    """
    a contractor of the operator|a crew on the east bank|a former inspector|an engineer on duty|an outside laboratory
    local volunteers|the company that built it|the control room|the harbour master|the insurer of the owner
    the ministry’s own experts|the night shift|the operator|the regulator|the union of the pilots
    """
)
_VERBS = _pieces(
    """
    asked for a new reading of|closed|could not explain|did not test|found a fault in|had been warned about
    had doubts about|lost contact with|opened by hand|repaired|reported|replaced|shut down|took photographs of
    """
)
_OBJECTS = _pieces(
    """
    a backup line that nobody had listed|a gauge above the weir|a pump of the second stage|a valve under the quay
    some {n} metres of pipe|some {n} records of the archive|the alarm of the lower gate|the cable to the north station
    the ferry’s log|the main transformer|the seals of the older lock|the spare keys of the depot
    the supply of {n} households|the tables from which the levels are taken
    """
)
_CLOSINGS = _pieces(
    """
    , and nobody was hurt|, as the contract demands|, which the operator denies|, which took {n} hours
    |after a complaint|although the forecast had been good|and published what it had found|before the tide turned
    because the drawings were out of date|for the second time in {n} months|in spite of the storm|
    under a licence from another authority|while the road was closed|without a word to the public
    """
)


# ---------------------------------------------------------------- names
def topic(number: int) -> str:
    """The name of a tag, such as "sealed pipeline in winter"."""
    first, second = number % len(_QUALITIES), number // len(_QUALITIES)
    second, third = (second + first) % len(_THINGS), second // len(_THINGS)
    setting, rest = third % (len(_SETTINGS) + 1), third // (len(_SETTINGS) + 1)
    words = [_QUALITIES[first], _THINGS[second], *_SETTINGS[setting - 1 : setting]]
    return " ".join(words + [str(rest + 1)] * (rest > 0)).replace("-", " ")


def place(number: int) -> str:
    """A place that does not exist, such as "Coringford"."""
    first, rest = number % len(_ONSETS), number // len(_ONSETS)
    last, rest = (rest + first) % len(_ENDS), rest // len(_ENDS)
    rest, middle = divmod(rest, len(_MIDDLES))
    name = _ONSETS[first] + _MIDDLES[middle] + _ENDS[last]
    if rest:
        rest, side = divmod(rest - 1, len(_SIDES))
        name = f"{_SIDES[side]} {name}" + (f" {rest + 1}" if rest else "")
    return name


def organisation(number: int) -> tuple[str, str]:
    """The name and the kind of an actor."""
    body, kind = _BODIES[number % len(_BODIES)]
    return f"{place(number)} {body}", kind


def publisher(number: int) -> str:
    return f"{place(7 * number)} {_PAPERS[number % len(_PAPERS)]}"


def system(number: int) -> str:
    return f"{place(11 * number + 3)} {('Gate', 'Grid', 'Line', 'Link', 'Sense')[number % 5]}"


def slug(name: str) -> str:
    """Names here are ASCII, but for the apostrophe."""
    return "-".join(name.lower().replace("’", "").split())


# ---------------------------------------------------------------- text
def sentence(dice: random.Random) -> str:
    words = f"{_pick(dice, _SUBJECTS)} {_pick(dice, _VERBS)} {_pick(dice, _OBJECTS)}"
    if dice.random() < 0.5:
        words = f"{_pick(dice, _OPENINGS)} {words}"
    if dice.random() < 0.6:
        words = f"{words} {_pick(dice, _CLOSINGS)}".replace(" ,", ",")
    while "{n}" in words:
        words = words.replace("{n}", str(dice.randint(3, 900)), 1)
    return words[0].upper() + words[1:]


def title(dice: random.Random) -> str:
    words = f"{_pick(dice, _SUBJECTS)} {_pick(dice, _VERBS)} {_pick(dice, _OBJECTS)}"
    return (words[0].upper() + words[1:]).replace("{n}", str(dice.randint(3, 900)))


def body(dice: random.Random, keys: Sequence[str]) -> str:
    """Markdown of 1 to 2 kB. Every source is cited, and every paragraph and list item has a citation."""
    due = list(keys)
    wanted = dice.randint(1000, 1900)
    blocks: list[str] = []
    while due or sum(map(len, blocks)) < wanted:
        blocks.append(_paragraph(dice, keys, due))
        if dice.random() < 0.12:
            blocks.append(_pick(dice, (_list, _table, _code, _quote))(dice, keys))
    if dice.random() < 0.2:
        blocks.insert(len(blocks) // 2, f"### {title(dice)}")
    return "\n\n".join(blocks)


def _paragraph(dice: random.Random, keys: Sequence[str], due: list[str]) -> str:
    sentences = [f"{sentence(dice)} {_cite(dice, keys, due)}." for _ in range(dice.randint(1, 2))]
    sentences[1:1] = [f"{sentence(dice)}." for _ in range(dice.randint(1, 2))]
    if dice.random() < 0.2:
        sentences.append(f"See also [the *full* notice](https://notices.example/{dice.randint(1, 9999)}).")
    return " ".join(sentences)


def _cite(dice: random.Random, keys: Sequence[str], due: list[str]) -> str:
    key = due.pop(0) if due else _pick(dice, keys)
    if len(keys) > 1 and dice.random() < 0.15:
        other = _pick(dice, [other for other in keys if other != key])
        return f"[@{key}; @{other}]"
    return f"[@{key}, page {dice.randint(2, 80)}]" if dice.random() < 0.1 else f"[@{key}]"


def _list(dice: random.Random, keys: Sequence[str]) -> str:
    return "\n".join(f"- {sentence(dice)} {_cite(dice, keys, [])}." for _ in range(dice.randint(2, 4)))


def _table(dice: random.Random, _: Sequence[str]) -> str:
    rows = (f"| {place(dice.randrange(9000))} | {dice.randint(1, 900)} | {dice.randint(1, 99)} |" for _ in "abc")
    return "\n".join(("| Station | Level | Hours |", "|---|---:|---:|", *rows))


def _code(dice: random.Random, _: Sequence[str]) -> str:
    lines = (f'{{"gauge": {dice.randint(1, 99)}, "level": {dice.randint(1, 900)}, "open": false}}' for _ in "abc")
    return "\n".join(("```json", *lines, "```"))


def _quote(dice: random.Random, keys: Sequence[str]) -> str:
    return f"> {sentence(dice)} {_cite(dice, keys, [])}."


def _pick(dice: random.Random, choices: Sequence[_T]) -> _T:
    return choices[int(dice.random() * len(choices))]
