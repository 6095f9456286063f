"""The pace of board updates, in a simulated time."""

import pytest

from bot.slack.pace import PER_SECOND, Pace


class Time:
    """A clock that moves by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_first_update_goes_out_at_once_and_the_next_a_second_later() -> None:
    """One click is seen immediately; a burst of clicks costs one update a second."""
    time = Time()
    pace = Pace(time)
    assert pace.book("a") == 0
    assert 1.0 <= pace.book("a") <= 1.5
    assert pace.book("b") == 0


def test_sixty_ticks_in_ten_seconds_cost_at_most_twelve_updates() -> None:
    """Each update carries the newest state, so that the ticks between two of them are free."""
    time, sent, due = Time(), 0, 0.0
    pace = Pace(time)
    for tick in range(61):
        time.now = 1000.0 + tick / 6
        if time.now >= due:
            due = time.now + pace.book("a")
            sent += 1
    assert sent <= 12
    assert due - time.now <= 2


def test_no_minute_sees_more_updates_than_slack_allows() -> None:
    """Ten busy boards together stay under fifty updates a minute, after a quiet hour too."""
    time = Time()
    pace = Pace(time)
    moments: list[float] = []
    for round_ in range(60):
        time.now = 5000.0 + round_
        moments += [time.now + pace.book(str(board)) for board in range(10)]
    assert all(sum(start <= moment < start + 60 for moment in moments) <= 50 for start in moments)


@pytest.mark.parametrize("boards", [1, 2, 3])
def test_an_hour_of_steady_clicking_in_three_crises_keeps_every_board_fresh(boards: int) -> None:
    """Two clicks a second in each: no minute above Slack's fifty, and every click is on its way within 4.5 seconds."""
    time = Time()
    pace = Pace(time)
    unseen: dict[int, float] = {}  # since when each board lacks a click
    due: dict[int, float] = {}  # when each board that has asked is redrawn
    drawn: list[float] = []
    longest = 0.0
    for tenth in range(36_000):
        time.now = 1000.0 + tenth / 10
        for board in range(boards):
            if board in due and due[board] <= time.now:
                longest = max(longest, time.now - unseen.pop(board))
                drawn.append(due.pop(board))
            if (tenth + board) % 5 == 0:
                unseen.setdefault(board, time.now)
            if board in unseen and board not in due:
                due[board] = time.now + pace.book(str(board))
    assert longest <= 4.5  # of five seconds: the rest is for Slack and the network
    assert all(drawn[place + 50] - drawn[place] > 60 for place in range(len(drawn) - 50))


@pytest.mark.parametrize("boards", [0, 1, 3])
def test_notices_have_what_boards_leave_and_never_nothing(boards: int) -> None:
    """Beside boards that are clicked all the time no minute is above Slack's fifty, and one in half a minute goes.

    No board waits for more than one of them; beside quiet boards all thirty go within a minute.
    """
    time = Time()
    pace = Pace(time)
    due = dict.fromkeys(range(boards), 1000.0)
    drawn: list[float] = []
    renewed: list[float] = []
    ask = longest = 0.0
    while len(renewed) < 30:
        time.now += 0.1
        for board, at in due.items():
            if at <= time.now:
                wait = pace.book(str(board))
                longest = max(longest, wait)
                due[board] = time.now + wait
                drawn.append(due[board])
        while ask <= time.now and len(renewed) < 30:
            wait = pace.spare()
            ask = time.now + wait
            if not wait:
                renewed.append(time.now)
    assert longest <= (boards + 1) / PER_SECOND + 0.1
    moments = sorted(drawn + renewed)
    assert all(later - earlier > 60 for earlier, later in zip(moments, moments[50:], strict=False))
    assert renewed[-1] - 1000 <= (60 if not boards else 30.2 * 30)


def test_a_board_finds_room_while_notices_are_brought_up_to_date() -> None:
    """A click in a quiet crisis is seen at once, however many notices wait."""
    time = Time()
    pace = Pace(time)
    for tenth in range(300):
        time.now = 1000.0 + tenth / 10
        pace.spare()
        if tenth % 100 == 50:
            assert pace.book("quiet") == 0


def test_a_busy_board_does_not_keep_a_quiet_one_waiting() -> None:
    """One click elsewhere is seen within two redraws of the board that everybody hammers."""
    time, due = Time(), 0.0
    pace = Pace(time)
    for tenth in range(600):
        time.now = 1000.0 + tenth / 10
        if time.now >= due:
            due = time.now + pace.book("busy")
    assert pace.book("quiet") <= 2 / 0.75
