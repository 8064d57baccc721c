"""Documents as status pages publish them, made by hand: no provider's own words."""

import json
from datetime import timedelta
from email.utils import format_datetime

from tests.gateway import NOW

HOUR = timedelta(hours=1)


def iso(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def statuspage(indicator="none", incidents=(), maintenance=(), description="All well"):
    """`summary.json` with everything that a real one carries beside what is read."""
    return json.dumps(
        {
            "page": {"id": "p1", "name": "Wise", "url": "https://x.example",
                     "time_zone": "Etc/UTC", "updated_at": iso(NOW)},
            "components": [
                {"id": f"c{place}", "name": f"Part {place}", "status": "operational",
                 "position": place, "group": False, "only_show_if_degraded": False}
                for place in range(40)
            ],
            "incidents": list(incidents),
            "scheduled_maintenances": list(maintenance),
            "status": {"indicator": indicator, "description": description},
        },
        ensure_ascii=False,
    ).encode()  # fmt: skip


def incident(name="Card payments fail", impact="major", status="investigating", **more):
    return {"id": "i1", "name": name, "status": status, "impact": impact, "shortlink": "x",
            "created_at": iso(NOW - HOUR), "started_at": iso(NOW - HOUR), "resolved_at": None,
            "incident_updates": [{"body": "We look into it.", "status": status}],
            **more}  # fmt: skip


def maintenance(name="Database works", status="scheduled", begins=NOW + HOUR, ends=NOW + 2 * HOUR):
    return incident(
        name, "maintenance", status, scheduled_for=iso(begins), scheduled_until=iso(ends)
    )


def apple(*events, service="Apple Pay & Wallet"):
    """Apple's call of a function; other services beside Apple Pay."""
    other = {"serviceName": "Maps", "redirectUrl": None, "events": [event("ongoing", "Outage")]}
    ours = {"serviceName": service, "redirectUrl": None, "events": list(events)}
    body = {"drMessage": None, "drpost": False, "services": [other, ours]}
    return f"jsonCallback({json.dumps(body)});".encode()


def event(status, kind, users="Some users are affected", begins=NOW - HOUR, ends=None):
    return {"usersAffected": users, "epochStartDate": int(begins.timestamp() * 1000),
            "epochEndDate": int(ends.timestamp() * 1000) if ends else None, "messageId": "1",
            "statusType": kind, "eventStatus": status, "datePosted": "11/22/2026 02:00 PST",
            "affectedServices": None, "message": "Users may have trouble paying."}  # fmt: skip


def item(title, body, at=NOW - HOUR, extra=""):
    return (
        f"<item><title>{title}</title><description>{body}</description>"
        f"<pubDate>{format_datetime(at)}</pubDate>{extra}<guid>x{title}</guid></item>"
    )


def rss(*items):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Status</title>'
        f"<link>https://x.example</link>{''.join(items)}</channel></rss>"
    ).encode()


def update(word, text="Words of the provider."):
    """One update as status pages write it into a description, escaped."""
    return (
        "&lt;p&gt;&lt;small&gt;Nov 22, 09:00 UTC&lt;/small&gt;&lt;br&gt;"
        f"&lt;strong&gt;{word}&lt;/strong&gt; - {text}&lt;/p&gt;"
    )


def atom(*entries):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Status</title>{''.join(entries)}</feed>"
    ).encode()


def entry(title, body, at=NOW - HOUR):
    return (
        f"<entry><id>x{title}</id><title>{title}</title><published>{iso(at)}</published>"
        f'<updated>{iso(at)}</updated><content type="html">{body}</content></entry>'
    )
