"""How often a damaged name is resolved to the right place: a synthetic test on random tambons.

For every row of evidence 2,000 tambons are drawn and damaged: "mild" is 1 to 3 errors spread over tambon and amphoe,
"hard" 1 to 3 in each field that is shown; errors are of the look-alike kind or any letter. Printed are the share of
right first places (ties counted as fractions), and of what would be published: answered, and of these right.

    python bench/agencies.py [--count 2000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from normalizers import thai
from normalizers.agencies import AgencyMention, Outcome, find_agencies, resolve
from normalizers.agencies.places import Place, names_of
from normalizers.agencies.types import Level, agency_types
from normalizers.agencies.votes import count_votes, rank_cost

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
    shown = ["name", *fields]
    errors: Counter[str] = Counter()
    if level == "hard":
        errors.update({field: chance.randint(1, 3) for field in shown})
    elif level == "mild":
        errors.update(chance.choice(("name", "amphoe")) for _ in range(chance.randint(1, 3)))
    printed = {field: damage(values[field], errors[field], kind, chance) for field in shown}
    word = next(iter(agency_types()))
    return AgencyMention(word, printed["name"], printed.get("amphoe"), printed.get("province"), "", 0, 0)


def first_share(mention: AgencyMention, place: Place) -> float:
    """1 where the right place is first, a fraction where it shares the first rank."""
    from normalizers.agencies.distance import near_bodies

    votes = count_votes([mention])
    near = [near_bodies(Level.TAMBON, name) for name in votes.name]
    candidates = {other.code: other for names in near for name in names for other in names_of(Level.TAMBON)[name]}
    costs = {code: rank_cost(Level.TAMBON, votes, other) for code, other in candidates.items()}
    if place.code not in costs:
        return 0.0
    least = min(costs.values())
    winners = [code for code, cost in costs.items() if cost <= least + 1e-9]
    return 1 / len(winners) if place.code in winners else 0.0


def measure(count: int, seed: int) -> None:
    """Print the table."""
    chance = random.Random(seed)
    everything = sorted({place for found in names_of(Level.TAMBON).values() for place in found}, key=lambda p: p.code)
    print(f"{'evidence':<12}{'damage':<8}{'errors':<12}{'top-1 %':>8}{'answered %':>12}{'right of these %':>18}")
    for label, fields in EVIDENCE.items():
        for level, kind in (("clean", "-"), *((d, e) for d in ("mild", "hard") for e in ("look-alike", "random"))):
            first = answered = right = 0.0
            for place in chance.choices(everything, k=count):
                mention = print_of(place, fields, kind, level, chance)
                first += first_share(mention, place)
                resolution = resolve([mention])
                if resolution.outcome in (Outcome.EXACT, Outcome.CORRECTED):
                    answered += 1
                    right += resolution.agency.agency_id == f"SAO-{place.code}"
            share = 100 * right / answered if answered else 0.0
            figures = f"{100 * first / count:>8.1f}{100 * answered / count:>12.1f}{share:>18.2f}"
            print(f"{label:<12}{level:<8}{kind:<12}{figures}")


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


def speed() -> None:
    """Print clean mentions per second, found and resolved, first and second time."""
    places = [place for found in names_of(Level.TAMBON).values() for place in found][:2000]
    texts = [f"องค์การบริหารส่วนตำบล{p.name} อำเภอ{p.amphoe} จังหวัด{p.province}" for p in places]
    for run in ("first", "again"):
        start = time.perf_counter()
        for text in texts:
            resolve(find_agencies(text))
        print(f"{run}: {len(texts) / (time.perf_counter() - start):,.0f} clean mentions a second")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    measure(arguments.count, arguments.seed)
    strangers(arguments.count, arguments.seed)
    speed()
