"""Reference for perf/model.mjs: P(V19=1 | V0=1, V10=0) in a chain of second order, 100 kinds of individuals, by numpy.

A hand-written forward pass for just this graph: what one would write who knows the answer's shape in advance."""
import sys
import time

import numpy as np

runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
N, U = 20, 100
a = (np.arange(U) + 1) / (U + 1)


def p_one(i, before, last):
    return 0.1 + 0.4 * a + 0.2 * (before if i >= 2 else 0) + 0.2 * (last if i >= 1 else 0)


def answer():
    # state[before, last, unit], multiplied by the evidence as it passes.
    state = np.zeros((2, 2, U))
    state[0, 1] = 0.1 + 0.4 * a  # V0 = 1 is seen
    for i in range(1, N):
        following = np.zeros((2, 2, U))
        for before in (0, 1):
            for last in (0, 1):
                p = p_one(i, before, last)
                following[last, 1] += state[before, last] * p
                following[last, 0] += state[before, last] * (1 - p)
        if i == 10:
            following[:, 1] = 0
        state = following
    weights = np.full(U, 1 / U)
    return (state[:, 1].sum(0) * weights).sum() / (state.sum((0, 1)) * weights).sum()


times = []
for _ in range(runs):
    start = time.perf_counter()
    value = answer()
    times.append((time.perf_counter() - start) * 1000)
print(f"{np.median(times):.3f} {value:.15f}")
