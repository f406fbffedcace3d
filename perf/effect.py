"""The peers of perf/effect.mjs: reads the same file and computes the same cross-fitted AIPW with logistic nuisances on three folds.

python perf/effect.py FILE econml|doubleml|dowhy
"""
import sys
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
path, peer = sys.argv[1], sys.argv[2]
table = pd.read_csv(path)
names = [name for name in table.columns if name.startswith("x")]
t, y, x = table["treated"].to_numpy(), table["success"].to_numpy(), table[names].to_numpy()

if peer == "econml":
    from econml.dr import LinearDRLearner
    from sklearn.linear_model import LogisticRegression

    model = LinearDRLearner(
        model_propensity=LogisticRegression(C=np.inf, max_iter=200),
        model_regression=LogisticRegression(C=np.inf, max_iter=200),
        discrete_outcome=True,
        cv=3,
        random_state=1,
        min_propensity=1e-12,
    )
    model.fit(y, t, X=None, W=x)
    print(model.ate(), model.ate_interval())
elif peer == "doubleml":
    import doubleml as dml
    from sklearn.linear_model import LogisticRegression

    data = dml.DoubleMLData.from_arrays(x, y, t)
    make = lambda: LogisticRegression(C=np.inf, max_iter=200)
    model = dml.DoubleMLIRM(data, ml_g=make(), ml_m=make(), n_folds=3)
    model.fit()
    print(model.coef, model.se)
else:
    from dowhy import CausalModel

    model = CausalModel(table, treatment="treated", outcome="success", common_causes=names)
    estimand = model.identify_effect(proceed_when_unidentifiable=True)
    # DoWhy has no AIPW of its own; this is EconML's, called through it, the way its pages show.
    from sklearn.linear_model import LogisticRegression

    found = model.estimate_effect(
        estimand,
        method_name="backdoor.econml.dr.LinearDRLearner",
        method_params={
            "init_params": {
                "model_propensity": LogisticRegression(C=np.inf, max_iter=200),
                "model_regression": LogisticRegression(C=np.inf, max_iter=200),
                "discrete_outcome": True,
                "cv": 3,
                "random_state": 1,
            },
            "fit_params": {},
        },
    )
    print(found.value)
