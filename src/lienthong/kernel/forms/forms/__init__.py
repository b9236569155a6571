"""From a description to a Django form; it coerces what was typed, the schema alone says what is valid."""

from .answers import AnswerForm, build_form_class

__all__ = ["AnswerForm", "build_form_class"]
