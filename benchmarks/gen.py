"""Makes the data that the other benchmarks use, so that none of them has to: `python -m benchmarks.gen`."""

from __future__ import annotations

import argparse

from benchmarks.peer.run import prepared as peer_prepared
from benchmarks.product import prepared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    count = parser.parse_args().clients
    print("product:", prepared(count))
    print("Django admin:", peer_prepared(count))


if __name__ == "__main__":
    main()
