"""One kind of work that must survive every kill."""

from abc import ABC, abstractmethod
from typing import Any

import psycopg

Database = psycopg.Connection[Any]


class Trial(ABC):
    """Work that is kept going, interrupted, brought to its end, and counted."""

    @abstractmethod
    def begin(self) -> None:
        """Have something under way; what blocks goes into a thread. Called before each kill."""

    def resume(self) -> None:  # noqa: B027  most is gone on with by the next worker
        """Do what a person does who got no answer. Called when everything runs again."""

    @abstractmethod
    def check(self, database: Database) -> None:
        """Compare what each transaction wrote together.

        :raises AssertionError: something is missing, or there twice
        """

    @abstractmethod
    def finish(self) -> dict[str, int]:
        """Wait until all is done and return what was counted, by its name."""
