# policy: fuel_budget = 100000000000
# expect: ['a', 'b', 'd']
# expect: 4 4

import networkx as nx

graph = nx.Graph()
graph.add_weighted_edges_from([("a", "b", 1), ("b", "d", 1), ("a", "c", 5), ("c", "d", 1)])
print(nx.shortest_path(graph, "a", "d", weight="weight"))
print(graph.number_of_nodes(), graph.number_of_edges())
