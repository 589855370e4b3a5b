#!/usr/bin/env python3
"""Proves that single faults put into good halls are found, every one, and that none is invented. See seeded.py."""
import sys
import tempfile

import seeded

with tempfile.TemporaryDirectory(prefix="headroom-seeded-") as folder:
    sys.exit(seeded.run(folder))
