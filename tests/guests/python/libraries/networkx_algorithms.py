# Paths, flows, trees, components, orders, ranks, colours and matchings of graphs whose answers are known.
# policy: fuel_budget = 100000000000
# expect: (['a', 'c', 'b', 'd'], 4)
# expect: 5 ['a', 's']
# expect: 6 [('a', 'b'), ('a', 'c'), ('b', 'd')]
# expect: [['a', 'b', 'c'], ['d', 'e']] [['x', 'y'], ['z']]
# expect: ['shirt', 'tie', 'jacket'] True
# expect: hub 1.0
# expect: 3 True
# expect: [(1, 'a'), (2, 'b')]
# expect: [{0, 1, 2, 3}, {4, 5, 6, 7}]
# expect: NetworkXNoPath

import networkx as nx

roads = nx.DiGraph()
roads.add_weighted_edges_from([("a", "b", 3), ("a", "c", 1), ("c", "b", 1), ("b", "d", 2), ("a", "d", 9)])
print((nx.dijkstra_path(roads, "a", "d"), nx.dijkstra_path_length(roads, "a", "d")))
pipes = nx.DiGraph()
for start, end, capacity in (("s", "a", 10), ("s", "b", 3), ("a", "t", 2), ("b", "t", 9)):
    pipes.add_edge(start, end, capacity=capacity)
value, (near, _) = nx.minimum_cut(pipes, "s", "t")
print(value, sorted(near))
town = nx.Graph()
town.add_weighted_edges_from([("a", "b", 1), ("b", "c", 4), ("a", "c", 3), ("b", "d", 2)])
tree = nx.minimum_spanning_tree(town)
print(int(tree.size("weight")), sorted(tuple(sorted(edge)) for edge in tree.edges))
parts = nx.Graph([("a", "b"), ("b", "c"), ("d", "e")])
strong = nx.strongly_connected_components(nx.DiGraph([("x", "y"), ("y", "x"), ("y", "z")]))
print(sorted(sorted(part) for part in nx.connected_components(parts)), sorted(sorted(part) for part in strong))
order = nx.DiGraph([("shirt", "tie"), ("tie", "jacket")])
print(list(nx.topological_sort(order)), nx.is_directed_acyclic_graph(order))
star = nx.DiGraph((leaf, "hub") for leaf in "abcd")
ranks = nx.pagerank(star)
print(max(ranks, key=ranks.get), round(sum(ranks.values()), 9))
colours = nx.greedy_color(nx.cycle_graph(5), strategy="largest_first")
print(len(set(colours.values())), all(colours[a] != colours[b] for a, b in nx.cycle_graph(5).edges))
pairs = nx.bipartite.maximum_matching(nx.Graph([(1, "a"), (1, "b"), (2, "b")]), top_nodes=[1, 2])
print([(node, pairs[node]) for node in (1, 2)])
print([set(group) for group in nx.community.greedy_modularity_communities(nx.barbell_graph(4, 0))])
try:
    nx.shortest_path(parts, "a", "d")
except nx.NetworkXNoPath as error:
    print(type(error).__name__)
