"""Makes special-golden.json: values of special functions from mpmath 1.3 with 60 digits, rounded to the nearest double.

python3 test/num/special-golden.py > test/num/special-golden.json
"""
import json
import mpmath as mp

mp.mp.dps = 60


def exact(text):
    """The double that JavaScript reads for this literal, exactly."""
    return mp.mpf(float(text))


def double(value):
    return float(value)


def gamma_tails(a, x):
    return [mp.gammainc(a, 0, x, regularized=True), mp.gammainc(a, x, mp.inf, regularized=True)]


def lower_beta(a, b, x):
    """I_x(a, b) as a series of positive terms: x^a (1-x)^b / (a B(a, b)) times the sum of (a+b)_n / (a+1)_n x^n."""
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** -mp.mp.dps:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    log_beta = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    return mp.exp(a * mp.log(x) + b * mp.log(1 - x) - log_beta) * total / a


def beta_tails(a, b, x):
    if x < a / (a + b):
        lower = lower_beta(a, b, x)
        return [lower, 1 - lower]
    upper = lower_beta(b, a, 1 - x)
    return [1 - upper, upper]


def invert(tails, p, low, high):
    """Bisection on the smaller tail, against the logarithm of x when the interval is positive."""
    side = 0 if p <= 0.5 else 1
    goal = p if side == 0 else 1 - p
    low, high = mp.log(low), mp.log(high)
    mp.mp.dps = 40
    for _ in range(120):
        middle = (low + high) / 2
        tail = tails(mp.exp(middle))[side]
        if (tail < goal) == (side == 0):
            low = middle
        else:
            high = middle
    mp.mp.dps = 60
    return mp.exp((low + high) / 2)


LOG_GAMMA = "1e-300 1e-10 0.001 0.3 0.5 0.7 0.999999 1.0000001 1.2 1.4616321449683623 1.5 1.9999 2.0000001 2.3 2.5 3.7 9.99 10.01 25 171.5 1e5 1e10 1e300".split()
DIGAMMA = "1e-10 0.001 0.3 0.5 1 1.2 1.5 2 3.7 9.99 10.01 25 171.5 1e5 1e10".split()
LOG_BETA = "0.5,0.5 1e-5,3 1,1 2,3 0.5,1000000 5,1e9 9.9,10.1 30,40 1e6,1e6 1e8,12 1e-8,1e8".split()
GAMMA = "0.01,1e-8 0.5,0.1 0.5,3 1,1e-12 1,2 2.5,0.01 2.5,2 2.5,30 9.9,10 10.1,10 30,5 30,31 30,90 1000,800 1000,1000 1000,1200 1e6,994000 1e6,1000500 1e6,1006000".split()
BETA = "0.5,0.5,0.3 0.5,0.5,1e-10 2,3,0.4 2,3,0.999 1,1,0.25 0.1,5,0.001 5,0.1,0.9 9.9,10.1,0.5 30,40,0.2 30,40,0.43 30,40,0.9 1000,3,0.999 1000,2000,0.3 1e6,1e6,0.4975 1e6,1e6,0.5003 1e6,20,0.99998".split()
GAMMA_Q = "0.05,0.5 0.5,0.001 0.5,0.99 1,0.5 2.5,1e-10 2.5,0.3 2.5,0.999999 30,0.025 30,0.975 1000,0.5 1000,1e-8".split()
BETA_Q = "0.5,0.5,0.3 2,3,1e-10 2,3,0.5 2,3,0.999 0.1,5,0.5 30,40,0.025 30,40,0.975 1000,2000,0.5".split()


def rows(texts, f):
    return [[[float(t) for t in text.split(",")], f(*[exact(t) for t in text.split(",")])] for text in texts]


def quantile_gamma(a, p):
    return double(invert(lambda x: gamma_tails(a, x), p, mp.mpf("1e-300"), a + 100 * mp.sqrt(a) + 100))


def quantile_beta(a, b, p):
    return double(invert(lambda x: beta_tails(a, b, x), p, mp.mpf("1e-300"), mp.mpf(1) - mp.mpf("1e-30")))


print(
    json.dumps(
        {
            "logGamma": rows(LOG_GAMMA, lambda x: double(mp.loggamma(x))),
            "digamma": rows(DIGAMMA, lambda x: double(mp.digamma(x))),
            "logBeta": rows(
                LOG_BETA, lambda a, b: double(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))
            ),
            "gammaTails": rows(GAMMA, lambda a, x: [double(t) for t in gamma_tails(a, x)]),
            "betaTails": rows(BETA, lambda a, b, x: [double(t) for t in beta_tails(a, b, x)]),
            "gammaQuantile": rows(GAMMA_Q, quantile_gamma),
            "betaQuantile": rows(BETA_Q, quantile_beta),
        },
        indent=1,
    )
)
