"""Screens that show no single payment: bill lists, notices, chats."""

from benchmarks.screen_cases import SHOPS, Case
from benchmarks.screen_render import Drawing


def bill_list(case: Case, draw: Drawing) -> list[tuple[str, int]]:
    """Draw a list; returns name and sum of each payment."""
    draw.status_bar(case.random, "账单")
    draw.text(18, f"{case.at:%Y年%-m月}", 18, bold=True)
    draw.y += 28
    draw.text(18, "支出 ¥1,204.50  收入 ¥88.00", 13, ink=draw.faint)
    draw.y += 46
    listed = []
    for _ in range(case.random.randint(5, 9)):
        if draw.y + 60 > draw.bottom:
            break
        name, minor = case.random.choice(SHOPS), -case.random.randint(100, 90000)
        if case.random.random() < 0.15:
            minor = -minor
        listed.append((name, minor))
        draw.text(18, name, 16)
        draw.text(
            372, f"{'-' if minor < 0 else '+'}{abs(minor) / 100:.2f}", 17, anchor="rm", bold=True
        )
        draw.y += 24
        draw.text(18, case.random.choice(("餐饮美食", "日用百货", "交通出行")), 12, ink=draw.faint)
        draw.y += 20
        month, day = case.random.randint(10, 12), case.random.randint(10, 28)
        clock = f"{case.random.randint(10, 23)}:{case.random.randint(10, 59)}"
        draw.text(18, f"{month}-{day} {clock}", 12, ink=draw.faint)
        draw.y += 40
    return listed


NOTICES = (
    (
        "安全提醒",
        ("您的账户存在风险，已暂停支付功能", "为保障资金安全，请前往官方客户端核实身份。"),
    ),
    ("账户提示", ("该账户已被司法冻结", "冻结机关：某市公安局某分局", "如有疑问请联系冻结机关。")),
    ("提示", ("支付密码错误次数过多", "请 3 小时后再试或找回密码")),
    (
        "Account notice",
        (
            "Your account is temporarily limited",
            "We need more information about",
            "your transactions.",
        ),
    ),
    ("安全提示", ("身份证件已过期，请更新", "账户身份信息不完善，部分功能受限")),
)
CHATS = (
    ("张三", ("晚上一起吃饭吗", "好啊，老地方", "我六点半到")),
    ("Group", ("See you at eight", "Bring the blue folder", "ok")),
)


def sentences(case: Case, draw: Drawing, kind: str) -> None:
    """Draw a notice or a chat."""
    title, lines = case.random.choice(NOTICES if kind == "freeze_notice" else CHATS)
    draw.status_bar(case.random, title)
    draw.y += 120
    for line in lines:
        draw.text(40, line, 17)
        draw.y += 40
