"""The worker process: calls allowed functions on request; knows no token and no database.

Requests come on standard input as a length (4 bytes) and a pickle; the parent is trusted. Answers
go out as a length and JSON: a file that takes this process over can send data, not code.
"""

import importlib
import os
import pickle  # nosec B403 - only what the parent sends is unpickled
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from pydantic_core import to_json

# What may be called: modules of these packages.
ALLOWED = ("bot.readers", "bot.writers")

_LENGTH = struct.Struct(">I")


def allowed_function(path: str) -> Callable[..., Any]:
    """Return the function that `package.module:name` names.

    Raises:
        ValueError: the module is not one of the allowed packages, or there is no such function.
    """
    module, _, name = path.partition(":")
    if not any(module == root or module.startswith(f"{root}.") for root in ALLOWED):
        raise ValueError(f"{path} may not run in the worker: allowed are {', '.join(ALLOWED)}")
    function = getattr(importlib.import_module(module), name, None)
    if not callable(function) or name.startswith("_"):
        raise ValueError(f"{module} has no public function {name}")
    found: Callable[..., Any] = function
    return found


def answer(path: str, arguments: Sequence[Any]) -> bytes:
    """Call a function and return `{"result"}` or `{"error", "message"}` as JSON."""
    try:
        return to_json({"result": allowed_function(path)(*arguments)}, bytes_mode="base64")
    except Exception as error:  # noqa: BLE001 - goes to the caller, who decides
        return to_json({"error": type(error).__name__, "message": str(error)})


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the parent closes its end."""
    while header := requests.read(_LENGTH.size):
        body = requests.read(_LENGTH.unpack(header)[0])
        path, arguments = pickle.loads(body)  # nosec B301 - the parent's
        reply = answer(path, arguments)
        answers.write(_LENGTH.pack(len(reply)) + reply)
        answers.flush()


def main() -> None:
    """Serve with the limits given on the command line: memory in MB, 0 is none."""
    memory = int(sys.argv[1]) * 1024 * 1024
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
