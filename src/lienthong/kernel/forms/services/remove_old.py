"""Deleting what nobody goes on with."""

from datetime import datetime, timedelta

from ..models import AnswerDraft, TrialFiling

DRAFT_DAYS, TRIAL_DAYS = 90, 30


def remove_old(*, now: datetime) -> tuple[int, int]:
    """Delete drafts untouched for 90 days and trial filings of 30 days; return how many of each.

    Both hold personal data that no procedure needs (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: kept no longer than
    their purpose).
    """
    drafts = AnswerDraft.objects.filter(updated_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()[0]
    trials = TrialFiling.objects.filter(created_at__lt=now - timedelta(days=TRIAL_DAYS)).delete()[0]
    return drafts, trials
