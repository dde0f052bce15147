"""What members do about their exams, and what the bot may do for them."""

from sandbox.members import MemberDriver
from sandbox.model import Role
from sandbox.permissions import Permission
from sandbox.reply import Reply
from tests.community import BOT_MAY, Community


async def set_exam(who: MemberDriver, certification: str, date: str, **more: object) -> Reply:
    """The member sets an exam."""
    reply = await who.slash("exam set", {"certification": certification, "date": date, **more})
    assert not reply.failed
    return reply


def let_bot(town: Community, more: int | Permission, *, above: Role | None = None) -> None:
    """The bot may do that besides; its role stands above another one."""
    own = next(role for role in town.guild.roles.values() if role.bot_id is not None)
    if above is not None:
        own.position = above.position + 1
    town.local.change_role(town.guild, own, permissions=int(BOT_MAY) | int(more))


async def result(who: MemberDriver, certification: str, outcome: str) -> Reply:
    """The member says how it went."""
    return await who.slash("exam result", certification=certification, outcome=outcome)


async def exam_id(who: MemberDriver, certification: str) -> int:
    """The id of the member's exam, as its card's buttons hold it."""
    shown = await who.slash("exam list")
    return int(str(shown.message.buttons()[0].custom_id).split(":")[1])


async def move_exam(who: MemberDriver, certification: str, date: str) -> Reply:
    """The member says another date, and that it is meant for the exam there is."""
    asked = await set_exam(who, certification, date)
    return await who.click(asked.message, asked.message.buttons()[0].label)
