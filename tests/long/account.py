"""The account at the end: what should have become of every occurrence and every streak, next to what did."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sandbox.model import Json
from sandbox.seen import LiveMessage
from tests.long.almanac import Planned
from tests.long.ledger import Answer, Press, Said, field_text
from tests.long.rules import Streak, Total, Was, placed, walk
from tests.long.season import LETTERS, Learner, Season
from tests.long.towns import Post, Track
from tests.long.trouble import LATE_AFTER_S, Forecast

_BAR = re.compile(r"\*\*([A-D])\*\* `[█░]+` (\d+) \(")
_SCORE = re.compile(r"^(?:(🥇|🥈|🥉)|\*\*(\d+)\.\*\*) <@(\d+)> · (\d+) right of (\d+) ")
_OWN = re.compile(r"^Place (\d+) of (\d+) · (\d+) right of (\d+) ")
_HEAD = re.compile(r"\*\*Streak: (\d+)\*\* · best (\d+) · (\d) freezes? held")
_MEDALS = {"🥇": 1, "🥈": 2, "🥉": 3}
_DAYS_SHOWN = 14


@dataclass(eq=False, repr=False)
class Fate:
    """What became of one occurrence."""

    planned: Planned
    post: Post | None = None
    posted_at: int = 0
    right: str = ""

    @property
    def late(self) -> bool:
        return self.post is not None and self.posted_at - self.planned.due_at > LATE_AFTER_S


@dataclass(eq=False, repr=False)
class Account:
    """Goes through everything; every mismatch is an assertion that says where."""

    season: Season
    forecast: Forecast
    fates: dict[str, dict[int, Fate]] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)

    # --- posts

    def look(self) -> None:
        """Read every channel."""
        for track in self.season.towns.tracks:
            fates = {p.number: Fate(p) for p in self.season.planned[track.name]}
            for post in self.season.towns.posts(track):
                fate = fates[post.number]
                assert fate.post is None, f"{track.name} day {post.number} was posted twice"
                fate.post, fate.posted_at = post, int(post.message.record.created_at)
            self.fates[track.name] = fates

    def posts(self) -> None:
        """Each occurrence was posted once, on time or late, or missed: as the plan and the troubles foretell."""
        for track in self.season.towns.tracks:
            for fate in self.fates[track.name].values():
                self._post(track, fate)

    def _post(self, track: Track, fate: Fate) -> None:
        where = f"{track.name} {fate.planned}"
        window = self.forecast.post(track.name, fate.planned)
        self.tally["planned"] += 1
        if window is None:
            assert fate.post is None, f"posted although its day was over: {where}"
            self.tally["missed"] += 1
            return
        assert fate.post is not None, f"lost: {where}"
        assert window.earliest <= fate.posted_at <= window.latest, f"{where}: {fate.posted_at}, not {window}"
        self.tally["late" if fate.late else "sent on time"] += 1

    def closes(self) -> None:
        """Each post shows its answer from its close on, not before, with what members chose."""
        for track in self.season.towns.tracks:
            for fate in self.fates[track.name].values():
                if fate.post is not None:
                    self._close(track, fate, fate.post)

    def _close(self, track: Track, fate: Fate, post: Post) -> None:
        where = f"{track.name} {fate.planned}"
        window = self.forecast.close(track.name, fate.planned, fate.posted_at)
        if not post.closed:
            assert window.latest > self.season.end, f"still open: {where}"
            self.tally["open at the end"] += 1
            return
        edited = post.message.record.edited_at
        assert edited is not None
        assert window.earliest <= edited <= window.latest, f"{where}: closed at {edited}, not {window}"
        right = re.search(r"^Right: ([A-D])$", post.message.text(), re.M)
        assert right is not None, where
        fate.right = right[1]
        chosen = Counter(
            answer.letter
            for _, answer in self._answers(track.name, fate.planned.number)
            if answer.at < fate.planned.closes_at
        )
        bars = {m[1]: int(m[2]) for m in _BAR.finditer(post.message.text())}
        assert bars == {letter: chosen[letter] for letter in LETTERS}, where
        self.tally["closed"] += 1
        self.tally["answers in time"] += chosen.total()

    def _answers(self, track: str, number: int) -> list[tuple[int, Answer]]:
        return [
            (learner.user.id, mine[number].answer())
            for learner in self.season.learners
            if number in (mine := self.season.ledger.by_member(track, learner.user.id))
        ]

    # --- what members were told

    def presses(self) -> None:
        """Each reply said what counts, whether it was right, and the streak as it stood at that moment."""
        for name, member_id, number, presses in self.season.ledger.all():
            fate, answer = self.fates[name][number], presses.answer()
            in_time = answer.at < fate.planned.closes_at
            for press in presses.told:
                where = f"{name} day {number}, member {member_id}: {press}"
                assert press.scored == in_time, where
                if fate.right:
                    assert press.right == (answer.letter == fate.right), where
                if in_time and press.said is Said.FIRST and not self.forecast.in_doubt(name, press.at):
                    self._told(press, self.streak(name, member_id, press.at), where)
            self.tally["presses"] += len(presses.made)
            self.tally["presses unanswered"] += len(presses.made) - len(presses.told)
            self.tally["answers too late"] += not in_time

    def _told(self, press: Press, streak: Streak, where: str) -> None:
        assert press.length == streak.length, f"{where}: streak {streak}"
        assert press.earned == streak.shown.endswith("earned"), f"{where}: streak {streak}"
        if not press.earned:
            assert (press.freezes or 0) == streak.freezes, f"{where}: streak {streak}"
        self.tally["streaks in replies"] += 1

    def days(self, name: str, member_id: int, at: int) -> list[tuple[Planned, Was]]:
        """What each occurrence was for a member by `at`, from their first answer on."""
        mine = self.season.ledger.by_member(name, member_id)
        found: list[tuple[Planned, Was]] = []
        for number, fate in self.fates[name].items():
            if fate.planned.due_at > at:
                break
            was = self._was(fate, mine[number].answer() if number in mine else None, at)
            if found or was is Was.ANSWERED:
                found.append((fate.planned, was))
        return found

    def _was(self, fate: Fate, answer: Answer | None, at: int) -> Was:
        if answer is not None and answer.at <= at and answer.at < fate.planned.closes_at:
            return Was.ANSWERED
        if fate.post is None:
            return Was.MISSED if at >= fate.planned.expires_at else Was.OPEN
        if at < fate.planned.closes_at:
            return Was.OPEN
        return Was.LATE if fate.late else Was.UNANSWERED

    def streak(self, name: str, member_id: int, at: int) -> Streak:
        """The streak from scratch."""
        walked = walk(was for _, was in self.days(name, member_id, at))
        return walked[-1] if walked else Streak()

    async def streaks(self, learner: Learner) -> None:
        """`/quiz streak` says the same, day by day."""
        at = int(self.season.towns.clock.time())
        for guild in self.season.towns.guilds.values():
            tracks = [
                track
                for track in self.season.towns.tracks
                if track.guild is guild and self.days(track.name, learner.user.id, at)
            ]
            if learner.user.id not in guild.members:
                continue
            reply = await self.season.towns.member(guild, learner.user).slash("quiz streak")
            if not tracks:
                assert "no streak here yet" in reply.text()
                continue
            assert len(reply.message.embeds) == len(tracks)
            for track, embed in zip(tracks, reply.message.embeds, strict=True):
                self._streak(track, learner, embed, at)

    def _streak(self, track: Track, learner: Learner, embed: Json, at: int) -> None:
        days = self.days(track.name, learner.user.id, at)
        walked = walk(was for _, was in days)
        head = _HEAD.match(embed["description"])
        assert head is not None
        told = tuple(map(int, head.groups()))
        now = walked[-1]
        where = f"{track.name}, {learner.user.name}"
        assert told == (now.length, now.best, now.freezes), f"{where}: told {told}, is {now}"
        lines = embed["fields"][0]["value"].split("\n")
        expected = list(zip(days, walked, strict=True))[-_DAYS_SHOWN:]
        assert len(lines) == len(expected), where
        for line, ((planned, _), streak) in zip(reversed(lines), expected, strict=True):
            sign = streak.shown.removesuffix(" earned")
            assert line.startswith(f"`{planned.day:%a %d %b}` {sign}"), f"{where}: {line}, is {streak}"
            assert ("earned a freeze" in line) == streak.shown.endswith("earned"), f"{where}: {line}"
        self.tally["streaks shown"] += 1

    # --- boards

    async def boards(self, learner: Learner) -> None:
        """`/quiz leaderboard` adds up the same: of every period, of all tracks and of each."""
        for guild in self.season.towns.guilds.values():
            if learner.user.id not in guild.members:
                continue
            tracks = [track for track in self.season.towns.tracks if track.guild is guild]
            for chosen in ([], *([track] for track in tracks)):
                for period in ("week", "month", "all"):
                    member = self.season.towns.member(guild, learner.user)
                    only = {"track": chosen[0].id} if chosen else {}
                    reply = await member.slash("quiz leaderboard", {"period": period, **only})
                    self._board(chosen or tracks, period, learner, reply.message)

    def _board(self, tracks: list[Track], period: str, learner: Learner, message: LiveMessage) -> None:
        today = tracks[0].plan.zone.date_at(int(self.season.towns.clock.time()))
        totals = [
            Total(member.user.id, right, answered)
            for member in self.season.learners
            for right, answered in [self._total(tracks, member, _in_period(period, today))]
            if answered
        ]
        where = f"{[track.name for track in tracks]}, {period}"
        ranked = placed(totals)
        text = message.embeds[0]["description"]
        if not ranked:
            assert "Nobody has answered" in text, where
            return
        told = []
        for line in text.split("\n"):
            score = _SCORE.match(line)
            assert score is not None, line
            told.append((_MEDALS.get(score[1]) or int(score[2]), Total(*map(int, score.groups()[2:]))))
        # Which of the members who share the last place shown stand there is nobody's promise.
        assert [place for place, _ in told] == [place for place, _ in ranked[:10]], (
            f"{where}: {told}, is {ranked}"
        )
        assert set(told) <= set(ranked), f"{where}: {told}, is {ranked}"
        assert len(set(told)) == len(told), f"{where}: {told}"
        own = [entry for entry in ranked if entry[1].member_id == learner.user.id and entry not in told]
        shown = _OWN.match(field_text(message, "You") or "")
        assert (shown is not None) == bool(own), where
        if shown and own:
            place, total = own[0]
            assert tuple(map(int, shown.groups())) == (place, len(ranked), total.right, total.answered), where
        self.tally["boards"] += 1

    def _total(
        self, tracks: list[Track], learner: Learner, counts: Callable[[date], bool]
    ) -> tuple[int, int]:
        right = answered = 0
        for track in tracks:
            for number, presses in self.season.ledger.by_member(track.name, learner.user.id).items():
                answer, planned = presses.answer(), self.fates[track.name][number].planned
                if counts(planned.day) and answer.at < planned.closes_at:
                    answered += 1
                    right += presses.told[0].right
        return right, answered

    # --- on the way

    async def ask_on_the_way(self, learner: Learner) -> None:
        """A member asks for streaks and boards in the middle of things, where what they must show is certain."""
        at = int(self.season.towns.clock.time())
        doubtful = any(self.forecast.in_doubt(track.name, at) for track in self.season.towns.tracks)
        if doubtful or any(not presses.known for *_, presses in self.season.ledger.all()):
            return
        self.look()
        await self.streaks(learner)
        await self.boards(learner)
        self.tally["asked on the way"] += 1


def _in_period(period: str, today: date) -> Callable[[date], bool]:
    monday = today - timedelta(days=today.weekday())
    spans = {
        "week": (monday, monday + timedelta(days=7)),
        "month": (today.replace(day=1), (today.replace(day=1) + timedelta(days=32)).replace(day=1)),
        "all": (date.min, date.max),
    }
    since, until = spans[period]
    return lambda day: since <= day < until
