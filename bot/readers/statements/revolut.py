"""Revolut: signed amounts, no numbers, states in the language of the account."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC

from bot.domain.transactions import Kind, Source, State, Transaction
from bot.readers.statements.cells import currency_code, order_in
from bot.readers.statements.table import Layout, Table

_BACK = re.compile(r"refund|erstattung|rembours|reembolso|rimborso|退款|chargeback", re.IGNORECASE)
_CARD = re.compile(r"card|kart|carte|tarjeta|carta|卡|direct.?debit|lastschrift", re.IGNORECASE)
_FINISHED = re.compile(r"^complet|^termin|^abgeschlossen|^完成|^已完成|^effectu", re.IGNORECASE)
_WAITING = re.compile(r"pending|attente|ausstehend|pendiente|attesa|待|处理", re.IGNORECASE)
_STOPPED = re.compile(r"revert|declin|fail|cancel|annul|abgelehnt|rechaz|refus|rifiut", re.I)
_REFUND_PREFIX = re.compile(r"^(?:card )?refund(?: from)?[:\s]+", re.IGNORECASE)

_TRANSLATIONS: Mapping[str, str] = {
    "art": "type",
    "typ": "type",
    "tipo": "type",
    "类型": "type",
    "date de début": "started date",
    "datum des beginns": "started date",
    "startdatum": "started date",
    "fecha de inicio": "started date",
    "data di inizio": "started date",
    "开始日期": "started date",
    "date de fin": "completed date",
    "datum des abschlusses": "completed date",
    "fecha de finalización": "completed date",
    "data di completamento": "completed date",
    "abschlussdatum": "completed date",
    "完成日期": "completed date",
    "beschreibung": "description",
    "descripción": "description",
    "说明": "description",
    "descrizione": "description",
    "montant": "amount",
    "betrag": "amount",
    "金额": "amount",
    "importe": "amount",
    "importo": "amount",
    "devise": "currency",
    "währung": "currency",
    "divisa": "currency",
    "valuta": "currency",
    "币种": "currency",
    "货币": "currency",
    "état": "state",
    "etat": "state",
    "status": "state",
    "estado": "state",
    "stato": "state",
    "状态": "state",
}
"""Columns in German, French, Spanish, Italian and Chinese."""


def _read(table: Table) -> Iterator[Transaction]:
    columns = (
        "Started Date|Completed Date", "Completed Date", "Type", "Description", "Amount",
        "Currency", "State",
    )  # fmt: skip
    for started, completed, type_, text, money, coin, state in table.records(*columns):
        currency = currency_code(coin, "EUR")
        amount = table.amount(money, currency)
        order, payee = order_in(_REFUND_PREFIX.sub("", text))
        yield table.row(
            started,
            _kind(type_, amount),
            amount,
            _state(state, completed),
            currency=currency,
            payee=payee,
            order_ref=order,
        )


def _kind(type_: str, amount: int) -> Kind:
    if _BACK.search(type_):
        return Kind.REFUND
    if _CARD.search(type_):
        return Kind.CHARGE if amount < 0 else Kind.REFUND
    return Kind.TRANSFER


def _state(state: str, completed: str) -> State:
    if _FINISHED.search(state):
        return State.DONE
    if _WAITING.search(state):
        return State.PENDING
    if _STOPPED.search(state):
        return State.CLOSED
    return State.DONE if completed else State.PENDING


LAYOUTS = (
    Layout(
        "revolut",
        ("Started Date", "Completed Date", "State", "Amount"),
        _read,
        Source.BANK,
        UTC,
        "EUR",
        _TRANSLATIONS,
    ),
)
