"""Layers of a PDF (optional content): which of them a viewer shows when it opens the paper.

ISO 32000-1, 8.11: the default configuration of the catalogue says which groups are off; a membership dictionary
combines several groups by a policy or an expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1

_DEEPEST = 32  # expressions inside each other
_MOST_PARTS = 1000  # of an expression; one that refers to itself multiplies
_MOST_GROUPS = 100_000


@dataclass(frozen=True, slots=True)
class Layers:
    """The numbers of the groups that are off."""

    off: frozenset[int] = frozenset()
    known: dict[int, tuple[Any, bool]] = field(default_factory=dict, compare=False, repr=False)

    def shows(self, entry: Any) -> bool:
        """Whether content that belongs to a group or a membership (a reference, or its dictionary) is shown."""
        if isinstance(entry, PDFObjRef) and entry.objid in self.off:
            return False
        if not self.off:
            return True
        found = resolve1(entry)
        if not isinstance(found, dict) or _name(found.get("Type")) != "OCMD":
            return True
        if id(found) not in self.known:  # pages ask thousands of times; the dictionary is kept, so its id stays its own
            self.known[id(found)] = (found, self._combined(found))
        return self.known[id(found)][1]

    def _combined(self, membership: Mapping[str, Any]) -> bool:
        expression = list_value(membership.get("VE"))
        if expression:
            return self._holds(expression, 0, iter(range(_MOST_PARTS)))
        groups = resolve1(membership.get("OCGs"))
        members = groups if isinstance(groups, list) else [membership.get("OCGs")]
        shown = [entry.objid not in self.off for entry in members if isinstance(entry, PDFObjRef)]
        if not shown:
            return True
        policy = _name(membership.get("P"))
        if policy == "AllOn":
            return all(shown)
        if policy == "AllOff":
            return not any(shown)
        return not all(shown) if policy == "AnyOff" else any(shown)

    def _holds(self, expression: Any, depth: int, steps: Iterator[int]) -> bool:
        """An expression of /And, /Or and /Not over groups; one that is too long, nested too deep, or none, holds."""
        if isinstance(expression, PDFObjRef) and not isinstance(resolve1(expression), list):
            return expression.objid not in self.off
        parts = list_value(expression)
        if not parts or depth > _DEEPEST or next(steps, None) is None:
            return True
        values = [self._holds(part, depth + 1, steps) for part in parts[1:_MOST_PARTS]]
        operator = _name(parts[0])
        if operator == "Not":
            return not all(values)
        return any(values) if operator == "Or" else all(values)


def layers_of(catalogue: Mapping[str, Any]) -> Layers:
    """The layers of a paper as its default configuration sets them, with what it sets for viewing by itself (/AS)."""
    properties = dict_value(catalogue.get("OCProperties"))
    default = dict_value(properties.get("D"))
    off = _numbers(properties.get("OCGs")) if _name(default.get("BaseState")) == "OFF" else set()
    off = (off - _numbers(default.get("ON"))) | _numbers(default.get("OFF"))
    for usage in map(dict_value, list_value(default.get("AS"))):
        if _name(usage.get("Event")) == "View":
            shown = {group.objid: _view_state(group) for group in _groups(usage.get("OCGs"))}
            off |= {number for number, state in shown.items() if state == "OFF"}
            off -= {number for number, state in shown.items() if state == "ON"}
    return Layers(frozenset(off))


def _view_state(group: PDFObjRef) -> str:
    usage = dict_value(dict_value(group).get("Usage"))
    return _name(dict_value(usage.get("View")).get("ViewState"))


def _numbers(groups: Any) -> set[int]:
    return {group.objid for group in _groups(groups)}


def _groups(groups: Any) -> Iterable[PDFObjRef]:
    return [group for group in list_value(groups)[:_MOST_GROUPS] if isinstance(group, PDFObjRef)]


def _name(value: Any) -> str:
    name = getattr(resolve1(value), "name", "")
    return name if isinstance(name, str) else ""
