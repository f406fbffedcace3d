"""The reference of perf/attribute.mjs: the same split with pandas and scikit-learn, read, cross-fitted and averaged the usual way.

python perf/reference.py FILE logistic|boost FOLDS
"""
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

path, kind, folds = sys.argv[1], sys.argv[2], int(sys.argv[3])
table = pd.read_csv(path)
t = table.pop("treated").to_numpy()
y = table.pop("success").to_numpy()
if kind == "logistic":
    x = np.ascontiguousarray(pd.get_dummies(table).to_numpy(dtype=float))
    make = lambda: LogisticRegression(C=1.0, max_iter=200)
else:
    x = table.to_numpy(dtype=float)
    make = lambda: HistGradientBoostingClassifier(max_iter=100, max_depth=6, early_stopping=True, n_iter_no_change=10)
e, m1, m0 = np.empty(len(y)), np.empty(len(y)), np.empty(len(y))
for rest, held in KFold(folds, shuffle=True, random_state=1).split(x):
    e[held] = make().fit(x[rest], t[rest]).predict_proba(x[held])[:, 1]
    for arm, m in ((1, m1), (0, m0)):
        rows = rest[t[rest] == arm]
        m[held] = make().fit(x[rows], y[rows]).predict_proba(x[held])[:, 1]
b = t * y
anyway = t * m0 * y + (1 - t) * e / (1 - e) * m1 * (y - m0)
again = t * (2 * m1 * y - m1**2)
print(f"anyway {anyway.mean() / b.mean():.4f} recurrence {again.mean() / b.mean():.4f}")
