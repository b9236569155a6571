"""Showing a refusal beside the field it concerns."""

from django.forms import Form

from lienthong.kernel.acts.contracts import DomainError


def show(form: Form, refusal: DomainError) -> None:
    """Add what a service refused to a form, each error at its field where there is one."""
    errors = getattr(refusal, "errors", ())
    for error in errors:
        form.add_error(error.path if error.path in form.fields else None, error.message)
    if not errors:
        form.add_error(None, refusal.message)
