"""`python -m bot evidence rotate-key`: seals all evidence with a new key."""

from bot.cli.opening import end, evidence_key, settings_or_end, with_database
from bot.storage.blob_keys import VaultRefusedError
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.health import is_running
from bot.storage.micros import wall_micros
from bot.storage.rotation import begin_rotation, end_rotation, reseal_all

_RUNNING = "the bot is running on this database: stop it first, it seals with the key it knows"


def rotate_key() -> None:
    """Seal everything anew; exit code 1: it was not begun, or a file does not open."""
    settings = settings_or_end()
    key = evidence_key(settings)

    async def work(database: Database) -> bool:
        async def step(connection: Connection) -> bool:
            return await is_running(connection, wall_micros())

        return await database.read(step)

    if with_database(settings, work):
        end(_RUNNING)
    if not key.exists():
        end(f"there is no key at {key} yet: the first start makes it")
    try:
        if not begin_rotation(key):
            print("an earlier rotation was broken off; it goes on")
        opened = list(reseal_all(settings.evidence, key))
    except VaultRefusedError as error:
        end(str(error))
    broken = [name for name, opens in opened if not opens]
    print(f"sealed with the new key: {len(opened) - len(broken)} files")
    if broken:
        shown = "\n".join(f"  {name}" for name in broken)
        end(f"these do not open, and the old key is kept for them:\n{shown}")
    end_rotation(key)
    print(f"Copy {key} to another place now, and make a new backup: an older copy of the key")
    print("opens only backups that were made before.")
