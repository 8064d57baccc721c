"""Admins switch probes: our own look at a provider's site, once a minute."""

from typing import Final

from bot.domain.official import OfficialLevel, probe_key
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange
from bot.services.knowledge_steps import AdminSteps
from bot.services.provider_named import providers_named
from bot.storage.audit import Deed, put_deed
from bot.storage.official import levels_now, probes, switch_probe_off, switch_probe_on
from bot.storage.sources import all_sources, drop_source
from bot.texts.shown import Lines, Shown
from knowledge.records.providers import Provider

COMMAND: Final = "probe"
_ON: Final = frozenset({"on", "开", "開"})
_OFF: Final = frozenset({"off", "关", "關"})
# Characters of a name that is read back.
_LONGEST_NAME: Final = 40
# Lines of a list, so that one message holds it.
_MOST_LISTED: Final = 50


def probe_site(provider: Provider) -> str:
    """Return the address that a probe looks at: the provider's help page; empty: it has none."""
    return provider.help_url or ""


class ProbeDesk:
    """The switches of the probes, each act one written step."""

    def __init__(self, office: Office, refusal: str) -> None:
        """Work for one bot.

        Args:
            office (Office): whose admins may switch.
            refusal (str): why no site may be looked at on this machine, as the end of a key of
                `probes.not_here`; empty: it may.
        """
        self._steps = AdminSteps(office)
        self._refusal = refusal

    async def command(self, sender: Sender, argument: str) -> None:
        """Do what `/probe`, `/probe alipay on` or `/probe alipay off` says."""
        if not await self._steps.is_admin(sender):
            await self._steps.refuse(sender, COMMAND)
            return
        name, _, switch = argument.strip().rpartition(" ")
        switch = switch.casefold()

        async def doing(ex: Exchange) -> None:
            if name and switch in _ON | _OFF:
                await self._switch(ex, name.strip(), on=switch in _ON)
            else:
                await self._list(ex)

        await self._steps.do(sender, doing)

    async def _switch(self, ex: Exchange, name: str, *, on: bool) -> None:
        found = providers_named(ex.library, name)
        if len(found) > 1:
            ids = ", ".join(each.id for each in found)
            ex.say("probes.which", names=ids, first=found[0].id)
        elif not found:
            ex.say("probes.unknown", name=name[:_LONGEST_NAME])
        elif not on:
            await _off(ex, found[0])
        elif self._refusal:
            ex.say(f"probes.not_here.{self._refusal}")
        else:
            await _on(ex, found[0])

    async def _list(self, ex: Exchange) -> None:
        sources = {each.key: each for each in await all_sources(ex.connection)}
        levels = await levels_now(ex.connection)
        lines = []
        for probe in await probes(ex.connection):
            key, name = probe_key(probe.provider), ex.tables.provider_name(probe.provider)
            source = sources.get(key)
            if source is None or source.read_at is None:
                lines.append(ex.line("probes.not_yet", provider=name))
                continue
            level = levels.get(key, OfficialLevel.UNKNOWN)
            at = f"{source.read_at.astimezone(ex.voice.zone):%m-%d %H:%M}"
            lines.append(ex.line(f"probes.is_{level}", provider=name, at=at))
        if lines:
            ex.say("probes.listed", probes=Lines(tuple(map(Shown, lines[:_MOST_LISTED]))))
        else:
            ex.say("probes.none")


async def _on(ex: Exchange, provider: Provider) -> None:
    site, name = probe_site(provider), ex.tables.provider_name(provider.id)
    if not site:
        ex.say("probes.no_site", provider=name)
        return
    if not await switch_probe_on(ex.connection, provider.id, str(ex.chat), ex.now):
        ex.say("probes.already_on", provider=name)
        return
    await put_deed(ex.connection, ex.bot, Deed(str(ex.chat), "probe.on", provider.id), ex.now)
    ex.say("probes.on", provider=name, site=site)


async def _off(ex: Exchange, provider: Provider) -> None:
    name = ex.tables.provider_name(provider.id)
    if not await switch_probe_off(ex.connection, provider.id):
        ex.say("probes.already_off", provider=name)
        return
    await drop_source(ex.connection, probe_key(provider.id))
    await put_deed(ex.connection, ex.bot, Deed(str(ex.chat), "probe.off", provider.id), ex.now)
    ex.say("probes.off", provider=name)
