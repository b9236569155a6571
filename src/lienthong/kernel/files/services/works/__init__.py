"""Work of programs on files: asked for on a page, done by a worker."""

from .ask import ask_work, offered_works
from .run import run_work

__all__ = ["ask_work", "offered_works", "run_work"]
