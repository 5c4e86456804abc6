"""One edition of the tables: from what is known of all inputs to published files, where they are not there already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from extractors.limits import Limits
from pipeline.build import fill
from pipeline.catalogue import Build, Catalogue, Entry
from pipeline.datapackage import manifest_of, row_counts
from pipeline.discover import Input
from pipeline.publish import fingerprint, publish
from pipeline.report import Lead, Summary
from pipeline.review import KeptPage, kept_pages
from pipeline.schema import Row
from pipeline.shrink import refuse_shrinking
from pipeline.versions import versions


@dataclass(frozen=True, slots=True)
class Edition:
    """What is to be published to ``out``: ``entries``, by source, of the inputs below ``root``.

    ``pictures`` are the limits within which unreadable pages are drawn; None keeps no pictures of them.
    """

    out: Path
    root: str
    inputs: tuple[Input, ...]
    entries: tuple[Entry, ...]
    pictures: Limits | None

    def publish(self, catalogue: Catalogue, share: float, missing: int) -> Summary:
        """Publish the tables from the catalogue, unless these very files are there.

        ``share`` of a table's rows may go; ``missing`` inputs have no row. Raises RunError; the old tables then stay.
        """
        folder, drawn_by = str(self.out.resolve()), _checksum((versions().pictures, self.pictures))
        made_from = _checksum(
            chain((versions().tables, drawn_by), ((entry.source, entry.rows) for entry in self.entries))
        )
        last = catalogue.last_build(folder)
        if last and last.made_from == made_from and last.published == fingerprint(self.out):
            return _summary_of(last.summary)
        before = row_counts(manifest_of(self.out))
        held = self.out if last and last.pictures == drawn_by else None
        summaries: list[Summary] = []

        def accept(counts: dict[str, int]) -> None:
            refuse_shrinking(before, counts, share, missing)

        def papers(names: tuple[str, ...]) -> Iterator[dict[str, list[Row]]]:
            return catalogue.rows(self.root, self.entries, names)

        def pictures(findings: Sequence[Row]) -> Iterable[KeptPage]:
            wanted = {finding["source"] for finding in findings}
            paths = {item.source: item.path for item in self.inputs if item.source in wanted}
            return kept_pages(paths, findings, self.pictures, held) if self.pictures else ()

        publish(self.out, lambda build: summaries.append(fill(build, papers, pictures, accept)))
        text = json.dumps(asdict(summaries[0]), ensure_ascii=False)
        catalogue.built(folder, Build(made_from, drawn_by, fingerprint(self.out) or "", text))
        return summaries[0]


def _checksum(parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{part!r}\n".encode())
    return digest.hexdigest()


def _summary_of(text: str) -> Summary:
    values = json.loads(text)
    return Summary(**{**values, "leads": tuple(Lead(**lead) for lead in values["leads"])})
