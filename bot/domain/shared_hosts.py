"""Hosts that many people share, so that they tell nothing of one of them. Chosen by hand."""

from typing import Final

EVERYBODYS: Final = frozenset(
    "taobao.com tmall.com alipay.com alibaba.com 1688.com aliexpress.com amazon.com amazon.cn"
    " amazon.co.uk amazon.de amazon.co.jp jd.com jd.hk pinduoduo.com yangkeduo.com temu.com"
    " shein.com ebay.com ebay.co.uk paypal.com paypal.me wechat.com weixin.qq.com qq.com"
    " tencent.com weibo.com weibo.cn douyin.com iesdouyin.com tiktok.com kuaishou.com"
    " xiaohongshu.com xhslink.com meituan.com dianping.com ele.me didiglobal.com ctrip.com"
    " trip.com booking.com airbnb.com baidu.com google.com bing.com yahoo.com sogou.com so.com"
    " apple.com icloud.com microsoft.com telegram.org telegram.me t.me whatsapp.com wa.me"
    " facebook.com fb.com messenger.com instagram.com x.com twitter.com youtube.com youtu.be"
    " linkedin.com discord.com discord.gg reddit.com line.me signal.org skype.com zoom.us"
    " etsy.com walmart.com shopee.com lazada.com mercari.com wise.com revolut.com monzo.com"
    " stripe.com square.com klarna.com afterpay.com clearpay.co.uk visa.com mastercard.com"
    " unionpay.com westernunion.com moneygram.com venmo.com cash.app zellepay.com binance.com"
    " okx.com huobi.com coinbase.com kraken.com bybit.com tronscan.org etherscan.io github.com"
    " wikipedia.org linktr.ee bit.ly t.cn tinyurl.com url.cn dwz.cn goo.gl is.gd anydesk.com"
    " teamviewer.com 12377.cn 12315.cn 12321.cn police.uk actionfraud.police.uk ic3.gov"
    " reportfraud.ftc.gov".split()
)
"""Places that everybody names: shops, wallets, messengers, search, authorities, shorteners.

They and all below them tell nothing of a payee."""

MAIL_FOR_ALL: Final = frozenset(
    "gmail.com googlemail.com qq.com foxmail.com 163.com 126.com yeah.net 139.com 189.cn"
    " sina.com sina.cn sohu.com aliyun.com outlook.com hotmail.com live.com msn.com yahoo.com"
    " yahoo.co.uk yahoo.com.hk yahoo.com.tw icloud.com me.com mac.com aol.com gmx.com gmx.de"
    " web.de mail.ru yandex.ru yandex.com proton.me protonmail.com pm.me tutanota.com zoho.com"
    " mail.com".split()
)
"""Where everybody can have mail: an address there is one person's, the domain is nobody's."""

PAGES_FOR_ALL: Final = frozenset(
    "myshopify.com wixsite.com wordpress.com blogspot.com weebly.com github.io gitlab.io"
    " vercel.app netlify.app pages.dev web.app firebaseapp.com herokuapp.com onrender.com"
    " square.site workers.dev r2.dev ngrok.io youzan.com weidian.com".split()
)
"""Where everybody can have a page: the name in front is somebody's, the host alone nobody's."""
