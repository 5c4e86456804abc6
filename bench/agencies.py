"""How often a damaged name is resolved to the right place: a synthetic test on random tambons.

For every row of evidence 2,000 tambons are drawn and damaged: "mild" is 1 to 3 errors spread over tambon and amphoe,
"hard" 1 to 3 in each field that is shown; errors are of the look-alike kind or any letter. Printed are the share of
right first places (ties counted as fractions) with its standard error, the most that any method reaches on the same
places printed without error (several places share their names), and of what would be published: answered, and of these
right.

    python bench/agencies.py [part …] [--count 2000] [--seed 1]
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from statistics import mean, stdev

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.agencies import AgencyMention, Outcome, find_agencies, identify, resolve
from normalizers.agencies.central import CentralBody, central_bodies
from normalizers.agencies.places import Place, names_of
from normalizers.agencies.types import Level, agency_types
from normalizers.agencies.votes import Costs, count_votes

LETTERS = "กขคงจฉชซญดตถทธนบปผพฟภมยรลวศษสหอฮะาิีึืุูเแโใไ่้"
EVIDENCE = {"name": (), "+ province": ("province",), "+ amphoe": ("amphoe",), "+ both": ("amphoe", "province")}


def alike(letter: str, chance: random.Random) -> str:
    """Another letter of the same look-alike class, or the letter itself where it has none."""
    key = thai.skeleton(letter)
    others = [other for other in LETTERS if other != letter and thai.skeleton(other) == key]
    return chance.choice(others) if others else letter


def damage(text: str, errors: int, kind: str, chance: random.Random) -> str:
    """Damage ``text`` by ``errors`` edits."""
    letters = list(text)
    for _ in range(errors):
        place = chance.randrange(len(letters))
        if kind == "look-alike":
            letters[place] = alike(letters[place], chance)
            continue
        action = chance.choice(("replace", "lose", "add"))
        if action == "replace":
            letters[place] = chance.choice(LETTERS)
        elif action == "add":
            letters.insert(place, chance.choice(LETTERS))
        elif len(letters) > 1:
            del letters[place]
    return "".join(letters)


def print_of(place: Place, fields: tuple[str, ...], kind: str, level: str, chance: random.Random) -> AgencyMention:
    """One damaged mention of a place."""
    values = {"name": place.name, "amphoe": place.amphoe or "", "province": place.province}
    printed_fields = ["name", *fields]
    errors: Counter[str] = Counter()
    if level == "hard":
        errors.update({field: chance.randint(1, 3) for field in printed_fields})
    elif level == "mild":
        errors.update(chance.choice(("name", "amphoe")) for _ in range(chance.randint(1, 3)))
    printed = {field: damage(values[field], errors[field], kind, chance) for field in printed_fields}
    word = next(iter(agency_types()))
    return AgencyMention(word, printed["name"], printed.get("amphoe"), printed.get("province"), "", 0, 0)


def first_share(mention: AgencyMention, place: Place) -> float:
    """1 where the right place is first, a fraction where it shares the first rank."""
    from normalizers.agencies.distance import near_bodies

    votes = count_votes([mention])
    ranking = Costs(Level.TAMBON, votes)
    near = [near_bodies(Level.TAMBON, name) for name in votes.name]
    candidates = {other.code: other for names in near for name in names for other in names_of(Level.TAMBON)[name]}
    costs = dict(zip(candidates, ranking.ranks(list(candidates.values())), strict=True))
    if place.code not in costs:
        return 0.0
    least = min(costs.values())
    winners = [code for code, cost in costs.items() if cost <= least + 1e-9]
    return 1 / len(winners) if place.code in winners else 0.0


def shown(place: Place, fields: tuple[str, ...]) -> tuple[str | None, ...]:
    """What is printed of a place without damage."""
    values = {"amphoe": place.amphoe, "province": place.province}
    return (place.name, *(values[field] for field in fields))


def measure(count: int, seed: int) -> None:
    """Print the table."""
    chance = random.Random(seed)
    everything = sorted({place for found in names_of(Level.TAMBON).values() for place in found}, key=lambda p: p.code)
    columns = f"{'top-1 %':>8}{'error':>7}{'most':>7}{'answered %':>12}{'right of these %':>18}"
    print(f"{'evidence':<12}{'damage':<8}{'errors':<12}{columns}")
    for label, fields in EVIDENCE.items():
        sharing = Counter(shown(place, fields) for place in everything)
        for level, kind in (("clean", "-"), *((d, e) for d in ("mild", "hard") for e in ("look-alike", "random"))):
            answered = right = 0.0
            firsts, most = [], []
            for place in chance.choices(everything, k=count):
                mention = print_of(place, fields, kind, level, chance)
                firsts.append(100 * first_share(mention, place))
                most.append(100 / sharing[shown(place, fields)])
                resolution = resolve([mention])
                if resolution.outcome in (Outcome.EXACT, Outcome.CORRECTED):
                    answered += 1
                    right += resolution.agency.agency_id == f"SAO-{place.code}"
            share = 100 * right / answered if answered else 0.0
            first = f"{mean(firsts):>8.1f}{stdev(firsts) / count**0.5:>7.2f}{mean(most):>7.1f}"
            print(f"{label:<12}{level:<8}{kind:<12}{first}{100 * answered / count:>12.1f}{share:>18.2f}")


def strangers(count: int, seed: int) -> None:
    """Print how often a name that does not exist in the printed amphoe and province is still taken for one there."""
    chance = random.Random(seed)
    everything = sorted({place for found in names_of(Level.TAMBON).values() for place in found}, key=lambda p: p.code)
    words = list(agency_types())
    for word in (words[0], words[2]):
        taken = near = 0
        for place, other in zip(chance.choices(everything, k=count), chance.choices(everything, k=count), strict=True):
            mention = AgencyMention(word, other.name, place.amphoe, place.province, "", 0, 0)
            outcome = resolve([mention]).outcome
            taken += outcome in (Outcome.EXACT, Outcome.CORRECTED)
            near += outcome is Outcome.AMBIGUOUS
        print(f"{word}: strange name taken {100 * taken / count:.2f} %, called ambiguous {100 * near / count:.2f} %")


def read_names() -> None:
    """Print the same for names as Tesseract read them off damaged pages (``tools/name_readings.py``)."""
    places = {place.code: place for found in names_of(Level.TAMBON).values() for place in found}
    lines = Path(__file__).with_name("name_readings.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    word = next(iter(agency_types()))
    for label, fields in EVIDENCE.items():
        first = answered = right = 0.0
        for row in rows:
            shown = {field: row[field] or None for field in fields}
            mention = AgencyMention(word, row["name"], shown.get("amphoe"), shown.get("province"), "", 0, 0)
            first += first_share(mention, places[row["code"]])
            resolution = resolve([mention])
            if resolution.outcome in (Outcome.EXACT, Outcome.CORRECTED):
                answered += 1
                right += resolution.agency.agency_id == f"SAO-{row['code']}"
        share = 100 * right / answered if answered else 0.0
        figures = f"{100 * first / len(rows):>8.1f}{100 * answered / len(rows):>12.1f}{share:>18.2f}"
        print(f"{label:<12}{'read':<8}{len(rows):<12}{figures}")


def cut(name: str, chance: random.Random) -> str:
    """The name as a narrow cell shows it: without up to a quarter of its end."""
    return name[: len(name) - chance.randint(1, max(1, len(name) // 4))]


def broken(name: str, chance: random.Random) -> str:
    """The name with blanks and line ends inside, never before a mark."""
    letters = [chance.choice(("", "", "", " ", "\n")) + letter if "ก" <= letter <= "ฮ" else letter for letter in name]
    return "".join(letters)


def central(count: int, seed: int) -> None:
    """Print how central bodies come out: answered, and right of these, by how their name is printed."""
    chance = random.Random(seed)
    bodies = central_bodies()
    shorts = [body for body in bodies if body.abbreviations]
    prints: dict[str, Callable[[CentralBody], str]] = {
        "official": lambda body: body.name,
        "abbreviation": lambda body: chance.choice(body.abbreviations),
        "broken": lambda body: broken(body.name, chance),
        "cut": lambda body: cut(body.name, chance),
        "1-3 look-alike": lambda body: damage(body.name, chance.randint(1, 3), "look-alike", chance),
        "1-3 random": lambda body: damage(body.name, chance.randint(1, 3), "random", chance),
    }
    for label, printed in prints.items():
        answered = right = 0
        for body in chance.choices(shorts if label == "abbreviation" else bodies, k=count):
            code = identify(printed(body)).agency.agency_id
            answered += str(code).startswith("CEN-")
            right += code == body.code
        share = 100 * right / answered if answered else 0.0
        print(f"central, {label:<16}answered {100 * answered / count:.1f} %, right of these {share:.2f} %")


def neighbours() -> None:
    """Print how often two bodies of one amphoe, one letter apart, are corrected into each other.

    Each is printed as it is, with a letter between the two, and with any other letter where they differ.
    """
    by_amphoe: dict[str, list[Place]] = {}
    for place in {place for found in names_of(Level.TAMBON).values() for place in found}:
        by_amphoe.setdefault(place.code[:4], []).append(place)
    pairs = [pair for places in by_amphoe.values() for pair in permutations(places, 2) if one_letter_apart(*pair)]
    word = next(iter(agency_types()))
    wrong = shown = 0
    for one, other in pairs:
        for printed in one_letter_off(one.name):
            resolution = resolve([AgencyMention(word, printed, one.amphoe, one.province, "", 0, 0)])
            shown += 1
            wrong += printed != other.name and resolution.agency.agency_id == f"SAO-{other.code}"
    print(f"{len(pairs) // 2} pairs one letter apart: {wrong} of {shown} damaged names taken for the neighbour")


def one_letter_apart(one: Place, other: Place) -> bool:
    """Whether one letter is all that tells two names apart."""
    return Levenshtein.distance(one.name, other.name, score_cutoff=1) == 1


def one_letter_off(name: str) -> list[str]:
    """The name, and all that one other letter makes of it."""
    others = [name[:place] + letter + name[place + 1 :] for place in range(len(name)) for letter in LETTERS]
    return [name, *(other for other in others if other != name)]


def speed(count: int, seed: int) -> None:
    """Print mentions per second of processor time: clean ones found and resolved, damaged ones resolved."""
    chance = random.Random(seed)
    everything = sorted({place for found in names_of(Level.TAMBON).values() for place in found}, key=lambda p: p.code)
    places = chance.sample(everything, count)
    texts = [f"องค์การบริหารส่วนตำบล{p.name} อำเภอ{p.amphoe} จังหวัด{p.province}" for p in places]
    timed("clean texts, found and resolved", len(texts), lambda: [resolve(find_agencies(text)) for text in texts])
    for label, fields in EVIDENCE.items():
        for level in ("mild", "hard"):
            mentions = [print_of(place, fields, "look-alike", level, chance) for place in places]
            timed(f"{label}, {level}", count, lambda damaged=mentions: [resolve([mention]) for mention in damaged])
    names = [damage(body.name, 1, "random", chance) for body in chance.choices(central_bodies(), k=count)]
    timed("central, one letter wrong", count, lambda: [identify(name) for name in names])


def timed(label: str, count: int, work: Callable[[], object]) -> None:
    """Print how many a second ``work`` does."""
    start = time.process_time()
    work()
    print(f"{label:<34}{count / (time.process_time() - start):>8,.0f} mentions a second")


PARTS: dict[str, Callable[[int, int], None]] = {
    "damage": measure,
    "read": lambda _count, _seed: read_names(),
    "strangers": strangers,
    "central": central,
    "neighbours": lambda _count, _seed: neighbours(),
    "speed": speed,
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"what to measure, of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for part in arguments.parts or PARTS:
        PARTS[part](arguments.count, arguments.seed)
