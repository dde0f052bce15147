"""What is imported comes out again as it went in, whatever it holds; and what fits the rules fits a message."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.features.banks.checking import checked
from bot.features.banks.drafts import Draft, Drafts
from bot.features.banks.files import read
from bot.features.banks.model import KEYS, OwnQuestion
from bot.features.banks.service import as_question, written
from bot.features.banks.yaml_file import write
from bot.features.quiz.model import Answered, Shown, Standing
from bot.features.quiz.streaks import Streak
from bot.library import Trap
from cogs.quiz import texts
from tests.banks.making import AIKEN, BASIC, CSV, GIFT, GIVEN, YAML, apkg, sound
from tests.community import CONTENT, library

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1
)
CODES = ["icd10cm", "icd10pcs", "hcpcs2"]


def line(most: int) -> st.SearchStrategy[str]:
    """A text of one line, with what YAML and Discord make much of."""
    odd = st.sampled_from(
        ["null", "~", "no", "0210093", "1e3", "- x", "a: b", "'", '"', "#", "*x*", "", "|", ">"]
    )
    text = st.one_of(WORDS, odd, st.tuples(WORDS, odd, WORDS).map(" ".join))
    return text.map(lambda t: " ".join(t.split())[:most]).filter(bool)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, object]:
    """A question as a file may have it."""
    count = draw(st.integers(2, 5))
    answer = draw(st.sampled_from(KEYS[:count]))
    options = {}
    for key in KEYS[:count]:
        options[key] = {"text": draw(line(200)), **({"why": draw(line(400))} if draw(st.booleans()) else {})}
        if key != answer and draw(st.booleans()):
            options[key]["trap"] = draw(st.sampled_from(list(Trap))).value
    stem = "\n".join(draw(st.lists(line(300), min_size=1, max_size=3)))
    sources = st.one_of(line(200), st.just({"doc": "icd10cm-guidelines", "ed": "FY2025", "sec": "I.A"}))
    optional: dict[str, st.SearchStrategy[object]] = {
        "id": st.from_regex(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]", fullmatch=True),
        "certs": st.sampled_from([["CPC"], ["CCS", "CPC"]]),
        "topic": st.sampled_from(["heart", "null", "no"]),
        "kind": st.sampled_from(["application", "recall"]),
        "difficulty": st.integers(1, 5).map(str),
        "codes": st.lists(
            st.fixed_dictionaries(
                {"sys": st.sampled_from(CODES), "code": st.just("E11.9"), "role": st.just("mentioned")}
            )
        ),
        "sources": st.lists(sources, max_size=3),
        "years": st.sampled_from(["independent", ["FY2026", "FY2027"]]),
        "unrelated": st.just([["F45.8", "G47.63"]]),
        "review": st.just({"by": "somebody", "on": "2026-11-22", "verdict": "sound", "human": "true"}),
    }
    chosen = draw(st.fixed_dictionaries({}, optional=optional))
    return {**chosen, "stem": stem, "options": options, "answer": answer, "area": "medical_terminology"}


def checked_one(content: dict[str, object]) -> OwnQuestion:
    """The question, if the rules allow it."""
    good, _ = checked(Drafts("YAML", [Draft("here", content)]), GIVEN, library(), ())
    assume(good)
    return good[0]


@settings(max_examples=300, deadline=None)
@given(content=contents())
def test_our_yaml_gives_back_what_it_was_given(content: dict[str, object]) -> None:
    question = checked_one(content)
    kept = written(question)
    assert sound("bank.yaml", write([json.loads(kept)])) == [question]
    assert [written(q) for q in sound("bank.yaml", write([json.loads(kept)]))] == [kept]


@settings(max_examples=300, deadline=None)
@given(content=contents(), signs=st.sampled_from(["", "_", "*", "`", "#"]))
def test_what_the_rules_allow_fits_a_message(content: dict[str, object], signs: str) -> None:
    content = {**content, "stem": f"{content['stem']}\n{signs * 900}\n-{signs * 200}"}
    question = as_question(checked_one(content), library())
    keys = [option.key for option in question.options]
    shown = Shown(question, "".join(keys))
    accepted = replace(question, answer=keys[0], also=frozenset(keys[:-1]), ruling="x" * 300)
    for one in (shown, replace(shown, question=accepted)):
        for key in keys:
            answered = Answered(1, one, key, False, Standing.SCORED, Streak(), True)
            for embed in (texts.answer(answered), texts.reasons(one, key)):
                assert len(embed) <= 6000
                assert len(embed.description or "") <= 4096
                assert all(0 < len(field.value or "") <= 1024 for field in embed.fields)
                assert all(0 < len(field.name or "") <= 256 for field in embed.fields)


FILES: dict[str, bytes] = {
    "bank.yaml": YAML.encode(),
    "bank.csv": CSV.encode(),
    "bank.gift": GIFT.encode(),
    "bank.txt": AIKEN.encode(),
    "deck.apkg": apkg(*((BASIC, [f"Prefix number {n}?", f"Meaning {n}"]) for n in range(6))),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_survives_being_exported_and_imported(name: str) -> None:
    questions = sound(name, FILES[name])
    assert questions
    exported = write([json.loads(written(question)) for question in questions])
    assert sound("again.yaml", exported) == questions


def test_what_the_bundled_bank_holds_can_be_imported_as_it_is() -> None:
    """A file of content/questions is a file of an own bank."""
    for path in sorted((CONTENT / "questions").rglob("*.yaml"))[:8]:
        questions = sound(path.name, path.read_bytes())
        for question in questions:
            bundled = library().questions[str(question.id)]
            shown = as_question(question, library())
            assert replace(shown, id=bundled.id, own=False) == bundled


def test_a_file_of_a_thousand_mistakes_is_read_to_its_end() -> None:
    text = "schema: 1\nquestions:\n" + "- {stem: x, options: {A: {text: a}}, answer: Q}\n" * 900
    assert len(read("bank.yaml", text.encode()).rows) == 900
