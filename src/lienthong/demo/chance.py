"""Chance that can be repeated: everything invented comes from a seed, each part from a stream of its own."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from .facts import read

T = TypeVar("T")


class Chance:
    """A stream of chance; `branch` gives another that does not disturb it."""

    def __init__(self, seed: str) -> None:
        """Begin the stream of a seed."""
        self.seed = seed
        self.random = random.Random(seed)  # noqa: S311  invented data must be repeatable, not secret

    def branch(self, name: str) -> "Chance":
        """Return the stream of a part, the same however much was drawn here."""
        return Chance(f"{self.seed}/{name}")

    def one(self, things: Sequence[T]) -> T:
        """Return one of several, each as likely."""
        return self.random.choice(things)

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return one by weight."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def happens(self, share: float) -> bool:
        """Return true in that share of cases."""
        return self.random.random() < share

    def between(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return self.random.randint(low, high)

    def share(self, low: float, high: float) -> float:
        """Return a number between two."""
        return self.random.uniform(low, high)

    def uuid(self) -> UUID:
        """Return an identifier."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def signs(self, alphabet: str, length: int) -> str:
        """Return a word of the alphabet."""
        return "".join(self.random.choices(alphabet, k=length))

    def person(self, gender: str = "") -> tuple[str, str]:
        """Return a believable full name and its gender, by the frequency of its parts."""
        gender = gender or self.one(("male", "female"))
        names = read("names")
        parts = [self._part(names[kind], gender) for kind in ("family", "middle", "given")]
        while parts[2] == parts[1]:
            parts[2] = self._part(names["given"], gender)
        return " ".join(parts), gender

    def _part(self, rows: Sequence[Mapping[str, object]], gender: str) -> str:
        fits = [row for row in rows if row.get("gender", "both") in {"both", gender}]
        return str(self.random.choices(fits, [int(str(row["count"])) for row in fits])[0]["name"])
