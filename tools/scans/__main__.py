"""Write scans and their truth.

    python -m tools.scans build/scans --papers 16 --dpi 200 --damage medium --digits arabic
    ita ingest build/scans/papers -o build/tables && ita evaluate build/tables build/scans/truth

Lists (--dpi 150,200,300 --damage light,medium) scan every paper in every combination. --paper FILE scans a paper that
you have instead of made-up ones; it has no truth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from extractors.readers import read
from pipeline.truth import dump
from tools.scans.papers import CHECKLIST, DIGITS, LAYOUTS, made_up, with_digits
from tools.scans.scan import FORMATS, Order, completed, scan_documents, scanned
from tools.scans.settings import DPI, PARTS, fonts, levels
from tools.scans.typesetting import typeset_kept
from tools.scans.web_fonts import style_of
from tools.typeset import FONT, PRODUCERS


def main(arguments: Sequence[str] | None = None) -> int:
    """Scan as asked; exit status 1 where the producer or a font is missing."""
    options = _options(arguments)
    try:
        _scan_given(options) if options.paper else _scan_made_up(options)
    except RuntimeError as error:
        remedy = "On Debian and Ubuntu: apt-get install chromium fonts-thai-tlwg fontconfig"
        sys.stderr.write(f"{error}\n{remedy}\n")
        return 1
    return 0


def _scan_made_up(options: argparse.Namespace) -> None:
    for folder in ("papers", "truth"):
        (options.out / folder).mkdir(parents=True, exist_ok=True)
    for digits, number in product(options.digits, range(options.papers)):
        name, document, truth, style = made_up(number, options.seed, digits, options.part, options.font, options.layout)
        pdf = typeset_kept({name: document}, options.producer, style)[name]
        for order in _orders(options):
            stem = f"{name}_{digits}_{order.dpi}_{order.damage}"
            file = options.out / "papers" / f"{stem}.{order.format}"
            file.write_bytes(scanned(pdf, replace(order, seed=options.seed * 10_000 + number)))
            whole = completed(truth, pdf, file.name, order)
            (options.out / "truth" / f"{stem}.json").write_text(dump(whole), encoding="utf-8")


def _scan_given(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    style = style_of(fonts()[options.font or FONT], options.landscape)
    for path, digits in product(options.paper, options.digits):
        document = with_digits(read(path.read_bytes(), path.name), digits)
        for order in _orders(options):
            scan = scan_documents({path.stem: document}, order, style, options.producer)[path.stem]
            name = f"{path.stem}_{digits}_{order.dpi}_{order.damage}.{order.format}"
            (options.out / name).write_bytes(scan)


def _orders(options: argparse.Namespace) -> Iterator[Order]:
    for dpi, damage in product(options.dpi, options.damage):
        yield Order(dpi, damage, options.seed, options.format, options.turn)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    head, _, examples = (__doc__ or "").partition("\n")
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m tools.scans", description=head, epilog=examples, formatter_class=raw)
    parser.add_argument("out", type=Path, help="folder for papers/ and truth/")
    parser.add_argument("--papers", type=int, default=8, help="how many made-up papers (8 show every layout)")
    parser.add_argument("--paper", type=Path, action="append", help="scan this paper instead; may be repeated")
    parser.add_argument("--dpi", type=_resolutions, default=[200], help=f"{DPI[0]} to {DPI[1]}; a list with commas")
    parser.add_argument("--damage", type=_one_of(levels()), default=["medium"], help=f"of {', '.join(levels())}")
    parser.add_argument("--digits", type=_one_of(DIGITS), default=["arabic"], help="arabic, thai or both with a comma")
    known = (*LAYOUTS, CHECKLIST)
    shown = f"of {', '.join(known)}; without it all with scores"
    parser.add_argument("--layout", type=_one_of(known), default=LAYOUTS, help=shown)
    parser.add_argument("--seed", type=int, default=0, help="another seed, other papers and other damage")
    parser.add_argument("--part", choices=PARTS, default="development", help="which fonts and sentences")
    parser.add_argument("--font", choices=sorted(fonts()), help="all papers in this font")
    parser.add_argument("--landscape", action="store_true", help="for --paper")
    parser.add_argument("--format", choices=FORMATS, default="pdf", help="png holds the first page only")
    parser.add_argument("--turn", type=int, choices=(0, 90, 180, 270), default=0, help="sheets lie turned, degrees")
    parser.add_argument("--producer", choices=PRODUCERS, default="chromium", help="program that sets the pages")
    return parser.parse_args(arguments)


def _resolutions(text: str) -> list[int]:
    values = [int(value) for value in text.split(",")]
    if not all(DPI[0] <= value <= DPI[1] for value in values):
        raise argparse.ArgumentTypeError(f"{text}: resolutions go from {DPI[0]} to {DPI[1]} dpi")
    return values


class _one_of:  # noqa: N801 - a type as argparse wants it: its name stands in messages
    """A list of names with commas, each of them known."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = list(known)

    def __call__(self, text: str) -> list[str]:
        names = text.split(",")
        if unknown := [name for name in names if name not in self.known]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: there are {', '.join(self.known)}")
        return names


if __name__ == "__main__":
    sys.exit(main())
