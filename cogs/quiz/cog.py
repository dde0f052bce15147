"""`/quiz`: today's question, practice, leaderboards and streaks."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.errors import NotFound
from bot.features.quiz.boards import Period
from bot.features.quiz.model import Post
from bot.ui import DurableView, present
from cogs.challenges import suggesting
from cogs.challenges.news import show_news
from cogs.challenges.queue import show_queue
from cogs.quiz import standing_texts, texts
from cogs.quiz.buttons import AnswerButton, ReasonsButton, practice_view

MOST_AT_ONCE = 5

NO_TRACK = "There is no open question in this server right now. `/quiz practice` gives you some meanwhile."


@app_commands.guild_only()
class Quiz(
    commands.GroupCog, group_name="quiz", group_description="The daily question, practice, boards and streaks"
):
    """What members do with the quiz."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._quiz = client.services.quiz
        self._boards = client.services.boards
        self._practice = client.services.practice
        super().__init__()

    @app_commands.command(description="Today's question, here in private")
    async def today(self, interaction: Interaction) -> None:
        """Every open question of the server, to answer here as under its post."""
        member = present(interaction)
        open_now = await self._quiz.today(member.guild.id, member.id)
        found = [(post, chosen) for post, chosen in open_now if _may_see(interaction, post.track.channel_id)]
        if not found:
            raise NotFound(NO_TRACK)
        # What is still to be answered first, so that with many tracks every one of them gets its turn.
        found.sort(key=lambda post_and_chosen: post_and_chosen[1] is not None)
        embeds, view = texts.fitting([_open_question(*one) for one in found[:MOST_AT_ONCE]]), DurableView()
        for row, (post, chosen) in enumerate(found[: len(embeds)]):
            prefix = f"{post.track.certification} " if len(found) > 1 else ""
            buttons = (
                [ReasonsButton(post.occurrence.id)]
                if chosen
                else [
                    AnswerButton(post.occurrence.id, place, prefix=prefix)
                    for place in range(len(post.shown.order))
                ]
            )
            for button in buttons:
                button.row = row
                view.add_item(button)
        more = len(found) - len(embeds)
        hint = f"{more} more when these are answered: `/quiz today` again." if more > 0 else None
        await interaction.response.send_message(hint, embeds=embeds, view=view, ephemeral=True)
        await show_news(interaction)

    @app_commands.command(description="A few questions on one area, only for you")
    @app_commands.describe(area="What to practise, such as CPC: Anatomy", count="How many questions (5)")
    async def practice(
        self, interaction: Interaction, area: str, count: app_commands.Range[int, 1, 20] = 5
    ) -> None:
        """Start a practice round."""
        member = present(interaction)
        question = await self._practice.start(
            guild_id=member.guild.id, member_id=member.id, area=area, count=count
        )
        await interaction.response.send_message(
            embed=texts.round_question(question), view=practice_view(question), ephemeral=True
        )
        await show_news(interaction)

    @app_commands.command(description="Write a question for this server's bank")
    @app_commands.describe(area="Where it belongs, such as CPC: Anatomy", topic="What it is about")
    async def suggest(self, interaction: Interaction, area: str, topic: str) -> None:
        """Open the first of its forms."""
        await suggesting.begin(interaction, area, topic)

    @app_commands.command(description="For moderators and content editors: what members dispute and suggest")
    async def queue(self, interaction: Interaction) -> None:
        """List what waits for a decision."""
        await show_queue(interaction)

    @practice.autocomplete("area")
    @suggest.autocomplete("area")
    async def _areas(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        areas = await self._practice.areas(interaction.guild_id or 0, current)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in areas[:25]]

    @suggest.autocomplete("topic")
    async def _topics(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        found = interaction.client.services.challenges.suggestions.topics(current)
        return [app_commands.Choice(name=name[:100], value=id_) for id_, name in found[:25]]

    @app_commands.command(description="Who has the most right first answers")
    @app_commands.describe(period="This week, this month, or all time", track="One track, or all of them")
    async def leaderboard(
        self, interaction: Interaction, period: Period = Period.WEEK, track: int | None = None
    ) -> None:
        """Show a leaderboard."""
        member = present(interaction)
        found = await self._boards.board(member.guild.id, member.id, period, track)
        await interaction.response.send_message(embed=standing_texts.board(found, period), ephemeral=True)
        await show_news(interaction)

    @leaderboard.autocomplete("track")
    async def _some_track(self, interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
        return await track_choices(interaction, current)

    @app_commands.command(description="Your streak, day by day, and why it stands where it does")
    async def streak(self, interaction: Interaction) -> None:
        """Explain the member's streaks."""
        member = present(interaction)
        reports = await self._quiz.streaks(member.guild.id, member.id)
        if not reports:
            raise NotFound("You have no streak here yet. Answer a question to begin one: `/quiz today`.")
        embeds = texts.fitting([standing_texts.streak(report) for report in reports[:MOST_AT_ONCE]])
        await interaction.response.send_message(
            standing_texts.more_streaks(reports[len(embeds) :]), embeds=embeds, ephemeral=True
        )
        await show_news(interaction)


def _open_question(post: Post, chosen: str | None) -> discord.Embed:
    return texts.already(post, chosen) if chosen else texts.question(post)


async def track_choices(interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
    """The server's tracks that match what is being typed, but for those in channels that the member can't see."""
    statuses = await interaction.client.services.tracks.all(interaction.guild_id or 0)
    named = [
        (f"{s.track.certification} in #{_channel_name(interaction, s.track.channel_id)}", s.track.id)
        for s in statuses
        if _may_see(interaction, s.track.channel_id)
    ]
    wanted = current.casefold()
    return [
        app_commands.Choice(name=name[:100], value=id_) for name, id_ in named if wanted in name.casefold()
    ][:25]


def _may_see(interaction: Interaction, channel_id: int) -> bool:
    """Whether the member can see the channel, or it is gone and nobody can."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    return channel is None or channel.permissions_for(present(interaction)).view_channel


def _channel_name(interaction: Interaction, channel_id: int) -> str:
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    return channel.name if isinstance(channel, discord.abc.GuildChannel) else "deleted channel"
