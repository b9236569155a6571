"""Asking a worker, in the caller's transaction: nothing is asked for when the act fails."""

from __future__ import annotations


def ask_for_service(wait_id: int) -> None:
    """Have the service of a wait called."""
    from ..jobs import call_service

    call_service.configure(lock=f"processes:wait:{wait_id}").defer(wait_id=wait_id)


def ask_for_message(message_id: int) -> None:
    """Have a message handed to the case that waits for it."""
    from ..jobs import deliver_message

    deliver_message.configure(lock=f"processes:message:{message_id}").defer(message_id=message_id)


def ask_for_signal(name: str, sender_id: int | None) -> None:
    """Have a signal told to every case that waits for it."""
    from ..jobs import broadcast

    broadcast.defer(name=name, sender_id=sender_id)


def ask_for_report(report_id: int) -> None:
    """Have a report worked out."""
    from ..jobs import work_on_report

    work_on_report.configure(lock=f"processes:report:{report_id}").defer(report_id=report_id)
