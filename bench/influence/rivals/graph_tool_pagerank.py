"""graph-tool's PageRank with a personalisation, on all cores: usage: graph_tool_pagerank.py GRAPH, and a damping a line"""
import sys

import graph_tool
import graph_tool.centrality
import numpy

from graph import measure, read

members, givers, recipients, points, reputation = read(sys.argv[1])
graph = graph_tool.Graph(directed=True)
graph.add_vertex(int(members))
graph.add_edge_list(numpy.column_stack((givers, recipients)))
weights = graph.new_edge_property("double", vals=points)
preference = graph.new_vertex_property("double", vals=reputation / reputation.sum())
# As exact as its arithmetic allows: differences of all members together below 1e-13.
measure(lambda damping: graph_tool.centrality.pagerank(graph, damping=damping, pers=preference, weight=weights, epsilon=1e-13).a)
