"""`python -m dashboard.cli` is `gatecost`."""

import sys

from dashboard.cli import main

if __name__ == "__main__":
    sys.exit(main())
