"""Where the HTML tables in the lines of a page end, also those that nobody closed. One pass over the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A table tag, or a tag of a part of one; the group tells an opening table from a closing one.
_TAG = re.compile(r"<(/?)(table|tr|td|th|tbody|thead|tfoot)(?=[\s>/])[^<>]*>?", re.IGNORECASE)
OPENING = re.compile(r"<table(?=[\s>/])", re.IGNORECASE)

Place = tuple[int, int]  # a line, and how many characters of the line lie behind the place


@dataclass(slots=True)
class _Event:
    opens: bool
    part: bool
    leads: bool  # an opening tag with nothing before it on its line
    start: Place
    end: Place
    closed_at: Place | None = None


def table_ends(lines: Sequence[str]) -> dict[Place, Place]:
    """For each opening table tag the place behind its table.

    An unclosed table ends with the last tag of its parts before another table begins on a line of its own. Places
    count characters from the end of the line, so that they stay true when what stands before a table is cut off.
    """
    events = _events(lines)
    _match(events)
    ends: dict[Place, Place] = {}
    last_part = [None, *_last_parts(events)]
    stop = len(events)  # the next table that begins on a line of its own
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if event.opens:
            part = last_part[stop]
            ends[event.start] = event.closed_at or (
                part if part is not None and part[0] >= event.start[0] else event.end
            )
        if event.leads:
            stop = index
    return ends


def _events(lines: Sequence[str]) -> list[_Event]:
    return [
        _Event(
            opens=tag.group(2).lower() == "table" and not tag.group(1),
            part=tag.group(2).lower() != "table",
            leads=tag.group(2).lower() == "table" and not tag.group(1) and not line[: tag.start()].strip(),
            start=(number, len(line) - tag.start()),
            end=(number, len(line) - tag.end() if tag.group(1) else 0),
        )
        for number, line in enumerate(lines)
        if "<" in line
        for tag in _TAG.finditer(line)
    ]


def _match(events: Sequence[_Event]) -> None:
    """Give every opening tag the place behind the closing tag that belongs to it."""
    unclosed: list[_Event] = []
    for event in events:
        if event.opens:
            unclosed.append(event)
        elif not event.part and unclosed:
            unclosed.pop().closed_at = event.end


def _last_parts(events: Sequence[_Event]) -> list[Place | None]:
    """For each event the end of the last tag of a table's part up to it."""
    places: list[Place | None] = []
    last: Place | None = None
    for event in events:
        last = event.end if event.part else last
        places.append(last)
    return places
