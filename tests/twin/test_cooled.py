#!/usr/bin/env python3
"""Proves on random halls that headroom finds the loads that lose their cooling which a program written apart from it finds,
in every kind of case, before the cascade of power and by it.  First on halls that were worked by hand, whose answers stand
at their tops, and on halls on which the two once differed.  How it compares is told in compare_cooled.py.  Reads HEADROOM,
the program to ask."""
import sys

import compare_cooled

sys.exit(compare_cooled.run_worked() | compare_cooled.run(0, compare_cooled.FAST))
