"""Names in made-up papers: bodies drawn from the gazetteer, letters misread in names and labels."""

from __future__ import annotations

import random
from functools import cache

from tests.papers.model import Body, wording

TONE_MARKS = "่้๊๋์"
# Letters that a recogniser takes for one another; both directions are drawn.
CONFUSED = ("งน", "ดต", "ดค", "ตค", "ถภ", "ูุ", "ีิ", "ปบ", "พผ", "ขช", "ซช", "ลส", "ฎฏ")
SWAPS = {a: b for pair in CONFUSED for a, b in ((pair[0], pair[1]), (pair[1], pair[0]))}
PREFIXES = ("องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตำบล", "เทศบาลตำบล")


@cache
def _tambons() -> tuple[Body, ...]:
    """Every tambon outside Bangkok as an อบต., in the order of the official codes."""
    import geothai

    return tuple(
        Body(PREFIXES[0], tambon.name_th, district.name_th, province.name_th)
        for province in geothai.provinces()
        if province.code != "10"
        for district in geothai.districts(province.code)
        for tambon in geothai.subdistricts(district.code)
        if tambon.name_th.isalpha() or all("ก" <= letter <= "๎" for letter in tambon.name_th)
    )


def draw_body(rng: random.Random) -> Body:
    """A body: mostly อบต. and เทศบาลตำบล named after a tambon, now and then a town municipality."""
    if rng.random() < 0.1:
        name, amphoe, province = rng.choice(wording()["towns"])
        return Body("เทศบาลเมือง", name, amphoe, province)
    tambon = rng.choice(_tambons())
    return Body(rng.choice(PREFIXES), tambon.name, tambon.amphoe, tambon.province)


def misspell(rng: random.Random, body: Body) -> str:
    """The body's own name with one or two letters misread, still far from every other name in the same amphoe."""
    from rapidfuzz.distance import Levenshtein

    neighbours = {place.name for place in _tambons() if place.amphoe == body.amphoe and place.province == body.province}
    for _ in range(20):
        name = slip(rng, body.name, 1 if len(body.name) < 7 else rng.choice((1, 2)))
        slips = Levenshtein.distance(name, body.name)
        if slips and all(Levenshtein.distance(name, other) > slips + 1 for other in neighbours - {body.name}):
            return name
    return body.name


def slip(rng: random.Random, text: str, count: int) -> str:
    """``text`` with up to ``count`` misread letters: a lost mark over a letter, or a letter taken for its double."""
    letters = list(text)
    places = [i for i, letter in enumerate(letters) if letter in SWAPS or letter in TONE_MARKS]
    for place in rng.sample(places, min(count, len(places))):
        letter = letters[place]
        letters[place] = "" if letter in TONE_MARKS else SWAPS[letter]
    return "".join(letters)


def spaced(rng: random.Random, text: str) -> str:
    """``text`` with a blank put between two of its letters (never before a mark that hangs on a letter)."""
    leading = "เแโไใ"
    places = [
        i
        for i in range(3, len(text) - 2)
        if ("ก" <= text[i] <= "ฮ" or text[i] in leading) and text[i - 1] not in leading
    ]
    if not places:
        return text
    place = rng.choice(places)
    return f"{text[:place]} {text[place:]}"
