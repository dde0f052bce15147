"""`/exam`: dates, reminders and results."""

from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.features.exams.model import Result
from bot.features.exams.setting import Settled, Typed
from bot.ui import zone_choices
from cogs.exams import texts
from cogs.exams.cards import after_view, answer, ask_to_remove, card_view, list_view
from cogs.exams.places import presser
from cogs.exams.plan import show_plan
from cogs.exams.reminding import open_dm, tell_unreached

_VISIBILITY = [
    app_commands.Choice(name="Only me", value=0),
    app_commands.Choice(name="On the server's countdown board", value=1),
]
_OUTCOMES = [
    app_commands.Choice(name="I passed", value="pass"),
    app_commands.Choice(name="Not passed yet", value="not_yet"),
    app_commands.Choice(name="It was moved", value="moved"),
]
_WHICH = "Which one; you need not say it when there is only one"


class Exam(commands.GroupCog, group_name="exam", group_description="Your exam dates, and the way there"):
    """What members do with their exams. In servers and in direct messages."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._exams = client.services.exams
        super().__init__()

    @app_commands.command(name="set", description="Set the date of an exam, or change it")
    @app_commands.describe(
        certification="Which exam, such as CPC",
        date="As you like: March 3, 2027-03-03, in 10 weeks",
        time="When it begins, such as 9am, if you know it",
        timezone="Where it is, such as America/Chicago (default: your own time zone)",
        place="Where you have to be, for your reminders and your calendar",
        visibility="Who sees it (only you)",
    )
    @app_commands.choices(visibility=_VISIBILITY)
    @app_commands.autocomplete(timezone=zone_choices)
    async def set_(
        self,
        interaction: Interaction,
        certification: str,
        date: str,
        time: str | None = None,
        timezone: str | None = None,
        place: str | None = None,
        visibility: int | None = None,
    ) -> None:
        """Keep it, or ask back."""
        typed = Typed(
            date=date,
            locale=str(interaction.locale),
            time=time,
            timezone=timezone,
            place=place,
            listed=None if visibility is None else bool(visibility),
        )
        found = await self._exams.setting.set(
            member_id=presser(interaction),
            guild_id=interaction.guild_id or 0,
            certification=certification,
            typed=typed,
        )
        await answer(interaction, found)
        await tell_unreached(interaction)
        if isinstance(found, Settled):
            await open_dm(interaction, found.shown)

    @app_commands.command(name="list", description="Your exams: dates, reminders, who sees them")
    async def list_(self, interaction: Interaction) -> None:
        """Show one on its card, several to choose from."""
        mine = await self._exams.own.mine(presser(interaction))
        if not mine:
            await interaction.response.send_message(texts.NOTHING, ephemeral=True)
        elif len(mine) == 1:
            view = await card_view(interaction, mine[0])
            await interaction.response.send_message(embed=texts.card(mine[0]), view=view, ephemeral=True)
        else:
            await interaction.response.send_message(
                embed=texts.listed(mine), view=list_view(mine), ephemeral=True
            )
        await tell_unreached(interaction)

    @app_commands.command(description="Forget an exam and its reminders")
    @app_commands.describe(exam="Which exam to forget")
    async def remove(self, interaction: Interaction, exam: str) -> None:
        """Ask first."""
        member_id = presser(interaction)
        await ask_to_remove(interaction, await self._exams.own.meant(member_id, exam))
        await tell_unreached(interaction)

    @app_commands.command(description="How long it is until your exam, and what to do now")
    @app_commands.describe(exam=_WHICH)
    async def countdown(self, interaction: Interaction, exam: str | None = None) -> None:
        """Show it."""
        member_id = presser(interaction)
        exam_id = await self._exams.own.meant(member_id, exam)
        shown, outlook = await self._exams.own.countdown(exam_id, member_id)
        await interaction.response.send_message(embed=texts.countdown(shown, outlook), ephemeral=True)
        await tell_unreached(interaction)

    @app_commands.command(description="How an exam went; nobody else sees it")
    @app_commands.describe(
        certification="Which exam, such as CPC",
        outcome="How it went",
        date="When it was, if it was not the date you set",
    )
    @app_commands.choices(outcome=_OUTCOMES)
    async def result(
        self, interaction: Interaction, certification: str, outcome: str, date: str | None = None
    ) -> None:
        """Record it."""
        found = await self._exams.results.decide_named(
            member_id=presser(interaction),
            guild_id=interaction.guild_id or 0,
            certification=certification,
            result=Result(outcome),
            on=date,
            locale=str(interaction.locale),
        )
        await interaction.response.send_message(
            embed=texts.decided(found), view=after_view(found), ephemeral=True
        )
        await tell_unreached(interaction)

    @app_commands.command(description="Your study plan until the exam, week by week")
    @app_commands.describe(certification="For which exam; you need not say it when there is only one")
    async def plan(self, interaction: Interaction, certification: str | None = None) -> None:
        """Show it, made now if there is none."""
        presser(interaction)
        await show_plan(interaction, certification)
        await tell_unreached(interaction)

    @plan.autocomplete("certification")
    async def _planned(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = await self._exams.plans.members.certifications(interaction.user.id)
        wanted = current.casefold()
        return [app_commands.Choice(name=one, value=one) for one in found if wanted in one.casefold()][:25]

    @set_.autocomplete("certification")
    @result.autocomplete("certification")
    async def _certifications(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = self._exams.members.certifications(current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found[:25]]

    @remove.autocomplete("exam")
    @countdown.autocomplete("exam")
    async def _own(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        wanted = current.casefold()
        named = [
            (texts.short(one.exam), one.exam.id) for one in await self._exams.own.mine(interaction.user.id)
        ]
        found = [(label, exam_id) for label, exam_id in named if wanted in label.casefold()]
        return [app_commands.Choice(name=label, value=str(exam_id)) for label, exam_id in found[:25]]
