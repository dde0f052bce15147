"""What admins hear of, once, in a place they can read; and that a track goes on once things are put right."""

from pathlib import Path

from bot.library import Library
from sandbox.members import MemberDriver
from sandbox.permissions import Permission
from sandbox.seen import LiveMessage
from tests.community import BOT_MAY, Community, community, library
from tests.quiz.asked import asked
from tests.quiz.bank import first, only


def inbox(town: Community, who: MemberDriver) -> list[LiveMessage]:
    """Direct messages to a member, oldest first."""
    return MemberDriver(town.local, None, who.user).dms()


async def test_a_deleted_channel_pauses_the_track_and_is_told_once(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    await town.learners[0].click(town.posts()[0], "A")
    town.local.delete_channel(town.quiz)
    await town.travel("2026-11-08T12:00:00+00:00")
    (told,) = inbox(town, town.admin)
    text = told.text()
    assert "**Coders United**" in text
    assert "The daily CPC question in <#" in text
    assert "its channel was deleted" in text
    assert "`/admin track resume`" in text
    assert "`/admin track edit`" in text
    owner = town.local.member(town.guild, town.owner)
    assert inbox(town, owner) == [], "one of them is enough"
    listed = await town.admin.slash("admin track list")
    assert "⏸️ Paused: its channel was deleted" in listed.text()
    refused = [r for r in town.local.requests if r.status in (403, 404)]
    assert len(refused) <= 2, "Discord is not asked again and again"

    still = await town.admin.slash("admin track resume", track=1)
    assert "The track's channel was deleted" in still.text()
    moved = await town.admin.slash("admin track edit", track=1, channel=town.lounge)
    assert f"In <#{town.lounge.id}>" in moved.text()
    assert "Next question" in moved.text(), "in another channel it goes on by itself"
    await town.travel("2026-11-09T09:00:00+00:00")
    (post,) = town.posts(town.lounge)
    reply = await town.learners[0].click(post, "A")
    assert "2 in a row" in reply.text(), "the days without a channel cost nobody a streak"
    gone = await town.admin.click(told, "Got it")
    assert gone.message.buttons() == []
    assert len(inbox(town, town.admin)) == 1


async def test_a_ping_cannot_be_checked_in_a_channel_that_is_gone(town: Community) -> None:
    role = town.local.create_role(town.guild, "Studying", mentionable=True)
    await town.add_track("CPC", "9am", "UTC")
    town.local.delete_channel(town.quiz)
    reply = await town.admin.slash("admin track edit", track=1, ping=role)
    assert "The track's channel was deleted. First choose another one" in reply.text()


async def test_a_revoked_permission_pauses_and_resuming_works_once_it_is_given_back(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    bot = town.local.bot(town.token)
    town.local.set_overwrites(town.quiz, {bot: (0, int(Permission.SEND_MESSAGES))})
    await town.travel("2026-11-05T12:00:00+00:00")
    (told,) = inbox(town, town.admin)
    assert "the bot may not post there any more. It needs View Channel, Send Messages" in told.text()
    still = await town.admin.slash("admin track resume", track=1)
    assert "I can't post in" in still.text(), "resuming into the same wall is refused at once"
    town.local.set_overwrites(town.quiz, {})
    resumed = await town.admin.slash("admin track resume", track=1)
    assert "Resumed: CPC" in resumed.text()
    await town.travel("2026-11-06T09:00:00+00:00")
    assert len(town.posts()) == 1
    town.local.set_overwrites(town.quiz, {bot: (0, int(Permission.VIEW_CHANNEL))})
    await town.travel("2026-11-07T12:00:00+00:00")
    assert len(inbox(town, town.admin)) == 2, "another time is told again"


async def test_closed_direct_messages_lead_to_the_owner_then_to_a_channel_then_to_the_next_command(
    town: Community,
) -> None:
    await town.add_track("CPC", "9am", "UTC")
    town.local.close_dms(town.admin.user)
    town.local.delete_channel(town.quiz)
    await town.travel("2026-11-03T10:00:00+00:00")
    assert inbox(town, town.admin) == []
    owner = town.local.member(town.guild, town.owner)
    assert len(inbox(town, owner)) == 1
    listed = await town.admin.slash("admin track list")
    assert "could not reach any of you" not in listed.text()

    town.local.close_dms(town.owner)
    desk, staff = (town.local.create_channel(town.guild, name) for name in ("desk", "staff"))
    town.local.set_special_channels(town.guild, system=town.lounge, updates=staff)
    for channel in (town.local.create_channel(town.guild, name) for name in ("second", "third")):
        await town.admin.at(desk).slash("admin track edit", track=1, channel=channel)
        resumed = await town.admin.at(desk).slash("admin track resume", track=1)
        assert "Resumed" in resumed.text()
        town.local.delete_channel(channel)
        await town.travel(town.clock.now() + 86_400)
        assert len(town.posts(staff)) == 1, "the staff's channel is used while there is one"
        town.local.set_special_channels(town.guild, system=None, updates=None)
    assert "its channel was deleted" in town.posts(staff)[0].text()
    assert town.posts(town.lounge) == []
    listed = await town.admin.at(desk).slash("admin track list")
    assert "I could not reach any of you by message" in listed.text()
    assert "its channel was deleted" in listed.text()
    assert len(inbox(town, owner)) == 1


async def test_a_post_that_was_deleted_harms_nothing(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    await town.learners[0].click(post, "A")
    town.local.delete_message(post.record)
    assert town.app is not None
    await town.app.refresh()
    await town.travel("2026-11-04T09:00:00+00:00")
    assert inbox(town, town.admin) == []
    assert "day 2" in town.posts()[-1].content


async def test_a_server_that_the_bot_left(town: Community) -> None:
    """Others go on; whoever set the track up is told, if Discord still lets the bot write to them."""
    neighbour = town.local.create_user("neighbour")
    elsewhere = town.local.create_guild("Elsewhere", neighbour)
    room = town.local.create_channel(elsewhere, "room")
    town.local.install(town.token, elsewhere, int(BOT_MAY))
    there = town.local.member(elsewhere, neighbour).at(room)
    added = await there.slash(
        "admin track add", {"certification": "CPC", "time": "9am", "timezone": "UTC", "channel": room}
    )
    assert "Set up" in added.text()
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    town.local.kick_bot(elsewhere, town.token)
    await town.travel("2026-11-06T09:00:00+00:00")
    assert len(town.posts()) == 4
    refused = [r for r in town.local.requests if r.status in (403, 404) and str(room.id) in r.path]
    assert 1 <= len(refused) <= 2, "the track of the server that is gone is paused"
    town.local.install(town.token, elsewhere, int(BOT_MAY))
    back = await there.slash("admin track resume", track=1)
    assert "Resumed" in back.text(), "everything is still there when the bot is invited again"
    await town.travel("2026-11-07T09:00:00+00:00")
    lasting = [message for message in there.messages(room) if not message.ephemeral]
    assert [message.content.rpartition("day ")[2] for message in lasting[:1]] == ["1"]
    assert lasting[-1].timestamp.startswith("2026-11-07T09:00"), "and it posts again"


async def test_the_bank_runs_out_told_once_and_then_the_longest_unseen_comes_again(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        town.content = only(first(17))
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
            await town.travel("2026-11-04T09:00:00+00:00")
            assert inbox(town, town.admin) == []
            await town.travel("2026-11-05T09:00:00+00:00")
            (told,) = inbox(town, town.admin)
            assert "has 14 questions left that it has not asked yet" in told.text()
            assert "the ones asked longest ago come again" in told.text()
            await town.travel("2026-12-06T09:00:00+00:00")
            assert len(inbox(town, town.admin)) == 1
            order = [asked(post, town.content).question.id for post in town.posts()]
            assert len(order) == 34
            assert len(set(order[:17])) == 17
            assert order[17:] == order[:17]
            listed = await town.admin.slash("admin track list")
            assert "0 of 17 questions not asked yet" in listed.text()


async def test_a_new_code_set_year_without_a_valid_question(tmp_path: Path) -> None:
    """From 1 October on, nothing in the bank is valid: no wrong question is asked, and the admins hear why."""
    async with community(tmp_path, start="2027-09-29T00:00:00+00:00") as town:
        town.content = only(first(20, years=frozenset({"FY2027"})))
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
            await town.learners[0].click((await post_on(town, "2027-09-29")), "A")
            await post_on(town, "2027-09-30")
            await town.travel("2027-10-04T12:00:00+00:00")
            assert len(town.posts()) == 2
            told = [message.text() for message in inbox(town, town.admin)]
            assert len(told) == 1
            assert (
                "paused: There is no question in the bank that is valid in the code sets of FY2028" in told[0]
            )
            listed = await town.admin.slash("admin track list")
            assert "0 of 0 questions" in listed.text()
            refused = await town.admin.slash(
                "admin track add",
                {"certification": "CPC", "time": "9am", "timezone": "UTC", "channel": town.lounge},
            )
            assert "no CPC question yet that is valid in today's code sets" in refused.text()
        town.content = only([*first(20, years=frozenset({"FY2027"}))[:10], *first(20, years=None)[10:]])
        async with town.bot():
            await town.admin.slash("admin track resume", track=1)
            post = await post_on(town, "2027-10-05")
            assert asked(post, town.content).question.years is None
            reply = await town.learners[0].click(post, "A")
            assert "1, a good start" in reply.text(), (
                "30 September went unanswered; the days without a question do not count"
            )


async def test_a_certification_that_was_withdrawn(tmp_path: Path) -> None:
    """Its open question can still be answered; no next one comes, and the admins hear of it once."""
    async with community(tmp_path) as town:
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
            post = await post_on(town, "2026-11-03")
        whole = library()
        others = {name: known for name, known in whole.certifications.items() if name != "CPC"}
        town.content = Library(whole.questions, others, whole.area_names)
        async with town.bot():
            reply = await town.learners[0].click(post, asked(post).right)
            assert "✅ Right" in reply.text()
            await town.travel("2026-11-05T12:00:00+00:00")
            assert len(town.posts()) == 1
            assert "1 took part" in post.text()
            (told,) = inbox(town, town.admin)
            assert "is paused: There is no question in the bank" in told.text()
            assert "⏸️ Paused" in (await town.admin.slash("admin track list")).text()
            assert "1 right of 1" in (await town.learners[0].slash("quiz leaderboard")).text()


async def post_on(town: Community, day: str) -> LiveMessage:
    """The post of that day, at nine UTC."""
    await town.travel(f"{day}T09:00:00+00:00")
    assert town.posts()[-1].timestamp.startswith(day)
    return town.posts()[-1]


async def test_the_code_sets_change_on_the_local_first_of_october(tmp_path: Path) -> None:
    """In Auckland it is 1 October while UTC has 30 September."""
    async with community(tmp_path, start="2027-09-29T00:00:00+00:00") as town:
        old, new = first(20, years=frozenset({"FY2027"}))[:10], first(20, years=frozenset({"FY2028"}))[10:]
        town.content = only([*old, *new])
        async with town.bot():
            await town.add_track("CPC", "9am", "Pacific/Auckland")
            await town.travel("2027-10-01T00:00:00+00:00")
            years = [asked(post, town.content).question.years for post in town.posts()]
            assert years == [frozenset({"FY2027"}), frozenset({"FY2028"})]
