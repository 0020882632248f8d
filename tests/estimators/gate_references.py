"""Published data and results on jumps at a threshold, typed in."""

from __future__ import annotations

# Oreopoulos (2006), American Economic Review 96:152, log earnings of men by the year in which they
# were 14, less 1947, when the school leaving age rose in Britain: records, sum, sum of squares.
EARNINGS = [
    (-6, 749, 6414.884558523323, 55861.89876032805),
    (-5, 880, 7543.152352403716, 65760.33686771207),
    (-4, 1027, 8895.651209265541, 78106.43103048585),
    (-3, 1166, 10129.046032710363, 89257.09282731214),
    (-2, 1231, 10732.572011981956, 94787.40671976983),
    (-1, 1435, 12513.031252201332, 110780.25317897463),
    (0, 1419, 12494.097512937993, 111376.73501032495),
    (1, 1563, 13780.423587649408, 123058.4034816646),
    (2, 1776, 15723.492628282365, 140920.23423930106),
    (3, 1943, 17202.838638412224, 154211.42489487104),
    (4, 2244, 19923.539112843846, 179168.04235101485),
    (5, 2556, 22701.904463164483, 204234.33942706438),
    (6, 2894, 25923.269042744592, 235100.8773515528),
]

# Frandsen's test, worked: records below, at and above, and p to three digits.
BUNCHING = [(100, 104, 96, 0.974), (95, 130, 90, 0.0135), (60, 180, 90, 1.22e-13)]

# Critical values of |Z + bias| by Armstrong and Kolesar (2018), at 95 % and 90 %.
FOLDED = {
    0.95: {0: 1.959964, 0.5: 2.181477, 1: 2.646146, 2: 3.644854},
    0.90: {0: 1.644854, 1: 2.284468, 2: 3.281552, 3: 4.281552, 4: 5.281552, 5: 6.281552},
}

# Lost value in thousands: days inside the gate, chance, value; at .04 a day 2.04 of 24.0.
DELAYS = [(2, 0.1, 10), (3, 0.2, 10), (0, 0.3, 20), (5, 0.1, 50), (1, 0.2, 30), (4, 0.1, 40)]
DELAY_LOSSES = [0.077, 0.226, 0, 0.906, 0.235, 0.591]

# Student's t, two-sided 5 %, as every table has it.
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 5: 2.571, 10: 2.228, 30: 2.042, 39: 2.023}
