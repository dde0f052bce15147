"""Each kind of file gives the questions that stand in it, and says of each row that does not why."""

import pytest

from bot.errors import BadInput
from bot.features.banks.checking import Given
from tests.banks.making import (
    AIKEN,
    ALL_IN_ONE,
    BASIC,
    CHOICE,
    CLOZE,
    CSV,
    GIFT,
    YAML,
    apkg,
    brief,
    collection,
    imported,
    package,
    plain_csv,
    sound,
    table,
    why,
)

HEART = ["Heart", "Lung", "Liver"]


def test_yaml_holds_all_that_a_question_can_have() -> None:
    (question,) = sound("bank.yaml", YAML)
    assert brief(question) == ("What does cardio mean?", HEART, "Heart")
    assert question.certs == ["CPC", "CCS"]
    assert (question.id, question.area, question.difficulty) == ("heart-1", "medical_terminology", 2)
    assert question.options["A"].why == "From the Greek kardia: heart."
    assert question.options["B"].why is None
    assert question.sources[1] == "Our own glossary, page 3"


def test_csv_takes_letters_numbers_and_texts_as_answers() -> None:
    first, second, third = sound("bank.csv", CSV)
    assert brief(first) == ('What does "cardio" mean, as in cardiology?', HEART, "Heart")
    assert first.options["A"].why == "From kardia."
    assert first.sources == ("Glossary", "Atlas")
    assert (first.area, first.certs) == ("anatomy", ["CPC"])
    assert brief(second)[2] == "Femur"
    assert brief(third)[2] == "Pancreas"


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_as_spreadsheets_of_other_countries_save_it(delimiter: str, encoding: str) -> None:
    text = (
        delimiter.join(["Question", "A", "B", "Answer"]) + "\r\n" + delimiter.join(["Où?", "Là", "Ici", "B"])
    )
    (question,) = sound("bank.csv", text.encode(encoding))
    assert brief(question) == ("Où?", ["Là", "Ici"], "Ici")


def test_csv_answers_that_are_numbers_themselves() -> None:
    """2 is an option here, before it is a place."""
    text = table(
        [
            ["stem", "A", "B", "C", "answer"],
            ["How many lungs?", "1", "2", "3", "2"],
            ["Ribs?", "9", "12", "7", "2"],
        ]
    )
    first, second = sound("bank.csv", text)
    assert brief(first)[2] == "2"
    assert brief(second)[2] == "12"


def test_gift_choices_feedback_escapes_true_or_false_and_missing_words() -> None:
    first, second, third = sound("bank.gift", GIFT)
    assert brief(first) == ("What does cardio mean?", ["Heart", "Lung", "Liver = the gland"], "Heart")
    assert first.options["A"].why == "From kardia. Word parts help."
    assert first.options["B"].why == "That is pneumo."
    assert brief(second) == ("The femur is a bone.", ["True", "False"], "True")
    assert (second.options["A"].why, second.options["B"].why) == ("Right: in the thigh.", "It is one.")
    assert brief(third) == ("The longest bone is the _____ of the leg.", ["femur", "ulna", "radius"], "femur")


def test_aiken_with_either_sign_and_stems_of_several_lines() -> None:
    first, second = sound("bank.txt", AIKEN)
    assert brief(first) == ("What does cardio mean?", HEART, "Heart")
    assert brief(second) == ("Which bone\nis the longest?", ["Ulna", "Femur"], "Femur")


def test_a_text_file_is_aiken_where_it_has_answers_and_gift_where_not() -> None:
    assert len(sound("bank.txt", AIKEN)) == 2
    assert len(sound("bank.txt", GIFT)) == 3


def test_anki_multiple_choice() -> None:
    raw = apkg(
        (
            CHOICE,
            [
                "What does <b>cardio</b>&nbsp;mean?[sound:a.mp3]",
                "Heart",
                "Lung",
                "Liver",
                "A",
                "From <i>kardia</i>.",
            ],
        ),
        (
            ALL_IN_ONE,
            ["Longest bone?", "", "2", "Ulna", "Femur", "Tibia", "", "", "0 1 0", "Atlas", "In the thigh."],
        ),
    )
    first, second = sound("deck.apkg", raw)
    assert brief(first) == ("What does cardio mean?", HEART, "Heart")
    assert first.options["A"].why == "From kardia."
    assert brief(second) == ("Longest bone?", ["Ulna", "Femur", "Tibia"], "Femur")
    assert second.options["B"].why == "In the thigh."
    assert second.sources == ("Atlas",)


def test_anki_basic_notes_get_wrong_options_from_one_another() -> None:
    backs = ["Heart", "Lung", "Liver", "Kidney", "Skin"]
    questions = sound(
        "deck.apkg", apkg(*((BASIC, [f"Prefix number {n}?", back]) for n, back in enumerate(backs)))
    )
    for question, back in zip(questions, backs, strict=True):
        _, options, right = brief(question)
        assert right == back
        assert len(set(options)) == 4
        assert set(options) <= set(backs)


def test_anki_basic_notes_come_out_the_same_each_time() -> None:
    raw = apkg(*((BASIC, [f"Prefix number {n}?", f"meaning {n * n}"]) for n in range(40)))
    assert sound("deck.apkg", raw) == sound("deck.apkg", raw)


def test_anki_basic_notes_with_written_out_options() -> None:
    raw = apkg((BASIC, ["What does cardio mean?<br>A. Heart<br>B. Lung<br>C. Liver", "A. Heart"]))
    assert brief(sound("deck.apkg", raw)[0]) == ("What does cardio mean?", HEART, "Heart")


def test_cpt_codes_may_stand_in_own_banks() -> None:
    text = table(
        [["stem", "A", "B", "answer"], ["Which code is right for the visit?", "99213", "99214", "A"]]
    )
    assert brief(sound("bank.csv", text)[0])[2] == "99213"


def test_what_stands_in_the_file_goes_before_what_was_given() -> None:
    given = Given("CCS", "icd10pcs")
    assert (sound("b.yaml", YAML, given)[0].certs, sound("b.yaml", YAML, given)[0].area) == (
        ["CPC", "CCS"],
        "medical_terminology",
    )
    text = table([["stem", "A", "B", "answer", "certs"], ["Which?", "This", "That", "A", "cpc; ccs"]])
    with_certs = imported("b.csv", text, Given("CCS", "medical_terminology"))[0][0]
    assert (with_certs.certs, with_certs.area) == (["CPC", "CCS"], "medical_terminology")


GIFT_FAULTS = {
    "Say it in words.{}": "essay",
    "How many?{#4:1}": "asks for a number",
    "Pair them.{=a -> b =c -> d}": "matching",
    "Which word?{=heart =cor}": "typed word",
    "Which two?{~%50%a ~%50%b ~c}": "partly right",
    "Which?{=a =b ~c}": "2 right answers",
    "Which?{~a ~b}": "no right answer",
    "Which?{=a ~b": "no answers in { }",
    "Which? {=a ~b} or {=c ~d}": "a second {",
    "Which?{=a ~b ~c ~d ~e ~f}": "6 options",
    "Which?{a ~b}": "neither = nor ~",
}


@pytest.mark.parametrize(("text", "expected"), GIFT_FAULTS.items(), ids=GIFT_FAULTS.values())
def test_what_gift_can_say_and_is_not_asked_here(text: str, expected: str) -> None:
    assert expected in why("bank.gift", text)


AIKEN_FAULTS = {
    "Which?\nA. this\nB. that\n": "no line “ANSWER",
    "Which?\nA. this\nB. that\nANSWER: C\n": "none of its options",
    "Which?\nA. this\nC. that\nANSWER: A\n": "between its options",
    "A. this\nB. that\nANSWER: A\n": "no text before",
    "Which?\nANSWER: A\n": "none of its options",
}


@pytest.mark.parametrize(("text", "expected"), AIKEN_FAULTS.items(), ids=AIKEN_FAULTS.values())
def test_what_is_wrong_in_aiken(text: str, expected: str) -> None:
    assert expected in why("bank.aiken", text)


ANKI_FAULTS: list[tuple[bytes, str]] = [
    (apkg((CLOZE, ["{{c1::Heart}} is cardio", ""])), "cloze"),
    (apkg((BASIC, ["What is this? <img src='a.png'>", "Heart"])), "picture"),
    (apkg((BASIC, ["What is this?", ""])), "empty back"),
    (apkg((BASIC, ["", "Heart"])), "empty front"),
    (apkg((BASIC, ["What is cardio?", "Heart"])), "without others"),
    (apkg((CHOICE, ["Which?", "a", "b", "c", "D", ""])), "none of its options"),
    (apkg((ALL_IN_ONE, ["Which?", "", "1", "a", "b", "c", "", "", "1 1 0", "", ""])), "2 right answers"),
]


@pytest.mark.parametrize(("raw", "expected"), ANKI_FAULTS, ids=[expected for _, expected in ANKI_FAULTS])
def test_what_is_wrong_in_anki(raw: bytes, expected: str) -> None:
    assert expected in why("deck.apkg", raw)


ROW_FAULTS = [
    (["", "a", "b", "c", "A"], "stem is empty"),
    (["Which?", "a", "", "c", "A"], "leaves out an option"),
    (["Which?", "a", "", "", "A"], "fewer than two options"),
    (["Which?", "a", "b", "c", ""], "names no answer"),
    (["Which?", "a", "b", "c", "D"], "none of its options"),
    (["Which?", "same one", "Same  one!", "c", "A"], "options A and B say the same"),
    (["Which?", "a", "all of the above", "c", "A"], "all-or-none"),
    (["Why is option B right?", "a", "b", "c", "A"], "by its letter or place"),
    (["x" * 1300, "a", "b", "c", "A"], "longer than 1200"),
    (["Which?", "x" * 201, "b", "c", "A"], "options.A.text is longer than 200"),
    (["Which? @everyone", "a", "b", "c", "A"], "Discord acts on"),
    (["Which <@123>?", "a", "b", "c", "A"], "Discord acts on"),
    (["Which \u202etxt?", "a", "b", "c", "A"], "invisible character (U+202E)"),
    (["*" * 1200, "a" * 200, "b" * 200, "c" * 200, "A"], ""),
    (["_" * 1200, "*" * 200, "_" * 200, "~" * 200, "A"], ""),
]


@pytest.mark.parametrize(
    ("row", "expected"), ROW_FAULTS, ids=[expected[:30] or "fits" for _, expected in ROW_FAULTS]
)
def test_what_is_wrong_with_a_row_is_said(row: list[str], expected: str) -> None:
    good, failed = imported("bank.csv", table([["stem", "A", "B", "C", "answer"], row]))
    if expected:
        assert good == []
        assert expected in failed[0].why
        assert failed[0].where == "row 2"
    else:
        assert failed == []


def test_texts_that_would_not_fit_a_message_once_escaped_are_refused() -> None:
    row = ["_" * 1200, *("*" * 200 for _ in range(5)), "A", "x"]
    signs = [text[:-1] + str(n) for n, text in enumerate(row[1:6])]
    raw = table([["stem", "A", "B", "C", "D", "E", "answer"], [row[0], *signs, "A"]])
    assert "too long to be shown" in why("bank.csv", raw)
    raw = table([["stem", "A", "B", "answer", "why A"], ["Which?", "*" * 200, "b", "A", "_" * 400]])
    assert "too long together with its reason" in why("bank.csv", raw)


def test_unknown_words_name_near_ones() -> None:
    text = table([["stem", "A", "B", "answer", "certs"], ["Which?", "a", "b", "A", "CPD"]])
    assert "Did you mean CPC" in why("bank.csv", text)
    text = table([["stem", "A", "B", "answer", "area"], ["Which?", "a", "b", "A", "anatomie"]])
    assert "Did you mean anatomy" in why("bank.csv", text)
    assert "does not ask the area" in why(
        "bank.csv", table([["stem", "A", "B", "answer", "area"], ["Which?", "a", "b", "A", "inpatient_poa"]])
    )
    assert "names no area" in why(
        "bank.csv", table([["stem", "A", "B", "answer"], ["Which?", "a", "b", "A"]]), Given("CPC", None)
    )


def test_the_same_question_twice_is_said_to_be() -> None:
    rows = [
        ["stem", "A", "B", "answer"],
        ["Which one?", "this", "that", "A"],
        ["which  ONE", "That", "This", "B"],
    ]
    good, failed = imported("bank.csv", table(rows))
    assert len(good) == 1
    assert failed[0].why == "is the same question as in row 2"


def test_yaml_rows_fail_one_by_one() -> None:
    text = YAML + YAML.split("questions:\n")[1].replace("answer: A", "answer: D").replace("cardio", "hepato")
    text += "- stem: Which one?\n  stem: Which two?\n- just a text\n"
    good, failed = imported("bank.yaml", text)
    assert [question.id for question in good] == ["heart-1"]
    assert [row.why.split(":")[0] for row in failed] == [
        "answer is none of its options",
        "has the key “stem” twice (line 34)",
        "is no mapping of keys such as stem and options",
    ]


def apkg_without_notes() -> bytes:
    """A deck that somebody emptied."""
    return package({"collection.anki2": collection([])})


FILE_FAULTS: list[tuple[str, bytes, str]] = [
    ("bank.csv", b"", "empty"),
    ("bank.csv", b"  \n\n", "empty"),
    ("bank.csv", b"stem,A,B\nx,y,z\n", "no column answer"),
    ("bank.csv", b"question;stem;A;B;answer\n", "two columns for stem"),
    ("bank.csv", b'stem,A,B,answer\n"Which?,a,b,A\n', "Line 2"),
    ("bank.csv", "stem,A,B,answer\nWhich é?,a,b,A\n".encode("latin-1"), "Line 2 of that file is not UTF-8"),
    ("bank.csv", b"stem,A,B,answer\nWh\0ich?,a,b,A\n", "no text file"),
    ("bank.csv", b"stem,A,B,answer\n,,,\n\n", "no question in that file"),
    ("deck.apkg", apkg_without_notes(), "no question in that file"),
    ("bank.yaml", b"schema: 1\nquestions: []\n", "no list"),
    ("bank.yaml", b"questions:\n" + b"- a\n" * 700_000, "more than can be read"),
    ("bank.yaml", b"schema: 1\n", "no list"),
    ("bank.yaml", b"schema: 2\nquestions: [{}]\n", "schema"),
    ("bank.yaml", b"- [\n", "not sound YAML"),
    ("bank.yaml", b"a: &a [x]\nquestions: *a\n", "alias"),
    ("bank.yaml", b"[" * 5000, "nested too deep"),
    ("bank.gift", b"// nothing\n", "no question"),
    ("bank.xlsx", b"PK\x03\x04rest", "spreadsheet"),
    ("bank.pdf", b"%PDF-1.7", "don't know that kind"),
    ("bank", b"stem,A,B,answer", "don't know that kind"),
]


@pytest.mark.parametrize(("name", "raw", "expected"), FILE_FAULTS)
def test_files_that_cannot_be_read_at_all(name: str, raw: bytes, expected: str) -> None:
    with pytest.raises(BadInput) as refused:
        imported(name, raw)
    assert expected in refused.value.message


def test_five_thousand_questions_and_not_one_more() -> None:
    assert len(sound("bank.csv", plain_csv(5000))) == 5000
    with pytest.raises(BadInput, match="more than 5,000"):
        imported("bank.csv", plain_csv(5001))


def test_five_megabytes_and_no_more() -> None:
    with pytest.raises(BadInput, match="up to 5 MB"):
        imported("bank.csv", b"x" * 5_000_001)


@pytest.mark.parametrize(
    "stem",
    [
        "In ICD-10-PCS table 0SR, which value is Bone (B) there?",
        "Which device stands in 0SR90J9, where the text says Synthetic Substitute (A)?",
    ],
)
def test_letters_in_brackets_are_values_of_pcs_where_it_is_named(stem: str) -> None:
    rows = [["stem", "A", "B", "answer"], [stem, "Autologous tissue (B)", "Nonautologous tissue", "A"]]
    assert [question.stem for question in sound("b.csv", table(rows))] == [stem]
    plain = [["stem", "A", "B", "answer"], ["Which fits, unlike the value (B)?", "this", "that", "A"]]
    assert "refers to an option by its letter" in why("b.csv", table(plain))
    leaning = [["stem", "A", "B", "answer"], [stem, "the same as option B", "that", "A"]]
    assert "refers to an option by its letter" in why("b.csv", table(leaning)), (
        "still nothing about other options"
    )
