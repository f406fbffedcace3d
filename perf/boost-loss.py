"""The reference of perf/boost-loss.mjs: held-out log loss over the folds of the file, with the same settings and with its own early stopping.

python perf/boost-loss.py FILE
"""
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier as Boost

table = pd.read_csv(sys.argv[1])
fold, y = table.pop("fold").to_numpy(), table.pop("y").to_numpy()
labels = [name.startswith("categorical") for name in table.columns]
x = table.to_numpy(dtype=float)
settings = dict(max_leaf_nodes=31, min_samples_leaf=20, l2_regularization=1, learning_rate=0.1, categorical_features=labels)


def loss(**more):
    p = np.empty(len(y))
    for k in np.unique(fold):
        rest, held = fold != k, fold == k
        p[held] = Boost(**settings, **more).fit(x[rest], y[rest]).predict_proba(x[held])[:, 1]
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


print(loss(max_iter=100, early_stopping=False), loss(max_iter=300, early_stopping=True, random_state=1))
