"""networkx's personalised PageRank, by way of scipy: usage: networkx_pagerank.py GRAPH, and a damping a line"""
import sys

import networkx
import numpy

from graph import measure, read

members, givers, recipients, points, reputation = read(sys.argv[1])
graph = networkx.DiGraph()
graph.add_nodes_from(range(members))
graph.add_weighted_edges_from(zip(givers.tolist(), recipients.tolist(), points.tolist()))
preference = dict(enumerate((reputation / reputation.sum()).tolist()))


def pagerank(damping):
    # Its bound is for the mean difference, times the number of members.
    shares = networkx.pagerank(graph, alpha=damping, personalization=preference, weight="weight", tol=1e-13 / members, max_iter=1000)
    return numpy.fromiter(shares.values(), float)


measure(pagerank)
