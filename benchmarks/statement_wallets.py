"""Writes invented rows as Chinese wallets export them."""

import csv
import io
import random
from collections.abc import Iterable
from datetime import timedelta

import openpyxl
from statement_cases import Row

METHODS = ("余额宝", "花呗", "零钱", "招商银行信用卡(4417)", "建设银行储蓄卡(0021)")


def yuan(minor: int) -> str:
    return f"{minor / 100:.2f}"


def table(rows: Iterable[Iterable[str]], *, tail: str = "") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([*row, *([tail] if tail else [])])
    return out.getvalue()


def _alipay_words(row: Row) -> tuple[str, str, str, str]:
    """Goods, direction, status, category."""
    if row.kind == "refund":
        return f"退款-{row.goods}", "不计收支", "退款成功", "退款"
    if row.kind == "topup":
        return row.goods, "不计收支", "交易成功", "充值提现"
    if row.kind == "transfer":
        return row.goods, "支出", "交易成功", "转账红包"
    status = (
        "交易关闭"
        if row.state == "closed"
        else random.Random(row.txn).choice(("交易成功", "支付成功", "等待确认收货"))
    )
    return row.goods, "支出", status, "日用百货"


def alipay_2021(rows: list[Row], rng: random.Random) -> bytes:
    head = f"{'-' * 24}支付宝（中国）网络技术有限公司  电子客户回单{'-' * 24}\n"
    names = (
        "收/支 交易对方 对方账号 商品说明 收/付款方式 金额 交易状态 交易分类 交易订单号 "
        "商家订单号 交易时间"
    )
    lines = [",".join(name.ljust(16) for name in names.split()) + ","]
    for row in rows:
        goods, direction, status, category = _alipay_words(row)
        cells = (
            direction.replace("不计收支", "其他"), row.payee, "abc***@example.com", goods,
            rng.choice(METHODS), yuan(row.minor), status, category, row.txn + "\t",
            row.order + "\t", f"{row.at}",
        )  # fmt: skip
        lines.append(",".join(cell.ljust(rng.choice((0, 16))) for cell in cells) + ",")
    foot = f"\n{'-' * 84}\n共{len(rows)}笔记录\n导出时间：[2026-08-01 10:00:00]\n"
    return (head + "\n".join(lines) + foot).encode("gbk")


def alipay_2023(rows: list[Row], rng: random.Random) -> bytes:
    company = rng.choice(("支付宝（中国）网络技术有限公司", "支付宝支付科技有限公司"))
    head = (
        f"{'-' * 84}\r\n导出信息：\r\n姓名：某某\r\n起始时间：[2026-01-01 00:00:00]    终止时间"
        f"：[2026-12-31 "
        f"23:59:59]\r\n共{len(rows)}笔记录\r\n支出：{len(rows)}笔 1.00元\r\n"
        + "说明；\r\n" * rng.randint(2, 9)
        + f"\r\n{'-' * 24}{company}  电子客户回单{'-' * 24}\r\n"
    )  # fmt: skip
    names = (
        "交易时间 交易分类 交易对方 对方账号 商品说明 收/支 金额 收/付款方式 交易状态 "
        "交易订单号 商家订单号 备注"
    )
    body = [names.split()]
    for row in rows:
        goods, direction, status, category = _alipay_words(row)
        body.append([
            f"{row.at}", category, row.payee, "/", goods, direction, yuan(row.minor),
            rng.choice(METHODS), status, row.txn + "\t", row.order + "\t", "",
        ])  # fmt: skip
    return (head + table(body, tail=" ").replace(", \r\n", ",\r\n")).encode("gb18030")


def alipay_web(rows: list[Row], rng: random.Random) -> bytes:
    head = (
        "支付宝交易记录明细查询\n账号:[demo]\n起始日期:[2026-01-01]\n"
        + "-" * 20
        + "交易记录明细列表"
        + "-" * 20
        + "\n"
    )
    names = (
        "交易号 ,商家订单号 ,交易创建时间 ,付款时间 ,最近修改时间 ,交易来源地 ,类型 ,交易对方 ,"
        "商品名称 ,金额（元）,"
        "收/支 ,交易状态 ,服务费（元）,成功退款（元）,备注 ,资金状态 ,\n"
    )  # fmt: skip
    lines = []
    for row in rows:
        goods, direction, status, _ = _alipay_words(row)
        funds = {"charge": "已支出", "refund": "已收入"}.get(row.kind, "资金转移")
        cells = (
            row.txn + "\t", row.order + "\t", f"{row.at}", f"{row.at}", f"{row.at}", "其他",
            "即时到账交易", row.payee, goods, yuan(row.minor), direction.replace("不计收支", ""),
            status, "0.00", yuan(row.refunded), "", funds,
        )  # fmt: skip
        lines.append(",".join(cell.ljust(20) for cell in cells) + ",")
    foot = "\n" + "-" * 60 + f"\n共{len(rows)}笔记录\n"
    return (head + names + "\n".join(lines) + foot).encode("gbk")


def _wechat_cells(row: Row, rng: random.Random) -> list[str]:
    type_, direction, status = "商户消费", "支出", "支付成功"
    if row.kind == "topup":
        type_, direction, status = "零钱充值", "/", "充值完成"
    elif row.kind == "transfer":
        type_, status = "转账", "朋友已收钱"
    elif row.refunded:
        status = "已全额退款" if row.refunded == row.minor else f"已退款(￥{yuan(row.refunded)})"
    elif row.kind == "refund":
        type_, direction, status = f"{row.payee}-退款", "收入", "已全额退款"
    order = row.order if row.kind == "charge" else "1" + row.order
    return [
        f"{row.at}", type_, row.payee, row.goods, direction,
        f"{rng.choice('¥￥')}{yuan(row.minor)}", "零钱", status, row.txn, order, "/",
    ]  # fmt: skip


_WECHAT_NAMES = (
    "交易时间 交易类型 交易对方 商品 收/支 金额(元) 支付方式 当前状态 交易单号 商户单号 备注"
).split()


def _wechat_head(count: int, lines: int) -> list[list[str]]:
    head = [
        ["微信支付账单明细"],
        ["微信昵称：[某某]"],
        ["起始时间：[2026-01-01 00:00:00]"],
        [f"共{count}笔记录"],
    ]
    head += [["注："]] * (lines - len(head) - 1)
    return [*head, ["----------------------微信支付账单明细列表--------------------"]]


def wechat_csv(rows: list[Row], rng: random.Random) -> bytes:
    lines = [",".join(line) + ",,,,,,,," for line in _wechat_head(len(rows), 16)]
    lines.append(",".join(_WECHAT_NAMES))
    for row in rows:
        cells = _wechat_cells(row, rng)
        cells[2:4] = [f'"{cell}"' + rng.choice(("", "\t")) for cell in cells[2:4]]
        cells[8] += "\t"
        cells[9] += "\t"
        lines.append(",".join(cells))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _workbook(rows: Iterable[Iterable[object]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wechat_2025(rows: list[Row], rng: random.Random) -> bytes:
    body = [_wechat_cells(row, rng) for row in rows]
    return _workbook([*_wechat_head(len(rows), 16), _WECHAT_NAMES, *body])


def wechat_2026(rows: list[Row], rng: random.Random) -> bytes:
    """One line lower, amounts as numbers, times as dates."""
    body: list[list[object]] = [list(_wechat_cells(row, rng)) for row in rows]
    for cells, row in zip(body, rows, strict=True):
        cells[0], cells[5] = row.at, row.minor / 100
    return _workbook([*_wechat_head(len(rows), 17), _WECHAT_NAMES, *body])


def jd(rows: list[Row], rng: random.Random) -> bytes:
    head = (
        "导出信息：\r\n京东账号名：demo\r\n"
        + f"共：{len(rows)}笔记录\r\n"
        + "说明\r\n" * 11
        + "\r\n"
    )
    names = (
        "交易时间 商户名称 交易说明 金额 收/付款方式 交易状态 收/支 交易分类 交易订单号 "
        "商家订单号 备注"
    )
    body = [names.split()]
    for row in rows:
        amount, status, direction, goods = yuan(row.minor), "交易成功", "支出", row.goods
        if row.refunded:
            whole = row.refunded == row.minor
            amount += "(已全额退款)" if whole else f"(已退款{yuan(row.refunded)})"
            direction = "不计收支" if whole else "支出"
        if row.kind == "refund":
            goods, status, direction = f"退款-{goods}", "退款成功", "不计收支"
        if row.kind == "topup":
            direction = "不计收支"
        body.append([
            f"{row.at}\t", row.payee, goods, amount, rng.choice(METHODS), status, direction,
            "网购", row.order + "\t", row.txn.split("_")[0] + "\t", " ",
        ])  # fmt: skip
    return (head + table(body)).encode("utf-8-sig")


def meituan(rows: list[Row], rng: random.Random) -> bytes:
    head = f'美团交易账单明细\r\n美团用户名：[demo]\r\n共：{len(rows)}笔记录\r\n""\r\n'
    head += "【美团交易账单明细列表】\r\n"
    names = (
        "交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,"
        "交易单号,商家单号,备注"
    )
    lines = [names]
    for row in rows:
        back = row.kind == "refund"
        type_ = "退款" if back else "充值" if row.kind == "topup" else "支付"
        title = f"{row.payee} {row.goods}".replace(",", " ")
        lines.append(
            f"{row.at},{row.at + timedelta(seconds=4)},{type_},{title},"
            f"{'收入' if back else '支出'},花呗,"
            f'¥{yuan(row.minor)},¥{yuan(row.minor)},"{row.txn}\t","{row.order}\t",/'
        )
    return (head + "\r\n".join(lines) + "\r\n").encode("utf-8-sig")
