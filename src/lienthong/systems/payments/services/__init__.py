"""What may be done with fees, one act a file."""

from .cancel_demand import cancel_demand
from .demand_fee import demand_fee
from .hear_gateway import ask_gateway, hear_gateway, settle_call_back
from .reconcile import reconcile_day, reconcile_days
from .refund_fee import refund_fee
from .replace_demand import replace_demand
from .set_account import set_account
from .settle_at_counter import settle_at_counter
from .take_money import take_money

__all__ = [
    "ask_gateway",
    "cancel_demand",
    "demand_fee",
    "hear_gateway",
    "reconcile_day",
    "reconcile_days",
    "refund_fee",
    "replace_demand",
    "set_account",
    "settle_at_counter",
    "settle_call_back",
    "take_money",
]
