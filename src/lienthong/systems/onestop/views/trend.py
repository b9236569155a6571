"""The line of the on-time rate by month, drawn on the server from numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.kernel.ui import words
from lienthong.systems.onestop.queries import FigureRow

LEFT, RIGHT, TOP, BOTTOM = 40, 520, 14, 200
GOAL = 98.0
# The axis ends at 100 and begins at one of these, so that months are told apart without shouting.
FLOORS = (96.0, 90.0, 80.0, 50.0, 0.0)


@dataclass(frozen=True)
class Trend:
    """What the chart draws: the line, its end, the grid, the months below, the goal; all in its own units."""

    points: str
    dots: tuple[tuple[int, int], ...]
    end: tuple[int, int]
    last: str
    grid: tuple[tuple[int, str], ...]
    goal_y: int
    goal: str
    ticks: tuple[tuple[int, str], ...]
    first_month: str
    first: str
    last_month: str


def trend_line(months: Sequence[FigureRow]) -> Trend | None:
    """Return the line over the months in which something was resolved; nothing below two months."""
    rated = [(row.name, row.rate) for row in months if row.rate is not None]
    if len(rated) < 2:
        return None
    lowest = min(rate for _name, rate in rated)
    floor = next(edge for edge in FLOORS if lowest >= edge)
    step = (RIGHT - LEFT) / (len(rated) - 1)

    def height(rate: float) -> int:
        return round(BOTTOM - (rate - floor) * (BOTTOM - TOP) / (100 - floor))

    places = tuple((round(LEFT + at * step), height(rate)) for at, (_name, rate) in enumerate(rated))
    every = max(1, -(-len(rated) // 6))
    return Trend(
        points=" ".join(f"{x},{y}" for x, y in places),
        dots=places[:-1],
        end=places[-1],
        last=words.percent_phrase(rated[-1][1]),
        grid=tuple(
            (height(floor + part * (100 - floor) / 4), _short(floor + part * (100 - floor) / 4)) for part in range(5)
        ),
        goal_y=height(max(GOAL, floor)),
        goal=words.figure_phrase(int(GOAL)),
        ticks=tuple((places[at][0], rated[at][0]) for at in range(0, len(rated), every)),
        first_month=rated[0][0],
        first=words.percent_phrase(rated[0][1]),
        last_month=rated[-1][0],
    )


def _short(value: float) -> str:
    return words.figure_phrase(int(value) if value == int(value) else value)
