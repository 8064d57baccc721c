"""Writes invented rows in the formats in which banks exchange bookings."""

import random
from xml.sax.saxutils import escape

from statement_banks import OUT, free_text, signed
from statement_cases import Row
from statement_wallets import yuan


def _memo(row: Row) -> str:
    mark = "REFUND " if row.kind == "refund" else ""
    if (row.kind == "charge" and row.state == "done") or row.kind == "refund":
        return f"{mark}{free_text(row, 'ORDER ')}"
    return row.goods


def ofx(rows: list[Row], rng: random.Random, *, xml: bool = False) -> bytes:
    types = {"charge": "POS", "refund": "CREDIT", "transfer": "XFER", "topup": "DEP"}
    out = []
    for row in rows:
        fields = (
            ("TRNTYPE", types[row.kind]),
            ("DTPOSTED", f"{row.at:%Y%m%d}" + rng.choice(("", "120000", "000000"))),
            ("TRNAMT", f"{signed(row) / 100:.2f}"), ("FITID", row.txn),
            ("NAME", escape(row.payee)), ("MEMO", escape(_memo(row))),
        )  # fmt: skip
        close = "</{}>" if xml else ""
        body = "\n".join(f"<{name}>{value}{close.format(name)}" for name, value in fields)
        out.append(f"<STMTTRN>{body}\n</STMTTRN>")
    head = (
        '<?xml version="1.0"?>\n<?OFX OFXHEADER="200" VERSION="220"?>\n' if xml
        else "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
    )  # fmt: skip
    body = "\n".join(out)
    listed = f"<BANKTRANLIST>{body}</BANKTRANLIST>"
    return f"{head}<OFX><STMTRS><CURDEF>EUR\n{listed}</STMTRS></OFX>".encode()


def ofx2(rows: list[Row], rng: random.Random) -> bytes:
    return ofx(rows, rng, xml=True)


def qif(rows: list[Row], rng: random.Random) -> bytes:
    day = rng.choice(("%m/%d/%Y", "%d/%m/%Y", "%m/%d'%y"))
    out = [
        f"D{row.at.strftime(day)}\nT{signed(row) / 100:,.2f}\nP{row.payee}\nM{_memo(row)}\n^\n"
        for row in rows
    ]
    return ("!Type:CCard\n" + "".join(out)).encode()


def camt(rows: list[Row], rng: random.Random) -> bytes:
    version = rng.choice(("053.001.02", "053.001.08"))
    out = []
    for row in rows:
        status = "PDNG" if row.state == "pending" else "BOOK"
        name = f"<Nm>{escape(row.payee)}</Nm>"
        out.append(
            f'<Ntry><Amt Ccy="EUR">{yuan(row.minor)}</Amt><CdtDbtInd>'
            f"{'DBIT' if row.kind in OUT else 'CRDT'}</CdtDbtInd>"
            f"<Sts>{status if version.endswith('02') else f'<Cd>{status}</Cd>'}</Sts><BookgDt><"
            f"Dt>{row.at:%Y-%m-%d}</Dt>"
            f"</BookgDt><AcctSvcrRef>{row.txn[-12:]}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndT"
            f"oEndId>NOTPROVIDED"
            f"</EndToEndId></Refs><RltdPties><Cdtr>"
            f"{name if version.endswith('02') else f'<Pty>{name}</Pty>'}</Cdtr>"
            f"</RltdPties><RmtInf><Ustrd>{escape(_memo(row))}</Ustrd></RmtInf></TxDtls></NtryDt"
            f"ls></Ntry>"
        )
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{version}"
    head = f'<?xml version="1.0"?><Document xmlns="{space}"><BkToCstmrStmt><Stmt>'
    return (head + "\n".join(out) + "</Stmt></BkToCstmrStmt></Document>").encode()


def mt940(rows: list[Row], rng: random.Random) -> bytes:
    out = [":20:START\n:25:10010010/123456\n:28C:1/1\n:60F:C260101EUR1000,00\n"]
    for row in rows:
        mark = "D" if row.kind in OUT else "C"
        text = f"105?00CARD?20{_memo(row)}?30DEUTDEFF?31DE89?32{row.payee[:27]}"
        wrapped = "\n".join(text[i : i + 65] for i in range(0, len(text), 65))
        money = yuan(row.minor).replace(".", ",")
        out.append(
            f":61:{row.at:%y%m%d}{row.at:%m%d}{mark}{money}NMSCNONREF//{row.txn[-8:]}\n:86:"
            f"{wrapped}\n"
        )
    return ("".join(out) + ":62F:C260801EUR900,00\n-\n").encode()
