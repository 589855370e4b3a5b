#!/usr/bin/env python3
"""The slow part of test_cooled.py: proves on 500 random halls, or on 2,500 with HR_LONG=1, that headroom finds the loads that
lose their cooling which a program written apart from it finds.  How it compares is told in compare_cooled.py.  Reads
HEADROOM, the program to ask."""
import os
import sys

import compare_cooled

LAST = 2500 if os.environ.get("HR_LONG") else 500

sys.exit(compare_cooled.run(compare_cooled.FAST, LAST - compare_cooled.FAST))
