"""igraph's personalised PageRank by PRPACK, its default and fastest: usage: igraph_pagerank.py GRAPH, and a damping a line"""
import sys

import igraph
import numpy

from graph import measure, read

members, givers, recipients, points, reputation = read(sys.argv[1])
graph = igraph.Graph(n=int(members), edges=numpy.column_stack((givers, recipients)), directed=True)
weights = points.tolist()
reset = reputation.tolist()
measure(lambda damping: graph.personalized_pagerank(damping=damping, reset=reset, weights=weights, implementation="prpack"))
