"""Words of Chinese statements that tell what a row is."""

import re

from bot.domain.transactions import Kind, State

_REFUND = re.compile(r"退款|退货|退税|退回|冲正|撤销|返还")
_TRANSFER = re.compile(
    r"转账|转帐|转存|转入|转出|转支|汇款|汇入|汇出|网转|还款|充值|提现|红包|群收款|取款|存款|存现|取现|代发|"
    r"银联入账|理财|基金|申购|赎回|零钱通|余额宝|还贷|贷款|放款|结息|利息|自动扣还|信用卡还"
)
_REPAYMENT = re.compile(r"还款|转账|转帐|取现|存款|存现|利息|代发|银联入账")
_INCOME = re.compile(r"工资|代发|奖金|返现|收入|入账|收款")
_OWN_MOVES = re.compile(
    r"^(?:充值|提现|转账|微信红包|余额宝|转入|转出|收钱码|花呗|借呗|信用卡还款|零钱|还款|自动还款|基金|理财)"
)
_UNPAID = re.compile(r"关闭|失败|取消|撤销|未支付|已退汇")
_WAITING = re.compile(r"等待付款|待付款|待支付|处理中|支付中|待入账|未入账|冻结")


def bank_kind(summary: str, amount: int) -> Kind:
    """Return what a bank's row is.

    Args:
        summary: the bank's word for it: 消费, 退款, 转账.
        amount: minor units; negative left the account.
    """
    if amount > 0 and _REFUND.search(summary):
        return Kind.REFUND
    if _TRANSFER.search(summary):
        return Kind.TRANSFER
    if amount < 0:
        return Kind.CHARGE
    return Kind.INCOME if _INCOME.search(summary) else Kind.REFUND


def is_refund(text: str) -> bool:
    """The words speak of money that comes back."""
    return bool(_REFUND.search(text))


def is_repayment(text: str) -> bool:
    """The words of a card's row speak of paying the card back, of cash or of interest."""
    return bool(_REPAYMENT.search(text))


def is_own_move(goods: str) -> bool:
    """The goods begin with a word for topping up, withdrawing or sending."""
    return bool(_OWN_MOVES.match(goods))


def wallet_state(status: str) -> State:
    """Return how far a wallet says that a payment went."""
    if _UNPAID.search(status):
        return State.CLOSED
    return State.PENDING if _WAITING.search(status) else State.DONE
