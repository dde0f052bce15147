"""Files for tests: small, of every kind, with the same question in them where a kind can hold it."""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence

from bot.features.banks.checking import Given, checked
from bot.features.banks.files import read
from bot.features.banks.model import Failed, OwnQuestion
from tests.community import library

GIVEN = Given("CPC", "anatomy")

YAML = """\
schema: 1
questions:
- id: heart-1
  certs: [CPC, CCS]
  area: medical_terminology
  topic: heart
  kind: recall
  difficulty: 2
  stem: What does cardio mean?
  options:
    A: {text: Heart, why: "From the Greek kardia: heart."}
    B: {text: Lung, trap: definition}
    C: {text: Liver, why: That is hepato.}
  answer: A
  sources:
  - {doc: own, sec: Word parts}
  - Our own glossary, page 3
"""
CSV = """\
Question,A,B,C,D,Answer,Explanation,Source,Area
"What does ""cardio"" mean, as in cardiology?",Heart,Lung,Liver,,A,From kardia.,Glossary; Atlas,Anatomy
Which bone is the longest?,Ulna,Femur,Tibia,Radius,2,,,
Which organ makes insulin?,Spleen,Liver,Pancreas,,Pancreas,,,
"""
GIFT = r"""
// A comment
$CATEGORY: $course$/top/Anatomy

::Heart::[html]<p>What does <b>cardio</b> mean?</p>{
  =Heart#From kardia.
  ~Lung#That is pneumo.
  ~%-50%Liver \= the gland
  ####Word parts help.
}

The femur is a bone.{T#It is one.#Right: in the thigh.}

The longest bone is the {=femur ~ulna ~radius} of the leg.
"""
AIKEN = """\
What does cardio mean?
A. Heart
B. Lung
C) Liver
ANSWER: A

Which bone
is the longest?
A) Ulna
B) Femur
answer: b
"""


def imported(name: str, raw: bytes | str, given: Given = GIVEN) -> tuple[list[OwnQuestion], list[Failed]]:
    """What a file gives: sound questions and failed rows."""
    return checked(read(name, raw.encode() if isinstance(raw, str) else raw), given, library(), ())


def sound(name: str, raw: bytes | str, given: Given = GIVEN) -> list[OwnQuestion]:
    """The questions of a file all of whose rows are sound."""
    good, failed = imported(name, raw, given)
    assert failed == []
    return good


def why(name: str, raw: bytes | str, given: Given = GIVEN) -> str:
    """Why the file's only row failed."""
    good, failed = imported(name, raw, given)
    assert good == []
    assert len(failed) == 1
    return failed[0].why


def brief(question: OwnQuestion) -> tuple[str, list[str], str]:
    """Stem, options, right option."""
    texts = {key: option.text for key, option in question.options.items()}
    return question.stem, list(texts.values()), texts[question.answer]


def table(rows: Sequence[Sequence[str]]) -> str:
    """A CSV file of these rows, the header first."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def plain_csv(count: int, *, broken: int = 0) -> str:
    """So many sound rows, the first `broken` of them with an answer that is none of the options."""
    rows = [["stem", "A", "B", "C", "answer"]]
    for number in range(count):
        answer = "E" if number < broken else "B"
        rows.append(
            [f"What about matter {number}?", f"this {number}", f"that {number}", "something else", answer]
        )
    return table(rows)


BASIC = {"name": "Basic", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}]}
CLOZE = {"name": "Cloze", "type": 1, "flds": [{"name": "Text"}, {"name": "Back Extra"}]}
CHOICE = {
    "name": "Multiple choice",
    "type": 0,
    "flds": [{"name": n} for n in ("Question", "Option A", "Option B", "Option C", "Answer", "Explanation")],
}
ALL_IN_ONE = {
    "name": "AllInOne (kprim, mc, sc)",
    "type": 0,
    "flds": [
        {"name": n}
        for n in ("Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Q_5")
    ]
    + [{"name": n} for n in ("Answers", "Sources", "Extra 1")],
}


def collection(notes: Sequence[tuple[Mapping[str, object], Sequence[str]]]) -> bytes:
    """An Anki collection (schema 11) of notes: (note type, fields)."""
    kinds = {str(kind["name"]): (1000 + n, kind) for n, (kind, _) in enumerate(notes)}
    models = {str(ident): kind for ident, kind in kinds.values()}
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE col (id integer primary key, ver integer, models text)")
    connection.execute("CREATE TABLE notes (id integer primary key, mid integer, flds text)")
    connection.execute("INSERT INTO col VALUES (1, 11, ?)", (json.dumps(models),))
    connection.executemany(
        "INSERT INTO notes (mid, flds) VALUES (?, ?)",
        [(kinds[str(kind["name"])][0], "\x1f".join(fields)) for kind, fields in notes],
    )
    connection.commit()
    raw = connection.serialize()
    connection.close()
    return raw


def package(files: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return out.getvalue()


def apkg(*notes: tuple[Mapping[str, object], Sequence[str]]) -> bytes:
    """An Anki package of these notes."""
    return package({"collection.anki2": collection(notes), "media": b"{}"})
