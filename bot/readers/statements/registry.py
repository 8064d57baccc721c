"""The table of layouts: a new bank is one file with its layouts, and one row here."""

from bot.readers.statements import (
    alipay,
    banks,
    boc,
    bynames,
    ccb,
    cmb,
    icbc,
    jd,
    meituan,
    paypal,
    revolut,
    stripe,
    wechat,
    wise,
)
from bot.readers.statements.table import Layout

LAYOUTS: tuple[Layout, ...] = (
    *alipay.LAYOUTS,
    *wechat.LAYOUTS,
    *jd.LAYOUTS,
    *meituan.LAYOUTS,
    *paypal.LAYOUTS,
    *revolut.LAYOUTS,
    *wise.LAYOUTS,
    *stripe.LAYOUTS,
    *icbc.LAYOUTS,
    *boc.LAYOUTS,
    *ccb.LAYOUTS,
    *cmb.LAYOUTS,
    *banks.LAYOUTS,
    *bynames.LAYOUTS,
)
"""Where one layout's columns are a part of another's, the longer list stands first.

What fits most tables of a bank stands last.
"""
