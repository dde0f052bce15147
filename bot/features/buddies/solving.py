"""Maximum-weight matching. rustworkx (and numpy with it) is loaded at first use: in the worker process only."""

from collections.abc import Callable, Sequence

Edge = tuple[int, int, int]
"""Two nodes and what it is worth to match them."""


def heaviest(nodes: int, edges: Sequence[Edge], in_time: Callable[[], bool]) -> list[tuple[int, int]]:
    """As many nodes as possible matched in twos, and of those matchings one of the greatest total weight.

    Solved by connected component, the small ones first; those that are unsolved when `in_time` says no are matched
    greedily. nodes: they are 0 to nodes - 1. The result is in rising order.
    """
    import rustworkx as rx

    graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges)
    matched: list[tuple[int, int]] = []
    for component in sorted(rx.connected_components(graph), key=lambda nodes: (len(nodes), min(nodes))):
        if len(component) < 2:
            continue
        part = graph.subgraph(sorted(component))
        if in_time():
            found = rx.max_weight_matching(part, max_cardinality=True, weight_fn=int)
        else:
            found = set(greedily(part.weighted_edge_list()))
        matched += [(part[one], part[other]) for one, other in found]
    return sorted((min(pair), max(pair)) for pair in matched)


def greedily(edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """The best edge first, then the best among what is left, and so on."""
    taken: set[int] = set()
    matched = []
    for one, other, _ in sorted(edges, key=lambda edge: (-edge[2], edge[:2])):
        if one not in taken and other not in taken:
            taken |= {one, other}
            matched.append((one, other))
    return matched
