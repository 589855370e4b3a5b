#!/usr/bin/env python3
"""The slow part of test_paths.py: proves on 1,000 random halls, or on 5,000 with HR_LONG=1, that headroom loses what a
program written apart from it loses, in every kind of case. How it compares is told in compare_paths.py. Reads HEADROOM,
the program to ask."""
import os
import sys

import compare_paths

LAST = 5000 if os.environ.get("HR_LONG") else 1000

sys.exit(compare_paths.run(compare_paths.FAST, LAST - compare_paths.FAST))
