#!/usr/bin/env python3
"""The slow part of test_twin.py: proves on 1,000 random halls, or on 10,000 with HR_LONG=1, that headroom loses what a
program written apart from it loses, case by case. How it compares is told in compare.py. Reads HEADROOM, the program
to ask."""
import os
import sys

import compare

FIRST = 60      # test_twin.py has those before
LAST = 10000 if os.environ.get("HR_LONG") else 1000

sys.exit(compare.run(FIRST, LAST - FIRST))
