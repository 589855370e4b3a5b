#!/usr/bin/env python3
"""Proves on 60 random halls that headroom loses what a program written apart from it loses, case by case. The fast
part of test_twin_many.py; how it compares is told in compare.py. Reads HEADROOM, the program to ask."""
import sys

import compare

sys.exit(compare.run(0, 60))
