"""Words as people say them: each synonym leads where it should, and no look-up shows one code on a guess."""

import pytest

from bot.errors import BadInput
from bot.features.codes import reading, words
from bot.features.codes.model import Finding
from bot.features.codes.service import CodesService
from bot.features.codes.store import TablesStore
from bot.features.codes.synonyms import MEANT

# Every phrase of MEANT, and a code that its list has to show.
LEADS_TO = {
    "acid reflux": "K21",
    "adhd": "F90",
    "afib": "I48",
    "aki": "N17",
    "ami": "I21",
    "ards": "J80",
    "bed sore": "L89",
    "bedsore": "L89",
    "bird flu": "J09.X",
    "bph": "N40",
    "broke": "S82",
    "broken": "S82",
    "cabg": "Z95.1",
    "cad": "I25.1",
    "cancer": "C00-C96",
    "chf": "I50",
    "chicken pox": "B01",
    "chickenpox": "B01",
    "ckd": "N18",
    "copd": "J44",
    "covid19": "U07.1",
    "cva": "I63",
    "dm": "E11",
    "dm1": "E10",
    "dm2": "E11",
    "dvt": "I82.4",
    "esrd": "N18.6",
    "flu": "J11",
    "gerd": "K21",
    "h1n1": "J10",
    "heart attack": "I21",
    "high blood pressure": "I10",
    "high blood sugar": "R73.9",
    "high cholesterol": "E78.0",
    "hld": "E78.5",
    "htn": "I10",
    "ibs": "K58",
    "kidney failure": "N18",
    "kidney stone": "N20",
    "low blood pressure": "I95",
    "low blood sugar": "E16.2",
    "mi": "I21",
    "miscarriage": "O03",
    "nosebleed": "R04.0",
    "nstemi": "I21.4",
    "osa": "G47.33",
    "overactive thyroid": "E05",
    "pe": "I26",
    "pink eye": "H10",
    "pna": "J18.9",
    "ptsd": "F43.1",
    "ra": "M06.9",
    "renal failure": "N17",
    "shingle": "B02",
    "smoker": "F17",
    "smoking": "Z72.0",
    "stemi": "I21.3",
    "stomach flu": "A08.4",
    "stroke": "I63",
    "sugar diabetes": "E11",
    "t1dm": "E10",
    "t2dm": "E11",
    "tia": "G45",
    "type i": "E10",
    "type ii": "E11",
    "type1": "E10",
    "type2": "E11",
    "underactive thyroid": "E03",
    "uri": "J06.9",
    "uti": "N39.0",
}


def codes_of(found: Finding) -> list[str]:
    """What a look-up shows, in its order."""
    return [found.entry.node.code] if found.entry else [node.code for node in found.matches]


def test_every_synonym_has_its_example() -> None:
    assert set(LEADS_TO) == set(MEANT)


@pytest.mark.parametrize("phrase", sorted(MEANT))
async def test_a_synonym_leads_where_it_should_and_says_what_was_searched(
    codes: CodesService, phrase: str
) -> None:
    found = await codes.lookup(phrase)
    assert LEADS_TO[phrase] in codes_of(found)
    assert (
        found.remark
        == f"Searched for: {' or '.join(' '.join(words.words_of(one)) for one in MEANT[phrase])}."
    )


async def test_no_synonym_hides_a_code(store: TablesStore) -> None:
    spelt = [plain for phrase in MEANT for plain in reading.variants(phrase)]
    assert await store.by_codes(map(reading.with_dot, spelt)) == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("smokers", "F17"),
        ("strokes", "I63"),
        ("broken wrist", "S62"),
        ("type II diabetes", "E11"),
        ("open fracture type II", "S32.15XB"),
        ("hart failure", "I50"),
        ("hart attack", "I21"),
        ("hart", "I50"),
        ("strok", "I63"),
        ("hypert", "L68"),
        ("code for diabetes", "E08"),
        ("ICD-10-CM code for heart failure", "I50"),
        ("icd10 chf", "I50"),
        ("what is a stroke?", "I63"),
        ("heart failure xyzzyq qqfoo", "I50"),
        ("diabetes 99999", "E08"),
        ("type I glycogen storage disease", "E74.01"),
        ("what do I code for a stroke?", "I63"),
        ("status post CABG", "Z95.1"),
        ("type 2 diabetes melitus flurb", "E11"),
    ],
)
async def test_what_leads_to_a_list(codes: CodesService, typed: str, first: str) -> None:
    found = await codes.lookup(typed)
    assert found.entry is None
    assert codes_of(found)[0] == first


@pytest.mark.parametrize(
    ("typed", "only", "remark"),
    [
        ("hartnup diseese", "E72.02", "Shown instead: hartnup disease"),
        ("hartnup flurb", "E72.02", "Shown instead: hartnup"),
        ("hartnu", "E72.02", ""),
        ("bird flu", "J09.X", "Searched for: avian influenza"),
    ],
)
async def test_one_hit_of_changed_words_is_a_list_of_one(
    codes: CodesService, typed: str, only: str, remark: str
) -> None:
    found = await codes.lookup(typed)
    assert found.entry is None
    assert only in codes_of(found)
    assert remark in found.remark


async def test_one_hit_of_the_words_themselves_is_shown_at_once(codes: CodesService) -> None:
    assert (await codes.lookup("hartnup's disease")).entry is not None


@pytest.mark.parametrize("typed", ["ICD", "ICD-10", "code for", "what is the diagnosis code?"])
async def test_words_that_name_nothing(codes: CodesService, typed: str) -> None:
    with pytest.raises(BadInput, match="name no diagnosis"):
        await codes.lookup(typed)


async def test_what_is_left_out_is_the_rarest_and_never_all_but_a_number(codes: CodesService) -> None:
    assert words.without_one(["wrist", "hartnup", "2"], {"wrist": 900, "hartnup": 1, "2": 5000}) == [
        ["wrist", "2"],
        ["hartnup", "2"],
        ["wrist", "hartnup"],
    ]
    assert words.without_one(["hartnup", "2"], {"hartnup": 1, "2": 5000}) == [["hartnup"]]
    assert "Shown instead: type 2 diabetes mellitus" in (await codes.lookup("dm2 hartnup")).remark


@pytest.mark.parametrize(
    ("typed", "first", "also"),
    [("mi", "I21", "G43"), ("flu", "J11", "I48"), ("stroke", "I63", "Z82.3"), ("broken wr", "S62", None)],
)
async def test_while_typing_what_is_meant_stands_before_what_the_letters_begin(
    codes: CodesService, typed: str, first: str, also: str | None
) -> None:
    found = [code for code, _ in await codes.suggest(typed)]
    assert found[0] == first
    assert also is None or also in found
    assert len(found) == len(set(found))
