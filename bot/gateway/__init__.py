"""Between Telegram and us: updates in, lanes, messages out."""

import os

# python-telegram-bot's own switch: durations as timedelta, as its next release will give them;
# without it each 429 ends in a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
