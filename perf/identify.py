"""Peers of perf/identify.mjs: reads one task as JSON, prints one line for each peer that is installed."""
import json
import signal
import sys
import time

task = json.load(sys.stdin)
directed = [(e["from"], e["to"]) for e in task["edges"] if e["kind"] == "->"]
shared = [(e["from"], e["to"]) for e in task["edges"] if e["kind"] == "<->"]
LIMIT = 120


def timed(name, run):
    def late(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(LIMIT)
    start = time.perf_counter()
    try:
        said = run()
        print(f"{name}: {(time.perf_counter() - start) * 1000:.1f} ms, {said}", flush=True)
    except TimeoutError:
        print(f"{name}: stopped after {LIMIT} s", flush=True)
    except ImportError:
        print(f"{name}: not here", flush=True)
    except Exception as error:  # a peer that fails is told, not hidden
        print(f"{name}: {type(error).__name__}: {str(error)[:80]}", flush=True)
    finally:
        signal.alarm(0)


def backdoor_graph(nx):
    """Without the first edges of causal paths from x to y."""
    graph = nx.DiGraph(directed)
    between = nx.descendants(graph, task["x"]) & (nx.ancestors(graph, task["y"]) | {task["y"]})
    graph.remove_edges_from([(task["x"], node) for node in list(graph.successors(task["x"])) if node in between])
    return graph, between


def networkx_minimal():
    import networkx as nx

    graph, between = backdoor_graph(nx)
    barred = between | {d for node in between for d in nx.descendants(nx.DiGraph(directed), node)}
    free = set(graph.nodes) - barred - {task["x"], task["y"]}
    found = nx.find_minimal_d_separator(graph, {task["x"]}, {task["y"]}, restricted=free)
    return "none" if found is None else f"{len(found)} variables"


def pgmpy_inference():
    from pgmpy.base import DAG
    from pgmpy.inference import CausalInference

    return CausalInference(DAG(directed))


def pgmpy_minimal():
    found = pgmpy_inference().get_minimal_adjustment_set(task["x"], task["y"])
    return "none" if found is None else f"{len(found)} variables"


def pgmpy_list():
    return f"{len(pgmpy_inference().get_all_backdoor_adjustment_sets(task['x'], task['y']))} sets"


def y0_id():
    from y0.algorithm.identify import Identification, Unidentifiable, identify
    from y0.dsl import Variable
    from y0.graph import NxMixedGraph

    v = Variable
    graph = NxMixedGraph.from_edges(
        directed=[(v(a), v(b)) for a, b in directed], undirected=[(v(a), v(b)) for a, b in shared]
    )
    yes = no = 0
    for x, y in task["pairs"]:
        try:
            identify(Identification.from_parts(outcomes={v(y)}, treatments={v(x)}, graph=graph))
            yes += 1
        except Unidentifiable:
            no += 1
    return f"{yes} identified, {no} not"


if task["task"] == "minimal":
    timed("networkx find_minimal_d_separator", networkx_minimal)
    timed("pgmpy get_minimal_adjustment_set", pgmpy_minimal)
elif task["task"] == "list":
    timed("pgmpy get_all_backdoor_adjustment_sets", pgmpy_list)
else:
    timed("y0 identify", y0_id)
