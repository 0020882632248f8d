"""Published data and results, typed in, so that the estimators are held to them anywhere."""

from __future__ import annotations

# Newcombe (1998), Statistics in Medicine 17:857, table I, method 3: k, n, low, high.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

# Newcombe (1998), Statistics in Medicine 17:873, table II, method 10: k1, n1, k2, n2, low, high.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 10, 0.6075, 1.0000),
]

# Freireich et al. (1963): weeks of remission under 6-MP, and whether it ended.
REMISSION_WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
REMISSION_ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
# Week, share still in remission, Greenwood's error.
REMISSION_TABLE = [
    (6, 0.857143, 0.076360),
    (7, 0.806723, 0.086935),
    (10, 0.752941, 0.096350),
    (13, 0.690196, 0.106815),
    (16, 0.627451, 0.114054),
    (22, 0.537815, 0.128234),
    (23, 0.448179, 0.134591),
]
REMISSION_LOG_LOG = [(6, 0.619718, 0.951552), (23, 0.188052, 0.680143)]

# Days and causes (0 is censored) whose shares follow by hand: first ends 1/8, 1/8, then 7/8...
TOY_DAYS = [1, 2, 3, 4, 5, 6, 7, 8]
TOY_CAUSES = [1, 2, 0, 1, 1, 2, 0, 1]
TOY_FIRST = [(1, 0.125), (4, 0.275), (5, 0.425), (8, 0.725)]
TOY_SECOND = [(2, 0.125), (6, 0.275)]
TOY_VARIANCE = [(1, 0.013672), (4, 0.027922), (5, 0.035047)]

# Charig et al. (1986): open surgery against keyhole, small and large stones: k1, n1, k0, n0.
KIDNEY = ([81, 192], [87, 263], [234, 55], [270, 80])

# Bickel, Hammel and O'Connell (1975), departments A to F: men and women admitted, applied.
BERKELEY = (
    [512, 353, 120, 138, 53, 22],
    [825, 560, 325, 417, 191, 373],
    [89, 17, 202, 131, 94, 24],
    [108, 25, 593, 375, 393, 341],
)
