"""The FAQ and the fact tables; knows neither Telegram nor the database."""

import os

# One question is too little work for several threads: with two, numpy's library burns three
# times the CPU for the same answer. It reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
