"""Statements of running text that make one list: each indicator once, in the same surroundings and year."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import TextBlock
from extractors.scores.sentences import Statement
from extractors.scores.subjects import SubjectKind
from normalizers.indicators import split_label


def runs(prose: list[Statement]) -> Iterator[list[Statement]]:
    """Lists of statements that name each indicator once; anything else is a run of its own."""
    run: list[Statement] = []
    for statement in prose:
        if not names_indicator(statement):
            yield [statement]
            continue
        if run and (len(run) == 10 or _begins_anew(run, statement)):
            yield run
            run = []
        run.append(statement)
    if run:
        yield run


def _begins_anew(run: list[Statement], statement: Statement) -> bool:
    """Whether a statement cannot stand in the same list: other surroundings or year, or a name that it has already.

    A name may stand twice under two printed numbers: one of the two labels is wrong.
    """
    if run[-1].unit.context is not statement.unit.context:
        return True
    code, number = statement.subject.code, statement.subject.printed_number
    if any(held.subject.code == code and held.year != statement.year for held in run):
        return True
    same_name = [
        held.subject.printed_number for held in run if held.subject.code == code and held.year == statement.year
    ]
    return bool(same_name) and (number is None or number in same_name or None in same_name)


def names_indicator(statement: Statement) -> bool:
    """Whether a statement is of an indicator."""
    code = statement.subject.code
    return statement.subject.kind is SubjectKind.LABEL and (code is None or code.isdigit())


def is_list_of_indicators(run: list[Statement]) -> bool:
    """Whether numbers may stand for names in a list: more of its lines name an indicator than have a number alone.

    A numbered line of any other list ("2. การจัดเก็บภาษี ร้อยละ 98.43") is of no indicator.
    """
    named = [statement.subject for statement in run]
    alone = sum(subject.code is None for subject in named)
    return alone == 0 or len(named) - alone > alone


def label_text(statement: Statement) -> str:
    """The label of a statement without its number."""
    return split_label(statement.label).label or statement.label


def is_numbered(statement: Statement) -> bool:
    """Whether a statement says which indicator it is of by number, or is of no indicator."""
    return statement.subject.printed_number is not None or not names_indicator(statement)


def closes_with_indicator(block: TextBlock, statement: Statement) -> bool:
    """Whether the last line of a block begins with "ตัวชี้วัดที่ n" and tells its score."""
    line = block.text.rfind("\n") + 1
    return is_numbered(statement) and names_indicator(statement) and line <= statement.subject.start <= line + 3
