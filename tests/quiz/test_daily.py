"""The daily question from set-up to close, as members and admins see it."""

from tests.community import Community


async def test_a_track_is_set_up_and_its_question_appears_at_the_local_time(town: Community) -> None:
    reply = await town.add_track("cpc", "9am", "Chicago", days="Mon-Fri")
    assert "Monday to Friday at 09:00 (9:00 am), America/Chicago" in reply.text()
    await town.travel("2026-11-02T14:59:59+00:00")
    assert town.posts() == []
    await town.travel("2026-11-02T15:00:00+00:00")
    (post,) = town.posts()
    print(post.text(), post.components)
    assert "CPC" in post.text()
    reply = await town.learners[0].click(post, "A")
    print(reply.text())
    reply = await town.learners[0].slash("quiz streak")
    print(reply.text())
    reply = await town.learners[0].slash("quiz leaderboard")
    print(reply.text())
    await town.travel("2026-11-03T15:00:00+00:00")
    print(town.posts()[0].text())
    assert len(town.posts()) == 2
