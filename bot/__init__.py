"""PayAid: a Telegram bot for people whose payment went wrong."""

import os

# One question is too little work for several threads: with two, numpy's library burns three
# times the CPU for the same answer. It reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
