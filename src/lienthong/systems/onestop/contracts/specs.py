"""What the law and the package of a procedure say: forms, papers, fees, cases, results, rules of forwarding."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar, Literal

from .states import Channel


@dataclass(frozen=True)
class PrintedForm:
    """What a printed form is called by law."""

    number: str
    title: str


@dataclass(frozen=True)
class FormSet:
    """The printed forms of one circular, in force from a day on (R-61); `forms` goes by kind."""

    since: date
    basis: str
    forms: dict[str, PrintedForm]


@dataclass(frozen=True)
class ForwardingRule:
    """Until when a dossier on paper is handed on, from a day on, as the law named says (R-18).

    :param cutoff: what comes until then is handed on the same working day, what comes later the next
    :param beginning: how many working minutes the beginning of the next working day lasts
    """

    since: date
    basis: str
    cutoff: time
    beginning: int


@dataclass(frozen=True)
class PaperSpec:
    """A paper a case requires.

    :param type_code: code of the national list of papers; a kept paper of that type may be used instead
    :param keep: its digitised copy goes to the store of the owner when the dossier ends with a result (R-57)
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    name: str
    originals: int = 1
    copies: int = 0
    required: bool = True
    note: str = ""
    type_code: str = ""
    keep: bool = False


@dataclass(frozen=True)
class FeeSpec:
    """A fee (phí) or charge (lệ phí) of a case, in đồng.

    :param collect: when it is asked for: at reception, with a request to supplement, or before the result (R-31)
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    kind: str
    name: str
    amount: int
    channels: tuple[Channel, ...] = (Channel.COUNTER, Channel.ONLINE, Channel.POST)
    per: str = ""
    collect: Literal["on_reception", "with_supplement", "on_return"] = "on_reception"


@dataclass(frozen=True)
class CaseSpec:
    """A case of a procedure with its own papers, limits and fees (R-5, R-7)."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    name: str
    limits: dict[Channel, str]
    papers: tuple[PaperSpec, ...]
    fees: tuple[FeeSpec, ...] = ()


@dataclass(frozen=True)
class ResultSpec:
    """What the procedure ends with.

    :param type_code: code of the national list of results, such as KQ.G15.000001
    :param symbol: what follows the number, such as "215/GPXD"
    :param register: the book of the deciding agency from which the number comes
    :param valid_months: how long it counts from the day it is signed, 0 without an end
    :param lines: what is printed, as (label, name of the answer or of a party's datum such as `owner.name`)
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    template: str
    title: str
    type_code: str
    symbol: str
    register: str
    lines: tuple[tuple[str, str], ...] = ()
    preamble: str = ""
    valid_months: int = 0


@dataclass(frozen=True)
class PackageSpec:
    """All that is needed to run one procedure here: the parts of a package file.

    :param examine_within: what is asked for within this time from reception starts the limit anew (R-20); empty where
        the law of the field says otherwise
    :param answer_filing_within: until when a filing over the network is answered (R-17); empty for the usual time
    :param consult_within: the usual time of an agency that is asked for its opinion (R-21)
    :param when_silent: what it means that an agency asked does not answer in time: nothing, or that it agrees
    :param on_consultation: what asking another agency does to the clock, "run" unless the law of the field says "pause"
    :param steps: the process that several shipped packages share, by the name of its file; empty for one's own
    :param on_supplement: what a supplement asked for later does to the clock, "pause" or "restart" (R-42)
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    title: str
    short_title: str
    field: str
    levels: tuple[str, ...]
    process: str
    form: str
    competent: str
    cases: tuple[CaseSpec, ...]
    result: ResultSpec
    process_limit: str = ""
    on_supplement: str = "pause"
    examine_within: str = "3wd"
    answer_filing_within: str = ""
    answer_within: str = "30d"
    when_unanswered: Literal["wait", "stop"] = "wait"
    limit_note: str = ""
    consult_within: str = "3wd"
    when_silent: Literal["nothing", "agreed"] = "nothing"
    on_consultation: Literal["run", "pause"] = "run"
    steps: str = ""

    def case(self, code: str) -> CaseSpec:
        """Return one case.

        :raises KeyError: the package has no such case
        """
        for each in self.cases:
            if each.code == code:
                return each
        raise KeyError(code)
