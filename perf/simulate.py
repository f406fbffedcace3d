# The model of perf/simulate.mjs in numpy: rows a second, one thread. Usage: python3 perf/simulate.py ROWS
import sys
import time

import numpy as np

rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
chunk = 65_536
random = np.random.default_rng(1)


def draw(n):
    a = random.standard_normal(n)
    t = (random.random(n) < 0.5).astype(np.int32)
    b = 0.5 + 0.8 * a - 0.3 * t + 2.0 * random.standard_normal(n)
    d = (random.random(n) < 0.2 + 0.5 * t).astype(np.int32)
    y = 1.0 + 0.5 * a + 0.7 * b + 2.0 * t * d + random.standard_normal(n)
    return a, t, b, d, y


draw(chunk)
start = time.perf_counter()
total = 0.0
for _ in range(rows // chunk):
    total += draw(chunk)[4][0]
print((rows // chunk) * chunk / (time.perf_counter() - start))
