"""What the rivals in Python share: the graph as the benchmark writes it, and how a run is timed and told.

A file holds, little-endian: the number of members and of arcs (int64 each), giver (int32), recipient (int32) and points
(uint32) of all arcs, and the reputation of all members (uint64).
"""
import json
import resource
import sys
import time

import numpy


def read(path):
    """Members, givers, recipients, points and reputation."""
    with open(path, "rb") as file:
        members, arcs = numpy.fromfile(file, "<i8", 2)
        givers, recipients, points = (numpy.fromfile(file, kind, arcs) for kind in ("<i4", "<i4", "<u4"))
        return members, givers, recipients, points, numpy.fromfile(file, "<u8", members)


def measure(compute):
    """Runs `compute(damping)`, which gives all members' shares, for each damping on a line of standard input, and prints a line of JSON."""
    for line in sys.stdin:
        damping = float(line)
        start = time.perf_counter()
        shares = compute(damping)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"damping": damping, "seconds": seconds, "peakKib": peak, "first": float(numpy.max(shares))}), flush=True)
