"""``ita agency``: candidates with reasons, as a table and as JSON."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import Exit


def ita(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["agency", *arguments])
    return result.exit_code, result.stdout


def test_candidates_in_order_with_what_speaks_for_and_against_them() -> None:
    code, shown = ita("อบต.ทุ่งทอง อ.ยะยี่น จ.มหาสารคาม", "--limit", "2")
    assert code == 0
    assert "SAO-440506" in shown
    assert "SAO-450212" in shown
    assert "SAO-600408" not in shown
    assert "amphoe ยะยี่น is far off" in shown
    assert shown.startswith("องค์การบริหารส่วนตำบลทุ่งทอง  X-")


@pytest.mark.parametrize(("limit", "count"), [("1", 1), ("3", 3)])
def test_limit(limit: str, count: int) -> None:
    _, shown = ita("อบต.หนองบัว", "--limit", limit, "--json")
    assert len(json.loads(shown)["candidates"]) == count


def test_limit_0_shows_all() -> None:
    _, shown = ita("อบต.หนองบัว", "--limit", "0", "--json")
    fitting = [row for row in json.loads(shown)["candidates"] if row["cost"] == 0]
    assert len(fitting) == 28


def test_json() -> None:
    code, shown = ita("อบต.ริมกก อ.เมือง", "--json")
    assert code == 0
    assert json.loads(shown) == {
        "text": "อบต.ริมกก อ.เมือง",
        "outcome": "exact",
        "agency": {
            "agency_id": "SAO-570114",
            "agency": "องค์การบริหารส่วนตำบลริมกก",
            "agency_raw": "อบต.ริมกก",
            "agency_type": "องค์การบริหารส่วนตำบล",
            "tambon": "ริมกก",
            "amphoe": "เมืองเชียงราย",
            "province": "เชียงราย",
        },
        "gap": 7.7,
        "inferred_fields": ["province"],
        "candidates": [
            {
                "agency_id": "SAO-570114",
                "agency": "องค์การบริหารส่วนตำบลริมกก",
                "agency_raw": "อบต.ริมกก",
                "agency_type": "องค์การบริหารส่วนตำบล",
                "tambon": "ริมกก",
                "amphoe": "เมืองเชียงราย",
                "province": "เชียงราย",
                "cost": 0.0,
                "reasons": [
                    {"field": "name", "printed": "ริมกก", "cost": 0.0},
                    {"field": "amphoe", "printed": "เมือง", "cost": 0.0},
                ],
            }
        ],
    }


@pytest.mark.parametrize("text", ["คะแนนรวม", "โรงพยาบาลน่าน"])
def test_nothing_found(text: str) -> None:
    assert ita(text)[0] == Exit.NOTHING


def test_former_names_and_abbreviations_say_so() -> None:
    assert "is an abbreviation" in ita("สวทช.")[1]
    assert "is a former name" in ita("สำนักงานรัฐบาลอิเล็กทรอนิกส์")[1]
