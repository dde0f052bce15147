"""Disputed questions, one decided and one that waits; and some questions of the server's own."""

from datetime import time
from random import Random

from sandbox.past.quiz import answer
from sandbox.past.story import Happening, Story, Unexpected, expect
from sandbox.seen import LiveMessage

LABEL = "Something wrong with this question?"
BANK = """\
question,A,B,C,D,answer,explanation,source
"Which part of the ICD-10-CM guidelines holds the general coding guidelines?","Section I.A","Section I.B",\
"Section II","Section IV",B,"Section I.A holds the conventions, I.B the general coding guidelines.",\
"ICD-10-CM Official Guidelines, table of contents"
"Which part of the ICD-10-CM guidelines is about outpatient services?","Section I.C","Section II","Section III",\
"Section IV",D,"Section IV is headed Diagnostic Coding and Reporting Guidelines for Outpatient Services.",\
"ICD-10-CM Official Guidelines, table of contents"
"""


def script(story: Story) -> list[Happening]:
    """Each at its time."""
    found = story.some_days_ago(50, time(9, 30), lambda: _import(story))
    found += story.some_days_ago(
        30, time(20, 15), lambda: _dispute(story, "jonas", "Two of these read alike to me")
    )
    found += story.some_days_ago(29, time(9, 15), lambda: _decline(story))
    found += story.some_days_ago(
        1, time(21, 40), lambda: _dispute(story, "tomas", "Our auditor sees it differently")
    )
    return found


async def _dispute(story: Story, who: str, reason: str) -> None:
    """About today's CPC question, answered if it was not yet."""
    scene = story.scene
    await answer(story, who, "CPC", False, Random(who))
    today = await story.services.quiz.today(scene.guild.id, scene.users[who].id)
    post = next((post for post, _ in today if post.track.certification == "CPC"), None)
    if post is None:
        raise Unexpected("there was no CPC question to dispute")
    member = story.member(who, scene.quiz)
    message = LiveMessage(scene.local.world, scene.quiz.messages[post.occurrence.message_id or 0])
    form = await member.click((await member.click(message, "A")).message, LABEL)
    said = await member.submit(form.modal, {"kind": ["wrong_key"], "reason": reason, "citation": ""})
    expect(said, "decide")


async def _decline(story: Story) -> None:
    priya = story.member("priya", story.scene.mods)
    queue = await priya.slash("admin challenges list")
    case = await priya.click(queue.message, "First challenge")
    form = await priya.click(case.message, "Decline")
    why = "I have read it against the source that the answer names, and it stands. Thank you for asking."
    await priya.submit(form.modal, {"reason": why})


async def _import(story: Story) -> None:
    """A file of the moderator's, as any server may bring one."""
    priya = story.member("priya", story.scene.mods)
    file = priya.upload("our-questions.csv", BANK.encode())
    given = {"file": file, "certification": "CPC", "area": "icd10cm_guidelines"}
    reply = await priya.slash("admin bank import", given)
    await reply.wait()
    expect(reply, "2")
