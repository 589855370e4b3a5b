#!/usr/bin/env python3
"""Proves on random halls with transfers, ties, generators and UPS that headroom loses what a program written apart from
it loses, in every kind of case. The fast part of test_paths_many.py, and halls on which the two once differed; how it
compares is told in compare_paths.py. Reads HEADROOM, the program to ask."""
import sys

import compare_paths

sys.exit(compare_paths.run_found() | compare_paths.run(0, compare_paths.FAST))
