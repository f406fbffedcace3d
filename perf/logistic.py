"""The peer of perf/logistic.mjs: the same fit by scikit-learn's lbfgs. Prints seconds and coefficients as JSON.

python perf/logistic.py FOLDER WIDTH
"""
import json
import sys
import time

import numpy as np
from sklearn.linear_model import LogisticRegression

folder, width = sys.argv[1], int(sys.argv[2])
y = np.fromfile(f"{folder}/logistic-y.f64")
x = np.column_stack([np.fromfile(f"{folder}/logistic-x{j}.f64") for j in range(width)])
start = time.perf_counter()
model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x, y)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "coefficients": [float(model.intercept_[0]), *map(float, model.coef_[0])]}))
