"""Every place that can carry a body: 7,256 tambons, the amphoe, the provinces (package geothai and ``places.toml``).

Loaded once, at the first question. The 180 khwaeng of Bangkok are left out: they have no body of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from normalizers import thai
from normalizers.agencies.types import Level, data

_TAMBON, _AMPHOE, _PROVINCE = "tambon", "amphoe", "province"


@dataclass(frozen=True, slots=True)
class Place:
    """A place and what its body is called.

    ``code`` has 6 digits for a tambon, 4 for an amphoe (a municipality named after it), 2 for a province. ``keys``,
    ``amphoe_keys`` and ``province_keys`` are all folded spellings of the three names, the official one first.
    """

    code: str
    name: str
    tambon: str | None
    amphoe: str | None
    province: str
    keys: tuple[str, ...]
    amphoe_keys: tuple[str, ...]
    province_keys: tuple[str, ...]

    @property
    def is_seat(self) -> bool:
        """Whether the place carries the name of its province."""
        return self.keys[0] in self.province_keys


@dataclass(frozen=True, slots=True)
class _Area:
    code: str
    name: str
    keys: tuple[str, ...]


@cache
def names_of(level: Level) -> MappingProxyType[str, tuple[Place, ...]]:
    """All places of a level by each of their folded names."""
    found: dict[str, list[Place]] = {}
    for place in _places(level):
        for key in place.keys:
            found.setdefault(key, []).append(place)
    return MappingProxyType({key: tuple(places) for key, places in found.items()})


@cache
def amphoe_names() -> MappingProxyType[str, str]:
    """Folded spellings of all amphoe, each with the official name."""
    return MappingProxyType({key: area.name for area in _areas()[_AMPHOE].values() for key in area.keys})


@cache
def province_names() -> MappingProxyType[str, str]:
    """Folded spellings of all provinces, each with the official name."""
    return MappingProxyType({key: area.name for area in _areas()[_PROVINCE].values() for key in area.keys})


def _places(level: Level) -> Iterator[Place]:
    if level is Level.PROVINCE:
        yield from (_province_place(area) for area in _areas()[_PROVINCE].values())
        return
    if level is Level.AMPHOE:
        yield from _district_places()
        return
    yield from _tambon_places()
    if level is Level.TOWN:
        yield from _amphoe_places()


def _province_place(area: _Area) -> Place:
    return Place(area.code, area.name, None, None, area.name, area.keys, (), area.keys)


@cache
def _tambon_places() -> tuple[Place, ...]:
    areas = _areas()
    places = []
    for area in areas[_TAMBON].values():
        amphoe, province = areas[_AMPHOE][area.code[:4]], areas[_PROVINCE][area.code[:2]]
        places.append(
            Place(area.code, area.name, area.name, amphoe.name, province.name, area.keys, amphoe.keys, province.keys)
        )
    return tuple(places)


def _amphoe_places() -> Iterator[Place]:
    """Municipalities named after their amphoe, or after the province where it is the capital."""
    areas = _areas()
    carried = {(place.code[:4], key) for place in _tambon_places() for key in place.keys}
    capital = data("places")["capital"]["word"]
    for area in areas[_AMPHOE].values():
        province = areas[_PROVINCE][area.code[:2]]
        name = area.name.removeprefix(capital) if _is_capital(area.code) else area.name
        key = thai.fold(name)
        if (area.code, key) not in carried:
            keys = (key, *(alias for alias in area.keys[1:] if alias != capital))
            yield Place(area.code, name, None, area.name, province.name, keys, area.keys, province.keys)


def _district_places() -> Iterator[Place]:
    """The amphoe themselves, which carry offices."""
    areas = _areas()
    for area in areas[_AMPHOE].values():
        province = areas[_PROVINCE][area.code[:2]]
        yield Place(area.code, area.name, None, area.name, province.name, area.keys, area.keys, province.keys)


def _is_capital(amphoe_code: str) -> bool:
    capital = data("places")["capital"]
    return bool(amphoe_code.endswith(capital["code_suffix"]) and not amphoe_code.startswith(capital["bangkok"]))


@cache
def _areas() -> dict[str, dict[str, _Area]]:
    """The three tables by code, with corrected names and aliases."""
    import geothai  # kept out of the module's import: it reads its tables when first asked

    provinces = list(geothai.provinces())
    districts = [district for province in provinces for district in geothai.districts(province.code)]
    bangkok = data("places")["capital"]["bangkok"]
    outside = [district for district in districts if district.province_code != bangkok]
    subdistricts = (sub for district in outside for sub in geothai.subdistricts(district.code))
    return {
        _TAMBON: _table(_TAMBON, ((sub.code, sub.name_th) for sub in subdistricts)),
        _AMPHOE: _table(_AMPHOE, ((district.code, district.name_th) for district in outside)),
        _PROVINCE: _table(_PROVINCE, ((province.code, province.name_th) for province in provinces)),
    }


def _table(kind: str, rows: Iterable[tuple[str, str]]) -> dict[str, _Area]:
    known = data("places")[kind]
    names, aliases = known.get("names", {}), known.get("aliases", {})
    capital = data("places")["capital"]["word"]
    table = {}
    for code, printed in rows:
        name = names.get(code, printed)
        others = [thai.fold(alias) for alias in aliases.get(code, ())]
        if kind == _AMPHOE and _is_capital(code):
            others.append(capital)
        table[code] = _Area(code, name, tuple(dict.fromkeys((thai.fold(name), *others))))
    return table
