"""Everything that the guide can say fits into a message, names its source and is honest about age."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, product

import discord
import pytest

from bot.features.guide import paths
from bot.features.guide.comparing import compare
from bot.features.guide.directory import Directory, facts, names
from bot.features.guide.model import Correction, Page, Sheet, SheetKind
from cogs.guide import path_texts, texts
from cogs.guide.buttons import question_view, suggestion_view
from tests.community import library

TODAY = date(2026, 11, 22)
DIRECTORY = Directory(library())
CREDENTIALS = DIRECTORY.of_kind(SheetKind.CERTIFICATION, SheetKind.SPECIALTY)


def worst(sheet: Sheet) -> list[Correction]:
    """A server that corrected every figure with as much as can be typed, all of which has to be escaped."""
    return [
        Correction(1, sheet.id, key, "*" * 200, "_" * 100, "April 2026", "~" * 40, 5, 1_790_000_000)
        for key in names(sheet)
    ]


def page(sheet: Sheet, own: Sequence[Correction] = ()) -> Page:
    """As a server reads it."""
    return Page(
        sheet, facts(sheet, own), tuple(one for one in library().guide.choices if sheet.id in one.certs)
    )


def check(embed: discord.Embed) -> None:
    """Discord's limits."""
    assert len(embed) <= 6000
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 1 <= len(field.value or "") <= 1024
        assert 1 <= len(field.name or "") <= 256


def text(embed: discord.Embed) -> str:
    """All there is to read."""
    fields = [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join([embed.title or "", embed.description or "", *fields, embed.footer.text or ""])


@pytest.mark.parametrize("own", [False, True])
def test_every_page_fits(own: bool) -> None:
    for sheet in CREDENTIALS:
        check(texts.info(page(sheet, worst(sheet) if own else ()), TODAY))
        if sheet.certification and sheet.certification.outlines:
            check(texts.areas(sheet, TODAY))
    ways = [page(one, worst(one) if own else ()) for one in DIRECTORY.of_kind(SheetKind.EDUCATION)]
    check(texts.learning(ways, TODAY))
    pay = DIRECTORY.sheets["pay"]
    check(texts.worth(page(pay, worst(pay) if own else ()), TODAY))


@pytest.mark.parametrize("own", [False, True])
def test_every_comparison_fits(own: bool) -> None:
    pages = [page(sheet, worst(sheet) if own else ()) for sheet in CREDENTIALS]
    for left, right in combinations(pages, 2):
        check(texts.comparison(compare(left, right, library().area_names), TODAY))


def test_every_suggestion_fits_and_its_buttons_too() -> None:
    for given in product(range(1, 6), range(1, 6), range(1, 5), range(1, 5), range(1, 5)):
        found = paths.suggest(paths.answers(given))
        ids = [found.first.cert, found.second.cert if found.second else None, found.learn]
        pages = [page(DIRECTORY.sheets[id_], worst(DIRECTORY.sheets[id_])) for id_ in ids if id_]
        choice = next(one for one in library().guide.choices if one.id == found.choice)
        check(path_texts.suggestion(found, pages, choice, given, TODAY))
        assert len(suggestion_view(found).children) <= 5


def test_buttons_of_the_questions_fit() -> None:
    for count in range(5):
        view = question_view((1,) * count)
        for child in view.children:
            assert isinstance(child, discord.ui.Button)
            assert len(child.label or "") <= 45, "a phone cuts longer ones"
        check(path_texts.question((1,) * count))


def test_each_figure_stands_with_its_source_and_age_and_older_ones_as_history() -> None:
    for sheet in DIRECTORY.of_kind(SheetKind.CERTIFICATION):
        shown = texts.info(page(sheet), TODAY)
        values = [field.value or "" for field in shown.fields]
        for figure, value in zip(page(sheet).facts, values, strict=True):
            assert figure.figure is not None
            today, *lines = value.split("\n")
            assert today == figure.figure.value
            assert lines[0].startswith(f"-# {figure.figure.source} · {figure.figure.as_of}")
            assert len(lines) == 1 + len(figure.figure.older)
            assert all(line.startswith("-# Earlier: ") for line in lines[1:])
        assert ("Undated" in (shown.footer.text or "")) == any("undated" in value for value in values)


def test_an_old_figure_is_marked_and_a_young_one_told_in_months() -> None:
    shown = text(texts.info(page(DIRECTORY.sheets["CCA"]), TODAY))
    assert "AHIMA, stored page · 2020, 6 years old, check it" in shown
    assert "April 2026, 7 months old" in shown


def test_a_servers_own_figure_is_marked_as_theirs_beside_the_guides() -> None:
    sheet = DIRECTORY.sheets["CPC"]
    own = [Correction(1, "CPC", "salary", "$52,000 **net**", "", "2024", "M@ds", 5, 1_790_000_000)]
    shown = text(texts.info(page(sheet, own), TODAY))
    assert "📌 $52,000 \\*\\*net\\*\\*" in shown
    assert "This server's own figure, by M@\u200bds, <t:1790000000:D> · 2024, 2 years old" in shown
    assert "The guide: $27,419 – $51,753 (Founding guide; undated)" in shown


def test_a_comparison_says_one_thing_once_and_what_is_missing() -> None:
    by_id = DIRECTORY.sheets
    shown = texts.comparison(compare(page(by_id["CPC"]), page(by_id["COC"]), library().area_names), TODAY)
    fields = {field.name: field.value or "" for field in shown.fields}
    assert fields["Membership dues"].startswith("**Both** $190")
    assert "**COC** 100 multiple choice" in fields["Exam format"]
    assert "**CPC** – not stated" in fields["Exam fee"]
    assert "|" not in text(shown), "no tables"
    assert "Earlier" not in text(shown), "history stands in /cert info"


def test_what_an_exam_asks_keeps_older_outlines_apart() -> None:
    shown = texts.areas(DIRECTORY.sheets["CCS"], TODAY)
    assert "Coding knowledge and skills: 39–41 %" in (shown.description or "")
    assert "third party · 2026, this year" in (shown.description or "")
    (history,) = shown.fields
    assert (history.name or "").startswith("History, not today's")
    assert "64–68 %" in (history.value or "")


def test_a_retired_exam_says_so_first() -> None:
    shown = texts.info(page(DIRECTORY.sheets["CPC-P"]), TODAY)
    assert "retired" in (shown.fields[0].value or "")


def test_a_specialty_without_figures_says_so() -> None:
    shown = text(texts.info(page(DIRECTORY.sheets["CCC"]), TODAY))
    assert "Cardiology" in shown
    assert "gives no figures" in shown
    assert "not checked against AAPC's current list" in shown


def test_however_long_a_figure_is_whose_it_is_and_its_age_stay() -> None:
    marked = "This server's own figure, by"
    for sheet in CREDENTIALS:
        shown = texts.info(page(sheet, worst(sheet)), TODAY)
        check(shown)
        for field in shown.fields:
            assert marked in (field.value or "")
            assert (field.value or "").split("\n")[1].endswith("April 2026, 7 months old")
    ways = [page(sheet, worst(sheet)) for sheet in DIRECTORY.of_kind(SheetKind.EDUCATION)]
    shown = texts.learning(ways, TODAY)
    check(shown)
    for field in shown.fields:
        assert (field.value or "").count("April 2026, 7 months old") == 2, "time and cost"
        assert "Founding guide · undated" in (field.value or "")
    assert texts.way_within(ways[0], TODAY, 900).count(marked) == 2
