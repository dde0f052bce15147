"""For the tests of `/me`: a member who has left traces in every table of the exams."""

from bot.features.exams.plan_model import Exercise
from bot.features.exams.setting import Settled, Typed, WhichDay
from tests.community import Community

# What `/me export` names, and what `/me delete` counts of these traces: exam weeks go with their exam.
EXPORTED = {"exams", "exam_drafts", "exam_weeks", "exam_servers", "plans", "plan_parts", "plan_events"}
COUNTED = {
    "exams": "1",
    "exam dates not confirmed": "1",
    "exam boards set up (now without your id)": "1",
    "study plans": "1",
}


async def left_traces(town: Community, member_id: int) -> None:
    """Set up the server, set an exam, meet its week, plan for it; and type a date that means two things."""
    assert town.app is not None
    exams, guild_id = town.app.services.exams, town.guild.id
    await exams.servers.set(guild_id=guild_id, set_by=member_id, threads_id=town.lounge.id)
    found = await exams.setting.set(
        member_id=member_id, guild_id=guild_id, certification="CPC", typed=Typed("2027-02-15", "en-US")
    )
    assert isinstance(found, Settled)
    exam_id = found.shown.exam.id
    await exams.cohorts.join(exam_id, member_id)
    await exams.plans.members.open(member_id)
    await exams.plans.members.practised(exam_id, member_id, Exercise.BASELINE)
    await exams.plans.members.change(exam_id, member_id, weekly=True)
    await exams.plans.members.export(exam_id, member_id)
    draft = await exams.setting.set(
        member_id=member_id, guild_id=guild_id, certification="CCS", typed=Typed("3/4/27", "en-US")
    )
    assert isinstance(draft, WhichDay)
