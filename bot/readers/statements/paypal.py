"""PayPal: the activity download and the monthly statement, in several languages."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.transactions import Kind, Source, State, Transaction
from bot.readers.statements.amounts import writes_decimal_comma
from bot.readers.statements.cells import currency_code
from bot.readers.statements.model import Caution
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.times import DayOrder, day_order

_BACK = re.compile(
    r"refund|payment reversal|rück(?:zahlung|erstattung)|reembolso|rembours|rimbors|退款|"
    r"^reversal$|chargeback",
    re.IGNORECASE,
)
_NO_PURCHASE = re.compile(
    r"conversion|withdraw|deposit|transfer|mobile payment|\bhold\b|release|authori[sz]ation|"
    r"^order$|umrechnung|abbuchung auf|bankgutschrift|einzahlung|einbehalt|autorisierung|"
    r"conversi[oó]n|retirada|autorizaci[oó]n|retenci[oó]n|retrait|autorisation|prelievo|conversione|"
    r"兑换|提现|充值|转账|授权|暂扣|currency",
    re.IGNORECASE,
)
_HELD = re.compile(r"authori[sz]ation|autori[sz]|授权|^order$", re.IGNORECASE)
_FINISHED = re.compile(
    r"complete|refunded|abgeschlossen|rückerstattet|rückgezahlt|completad|reembolsad|termin|effectu|"
    r"rembours|completat|rimborsat|cleared|完成|已退",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"pending|process|unclaimed|placed|held|offen|ausstehend|pendiente|attente|attesa|待|处理",
    re.IGNORECASE,
)
_ALL_BACK = re.compile(r"^(?:refunded|rückerstattet|reembolsado|rembours[eé]|rimborsato)$", re.I)

_OFFSETS: Mapping[str, int] = {
    "PST": -8,
    "PDT": -7,
    "MST": -7,
    "MDT": -6,
    "CST": -6,
    "CDT": -5,
    "EST": -5,
    "EDT": -4,
    "GMT": 0,
    "UTC": 0,
    "WET": 0,
    "BST": 1,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "HKT": 8,
    "SGT": 8,
    "MYT": 8,
    "JST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
}
"""Hours from UTC of the zones that PayPal writes. Source: IANA time zone database."""

_TRANSLATIONS: Mapping[str, str] = {
    "datum": "date",
    "fecha": "date",
    "data": "date",
    "日期": "date",
    "uhrzeit": "time",
    "hora": "time",
    "heure": "time",
    "orario": "time",
    "时间": "time",
    "zeitzone": "timezone",
    "zona horaria": "timezone",
    "zonahoraria": "timezone",
    "fuseau horaire": "timezone",
    "fuso orario": "timezone",
    "时区": "timezone",
    "nombre": "name",
    "nom": "name",
    "nome": "name",
    "名称": "name",
    "姓名": "name",
    "typ": "type",
    "tipo": "type",
    "类型": "type",
    "beschreibung": "description",
    "descripción": "description",
    "descrizione": "description",
    "说明": "description",
    "estado": "status",
    "état": "status",
    "etat": "status",
    "stato": "status",
    "状态": "status",
    "währung": "currency",
    "divisa": "currency",
    "devise": "currency",
    "valuta": "currency",
    "币种": "currency",
    "brutto": "gross",
    "bruto": "gross",
    "brut": "gross",
    "lordo": "gross",
    "avant commission": "gross",
    "总额": "gross",
    "transaktionscode": "transaction id",
    "id. de transacción": "transaction id",
    "id de transacción": "transaction id",
    "numéro de transaction": "transaction id",
    "codice transazione": "transaction id",
    "交易号": "transaction id",
    "artikelbezeichnung": "item title",
    "título del artículo": "item title",
    "titre de l'objet": "item title",
    "nome oggetto": "item title",
    "物品名称": "item title",
    "rechnungsnummer": "invoice number",
    "número de factura": "invoice number",
    "numéro de facture": "invoice number",
    "numero fattura": "invoice number",
    "账单号": "invoice number",
    "zugehöriger transaktionscode": "reference txn id",
    "参考交易号": "reference txn id",
    "id. de referencia de trans.": "reference txn id",
    "numéro de la transaction de référence": "reference txn id",
    "codice transazione di riferimento": "reference txn id",
    "auswirkung auf guthaben": "balance impact",
    "impacto en el saldo": "balance impact",
    "impacto en saldo": "balance impact",
    "impact sur le solde": "balance impact",
    "impatto sul saldo": "balance impact",
    "余额影响": "balance impact",
}
"""Columns in German, Spanish, French, Italian and Chinese."""


def _read(table: Table) -> Iterator[Transaction]:
    """Dates follow the region of the account: which part is the day is decided once."""
    table.day_order = day_order(table.sample("Date", "Date"))
    if table.day_order is DayOrder.UNKNOWN:
        table.cautions[Caution.DATE_ORDER] = {}
    table.decimal_comma = writes_decimal_comma(table.sample("Date", "Gross"))
    columns = (
        "Date", "Time", "TimeZone|Time Zone", "Name", "Type|Description", "Status", "Currency",
        "Gross", "Transaction ID", "Item Title|Subject", "Reference Txn ID",
        "Invoice Number|Invoice ID", "Balance Impact",
    )  # fmt: skip
    for (
        day, clock, zone, name, type_, status, coin, gross, txn, goods, reference, invoice, impact,
    ) in table.records(*columns):  # fmt: skip
        currency = currency_code(coin, "USD")
        amount = table.amount(gross, currency)
        kind = _kind(type_, amount)
        table.zone = _zone(zone)
        yield table.row(
            f"{day} {clock}".strip(),
            kind,
            amount,
            _state(status, type_, impact),
            currency=currency,
            payee=name,
            goods=goods,
            transaction_ref=table.ref(txn),
            order_ref=table.ref(invoice),
            refund_of=table.ref(reference) if kind is Kind.REFUND else "",
            refunded_minor=abs(amount) if _ALL_BACK.match(status) and amount < 0 else 0,
        )


def _kind(type_: str, amount: int) -> Kind:
    if _BACK.search(type_) and not re.search(r"\bhold\b", type_, re.IGNORECASE):
        return Kind.REFUND if amount > 0 else Kind.TRANSFER
    if _NO_PURCHASE.search(type_):
        return Kind.TRANSFER
    return Kind.CHARGE if amount < 0 else Kind.INCOME


def _state(status: str, type_: str, impact: str) -> State:
    if impact.strip().lower() == "memo" or _HELD.search(type_):
        return State.PENDING
    if not status or _FINISHED.search(status):
        return State.DONE
    return State.PENDING if _WAITING.search(status) else State.CLOSED


@lru_cache(64)
def _zone(name: str) -> tzinfo:
    if name.upper() in _OFFSETS:
        return timezone(timedelta(hours=_OFFSETS[name.upper()]))
    try:
        return ZoneInfo(name) if "/" in name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


_NEEDED = ("Date", "Time", "Currency", "Gross", "Transaction ID")
LAYOUTS = (
    Layout(
        "paypal_activity", (*_NEEDED, "Status"), _read, Source.WALLET, UTC, "USD", _TRANSLATIONS
    ),
    Layout("paypal_statement", _NEEDED, _read, Source.WALLET, UTC, "USD", _TRANSLATIONS),
)
