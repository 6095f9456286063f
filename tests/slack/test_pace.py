"""The pace of board updates, in a simulated time."""

from bot.slack.pace import Pace


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
