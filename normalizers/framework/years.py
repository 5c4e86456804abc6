"""Loading the framework data: one cached ``Framework`` a year, the grade schemes, the signs of the older framework."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from normalizers import thai
from normalizers.framework.model import Framework, GradeBand, GradeScheme, Indicator, Item, SubIndicator, Tool

INDICATORS = range(1, 11)
KNOWN_YEARS = range(2562, 2570)

_WORST_FIRST = ("unsure", "recall", "low", "medium", "high")


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


def framework(year: int | None) -> Framework:
    """Give the framework of a fiscal year (Buddhist Era).

    None gives the newest year that is known in full, a year outside FY2562..2569 the nearest one; both with
    ``exact`` False.
    """
    if year is None:
        return _framework(int(_data("framework")["default_year"]), exact=False)
    nearest = min(max(year, KNOWN_YEARS[0]), KNOWN_YEARS[-1])
    return _framework(nearest, exact=nearest == year)


@cache
def _framework(year: int, *, exact: bool) -> Framework:
    common, of_year = _data("framework"), _data("years")[str(year)]
    indicators = tuple(_indicator(entry) for entry in common["indicator"])
    subs = tuple(_sub_indicators(of_year["sub_indicators"]))
    return Framework(
        year=year,
        exact=exact,
        indicators=indicators,
        tools=tuple(_tools(of_year["weights"], indicators)),
        sub_indicators=subs,
        items=MappingProxyType({item.code: item for item in _items(year, subs)}),
        grade_scheme=grade_schemes()[of_year["grade_scheme"]["name"]],
        target=float(common["target"]["points"]),
        measures_item=of_year.get("measures_item", {}).get("code"),
        report_item=of_year.get("report_item", {}).get("code"),
        overall=(common["overall"]["label"], common["overall"]["label_en"]),
        lattice_sizes=MappingProxyType(_lattice_sizes(subs) if of_year["lattice"] else {}),
    )


def _indicator(entry: dict[str, Any]) -> Indicator:
    return Indicator(
        number=entry["number"],
        tool=entry["tool"],
        label=entry["label"],
        label_en=entry["label_en"],
        variants=tuple(entry["variants"]),
        names_en=tuple(entry["names_en"]),
    )


def _tools(weights: dict[str, Any], indicators: tuple[Indicator, ...]) -> Iterator[Tool]:
    for entry in _data("framework")["tool"]:
        code = entry["code"]
        numbers = tuple(indicator.number for indicator in indicators if indicator.tool == code)
        yield Tool(code, entry["label"], entry["label_en"], weights[code], numbers, tuple(entry["variants"]))


def _sub_indicators(entries: list[dict[str, Any]]) -> Iterator[SubIndicator]:
    names = _data("years")["sub_indicator_names"]
    for entry in entries:
        first, last = entry.get("first"), entry.get("last")
        yield SubIndicator(
            code=entry["code"],
            indicator=int(entry["code"].split(".")[0]),
            label=entry["label"],
            short_label=names[entry["label"]]["short"],
            label_en=names[entry["label"]]["en"],
            first=f"o{first}" if first else None,
            last=f"o{last}" if last else None,
            count=last - first + 1 if first else None,
            confidence=entry["confidence"],
        )


def _lattice_sizes(subs: tuple[SubIndicator, ...]) -> dict[int, tuple[int, ...]]:
    sizes: dict[int, tuple[int, ...]] = {}
    for sub in subs:
        if sub.count:
            sizes[sub.indicator] = (*sizes.get(sub.indicator, ()), sub.count)
    return sizes


def _items(year: int, subs: tuple[SubIndicator, ...]) -> Iterator[Item]:
    of_year = _data("years")[str(year)]
    yield from _survey_items("i", of_year.get("iit_items"), first_indicator=1, indicators=5)
    yield from _survey_items("e", of_year.get("eit_items"), first_indicator=6, indicators=3)
    titles, confidences = _titles(year)
    place = {number: sub for sub in subs if sub.first and sub.last for number in _numbers(sub.first, sub.last)}
    for number in range(1, of_year["oit_items"]["count"] + 1):
        code, sub = f"o{number}", place.get(number)
        confidence = _worse(confidences.get(code, "unsure"), of_year["oit_items"]["confidence"])
        yield Item(code, titles.get(code), sub.indicator if sub else None, sub.code if sub else None, confidence)


def _numbers(first: str, last: str) -> range:
    return range(int(first[1:]), int(last[1:]) + 1)


def _survey_items(
    letter: str, entry: dict[str, Any] | None, *, first_indicator: int, indicators: int
) -> Iterator[Item]:
    """Questions are numbered through a tool, the same count for each of its indicators; their wording is not known."""
    if entry is None:
        return
    size = entry["per_indicator"]
    for number in range(1, size * indicators + 1):
        indicator = first_indicator + (number - 1) // size
        yield Item(f"{letter}{number}", None, indicator, None, entry["confidence"])


def _titles(year: int) -> tuple[dict[str, str], dict[str, str]]:
    """Titles of the OIT items by code and how sure each is."""
    entry = _data("items").get(str(year), {})
    titles = {**(_titles(entry["same_as"])[0] if "same_as" in entry else {}), **entry.get("titles", {})}
    unconfirmed = entry.get("unconfirmed", ())
    return titles, {code: "recall" if code in unconfirmed else entry["confidence"] for code in titles}


def _worse(one: str, other: str) -> str:
    return min(one, other, key=_WORST_FIRST.index)


@cache
def grade_schemes() -> dict[str, GradeScheme]:
    """Grade schemes by name: ``letters`` (to FY2565) and ``pass`` (from FY2566)."""
    return {name: _scheme(name, entry) for name, entry in _data("framework")["scheme"].items()}


def _scheme(name: str, entry: dict[str, Any]) -> GradeScheme:
    bands = tuple(GradeBand(band["word"], band["low"], band["high"], band.get("min_tool")) for band in entry["bands"])
    incomplete = entry.get("incomplete", {})
    return GradeScheme(
        name, entry["first_year"], bands, incomplete.get("word"), incomplete.get("label"), entry["confidence"]
    )


@cache
def five_index_labels() -> tuple[tuple[int, str, str], ...]:
    """List number, Thai and English name of the five indices of the framework before FY2562."""
    return tuple((entry["number"], entry["label"], entry["label_en"]) for entry in _five_index()["indices"])


def _five_index() -> dict[str, Any]:
    entry: dict[str, Any] = _data("framework")["five_index"]
    return entry


@cache
def _five_index_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    terms = [label for _, label, _ in five_index_labels()] + list(_five_index()["terms"])
    return tuple((term, _spaced(term)) for term in terms)


def _spaced(term: str) -> re.Pattern[str]:
    """Find the term whatever blanks stand between its letters; a Latin term must stand alone."""
    if term.isascii():
        words = r"[\s-]*".join(re.escape(word) for word in re.split("[ -]", term))
        return re.compile(f"(?<![A-Za-z])(?i:{words})(?![A-Za-z])")
    return re.compile(r"\s*".join(re.escape(letter) for letter in thai.fold(term)))


def five_index_terms(text: str) -> list[str]:
    """Terms of the framework before FY2562 (its five indices, EBIT) that ``text`` uses, each once, in a fixed order."""
    return [term for term, pattern in _five_index_patterns() if pattern.search(text)]
