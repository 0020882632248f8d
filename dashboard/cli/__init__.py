"""The command line: what a person, a script or a scheduler may ask for.

stdout holds results, stderr everything else. Exit codes: 0 done, 1 fault, 2 usage or config,
3 data refused or a check failed, 4 done with warnings or not all delivered, 75 another run holds
the lock.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence

from dashboard.cli.arguments import parser
from dashboard.errors import GatecostError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    asked = parser().parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if asked.debug else logging.WARNING)
    try:
        code: int = asked.run(asked)
        sys.stdout.flush()
    except GatecostError as error:
        return _told(asked, error.faults, error.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`) has seen enough; keep Python from complaining when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        mend = "This is a fault of gatecost; run again with --debug and report what it prints."
        return _told(asked, (f"{type(error).__name__}: {error}", mend), GatecostError.exit_code)
    return code


def _told(asked: argparse.Namespace, faults: Sequence[str], code: int) -> int:
    if asked.debug:
        traceback.print_exc()
    for fault in faults:
        print(f"gatecost: {fault}", file=sys.stderr)  # noqa: T201
    return code
