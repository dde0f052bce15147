"""Exam weeks on Discord: the button that lets a member in, and the thread in which they meet."""

import asyncio
from contextlib import suppress
from weakref import WeakValueDictionary

import discord

from bot.client import CrosswalkClient, Interaction
from bot.errors import NotFound
from bot.features.exams.server_model import FEWEST, Cohort
from bot.reaching import FOLDED_AFTER, has_left, own_thread, says_left, says_too_many_threads, server
from bot.schedule import Delivery, Permanent, Receipt, RetryLater
from bot.sending import SERVER_GONE, THREADS_NEEDED, custom_ids, names, outcomes, receipt
from bot.ui import DurableButton, DurableView

FIRST_MESSAGES = 50


class WeekButton(DurableButton, template=r"xw:([0-9]{1,18})"):
    """Meet the others whose exam is in the same week."""

    def __init__(self, exam_id: int) -> None:
        self.exam_id = exam_id
        super().__init__(
            label="Meet others in my exam week",
            custom_id=f"xw:{exam_id}",
            style=discord.ButtonStyle.secondary,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Take the member in."""
        cohort = await interaction.client.services.exams.cohorts.join(self.exam_id, interaction.user.id)
        await interaction.response.send_message(
            joined(cohort, interaction.user.id), view=DurableView(LeaveWeekButton(cohort.id)), ephemeral=True
        )


class LeaveWeekButton(DurableButton, template=r"xl:([0-9]{1,18})"):
    """Not meet them any more."""

    def __init__(self, cohort_id: int) -> None:
        self.cohort_id = cohort_id
        super().__init__(
            label="Leave this exam week", custom_id=f"xl:{cohort_id}", style=discord.ButtonStyle.secondary
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Take the member out."""
        await interaction.client.services.exams.cohorts.leave(self.cohort_id, interaction.user.id)
        await interaction.response.send_message(
            "You are out of that exam week. Your exam and your reminders stay as they are.", ephemeral=True
        )


def joined(cohort: Cohort, member_id: int) -> str:
    """What a member reads who wants to meet the others."""
    others = len(set(cohort.members) - {member_id})
    if not others:
        who = "You are the first so far. As soon as somebody joins you, there will be a thread."
    else:
        who = f"{others} {'other wants' if others == 1 else 'others want'} to meet too."
    when = f"The thread opens on <t:{cohort.opens_at}:D> and closes on <t:{cohort.closes_at}:D>."
    if cohort.thread_id is not None:
        when = f"You will be let into <#{cohort.thread_id}> in a moment."
    return f"You are in: {cohort.certification}, exam week of {_week(cohort)}. {who} {when}"


def opening(cohort: Cohort) -> str:
    """The first message of a thread. It calls everybody who is in it."""
    people = " ".join(f"<@{member}>" for member in cohort.members[:50])
    return (
        f"{people}\n**Your {cohort.certification} exam week.** Wish each other luck, say how you feel and what you "
        "pack. Have you slept and eaten? That counts more now than one more chapter.\n\n"
        "**Never ask for or tell real exam questions or answers, before the exam or after it.** Whoever sits it agrees "
        "to that, and breaking it can cost the credential. How it went, how the room was, how you kept time: all that "
        f"is fine.\n\nThis thread closes <t:{cohort.closes_at}:R>."
    )


class CohortCarrier:
    """Opens a week's thread, and lets people in and out as they wish."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._cohorts = client.services.exams.cohorts
        # Two deliveries for one week must not both find that there is no thread yet.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def send(self, delivery: Delivery) -> Receipt:
        """Bring the thread in line with who wants to be in it."""
        turn = self._turns.setdefault(delivery.subject_id, asyncio.Lock())
        with outcomes():
            async with turn:
                return await self._bring(delivery)

    async def _bring(self, delivery: Delivery) -> Receipt:
        try:
            cohort = await self._cohorts.shown(delivery.subject_id)
        except NotFound:
            return Receipt(0, 0, self._client.services.clock.now())
        guild = self._guild(cohort)
        thread = await self._thread(guild, await self._known(guild, cohort))
        if thread is None:
            return Receipt(0, 0, self._client.services.clock.now())
        await self._cohorts.threaded(cohort.id, thread.id)
        if thread.archived:
            thread = await thread.edit(archived=False)
        opened, known = await _opened(thread, cohort)
        for member in cohort.members:
            await self._let_in(thread, cohort, member)
        # Of those who had their data removed, only the thread still knows that they were let in.
        for member in (known | {*cohort.leaving}) - {*cohort.members, guild.me.id}:
            await _let_out(thread, member)
        await self._cohorts.left(cohort)
        # Read again: who has left the server is not called.
        return opened or await _open(thread, await self._cohorts.shown(cohort.id), delivery)

    def _guild(self, cohort: Cohort) -> discord.Guild:
        guild = server(self._client, cohort.guild_id)
        if guild is None:
            raise Permanent(SERVER_GONE)
        return guild

    async def _known(self, guild: discord.Guild, cohort: Cohort) -> Cohort:
        """With the thread that an earlier attempt made, which is found by its name."""
        if cohort.thread_id is None:
            thread = await own_thread(guild, thread_name(cohort))
            if thread is not None:
                await self._cohorts.threaded(cohort.id, thread.id)
                return await self._cohorts.shown(cohort.id)
        return cohort

    async def _thread(self, guild: discord.Guild, cohort: Cohort) -> discord.Thread | None:
        """Where they meet. None: fewer than two want to by now, or the server no longer has such threads."""
        if cohort.thread_id is not None:
            known = await guild.fetch_channel(cohort.thread_id)
            return known if isinstance(known, discord.Thread) else None
        if cohort.threads_id is None or not await self._are_enough(guild, cohort):
            return None
        channel = guild.get_channel(cohort.threads_id)
        if not isinstance(channel, discord.TextChannel):
            raise Permanent("the channel for them was deleted.")
        try:
            # Open to invitations: closed to them, the bot itself could let nobody in without Manage Threads.
            return await channel.create_thread(name=thread_name(cohort), auto_archive_duration=FOLDED_AFTER)
        except discord.Forbidden as error:
            if not error.code:
                raise
            raise Permanent(f"the bot needs there: {names(THREADS_NEEDED)}.") from error
        except discord.HTTPException as error:
            if says_too_many_threads(error):
                raise RetryLater(3600) from error
            raise

    async def _are_enough(self, guild: discord.Guild, cohort: Cohort) -> bool:
        """Whether somebody is there to meet somebody. Discord is asked until that is known, about two as a rule."""
        there = 0
        for member in cohort.members if len(cohort.members) >= FEWEST else ():
            if await has_left(guild, member):
                await self._cohorts.gone(cohort.id, member)
            else:
                there += 1
            if there == FEWEST:
                return True
        return False

    async def _let_in(self, thread: discord.Thread, cohort: Cohort, member: int) -> None:
        try:
            await thread.add_user(discord.Object(member))
        except discord.NotFound as error:
            if not says_left(error):
                raise
            await self._cohorts.gone(cohort.id, member)
        except discord.Forbidden as error:
            # Whoever cannot see the channel cannot be let in; the others need not wait for that.
            if not error.code:
                raise

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Bringing it in line can always be done again."""
        return None


class CohortEndCarrier:
    """Folds a week's thread away. What was said stays readable for who was in it."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client

    async def send(self, delivery: Delivery) -> Receipt:
        """Archive it."""
        with outcomes():
            cohort = await self._client.services.exams.cohorts.shown(delivery.subject_id)
            thread = await self._client.fetch_channel(cohort.thread_id or 0)
            if isinstance(thread, discord.Thread) and not thread.archived:
                await thread.edit(archived=True)
            return Receipt(0, cohort.thread_id or 0, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It can always be done again."""
        return None


async def _opened(thread: discord.Thread, cohort: Cohort) -> tuple[Receipt | None, set[int]]:
    """The first message, if it is there, and whom the bot called or let in among the thread's first ones."""
    marker, opened, known = f"xl:{cohort.id}", None, set[int]()
    async for message in thread.history(limit=FIRST_MESSAGES, oldest_first=True):
        if message.author.id == thread.guild.me.id:
            known |= {user.id for user in message.mentions}
            if opened is None and marker in custom_ids(message):
                opened = receipt(message)
    return opened, known


async def _open(thread: discord.Thread, cohort: Cohort, delivery: Delivery) -> Receipt:
    called = discord.AllowedMentions(users=[discord.Object(member) for member in cohort.members])
    view = DurableView(LeaveWeekButton(cohort.id))
    message = await thread.send(opening(cohort), view=view, nonce=delivery.nonce, allowed_mentions=called)
    return receipt(message)


async def _let_out(thread: discord.Thread, member: int) -> None:
    with suppress(discord.NotFound):
        await thread.remove_user(discord.Object(member))


def thread_name(cohort: Cohort) -> str:
    """Also how a thread is found again whose making was not answered."""
    return f"{cohort.certification} exam week of {_week(cohort)}"


def _week(cohort: Cohort) -> str:
    return f"{cohort.monday.day} {cohort.monday:%B %Y}"


BUTTONS: tuple[type[DurableButton], ...] = (WeekButton, LeaveWeekButton)
