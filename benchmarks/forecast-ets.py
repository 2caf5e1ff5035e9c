"""Backtests ETS of statsmodels on the public series of the forecast benchmark, from the same days: python3-numpy and python3-statsmodels are needed.

python3 benchmarks/forecast-ets.py
"""
import json
import pathlib
import warnings

import numpy
from statsmodels.tsa.holtwinters import ExponentialSmoothing

MONTH, WEEK, FIRST, ORIGINS, HISTORY = 28, 7, 84, 22, 400
warnings.simplefilter("ignore")
path = pathlib.Path(__file__).parent / "GigaChat.Usage.Benchmarks/Forecast/daily-series.json"


def errors(values, days, trend):
    last = len(values) - MONTH
    for i in range(ORIGINS):
        origin = FIRST + i * (last - FIRST) // (ORIGINS - 1)
        known = values[max(0, origin - HISTORY):origin]
        model = ExponentialSmoothing(known, trend=trend, damped_trend=trend is not None, seasonal="add", seasonal_periods=WEEK)
        expected = numpy.maximum(0, model.fit().forecast(days)).sum()
        came = values[origin:origin + days].sum()
        yield abs(expected - came) / came


for days in (MONTH, WEEK):
    for name, trend in (("ETS(A,N,A)", None), ("ETS(A,Ad,A)", "add")):
        together = []
        for series in json.loads(path.read_text()):
            found = list(errors(numpy.array(series["values"], float), days, trend))
            together += found
            print(f"{days} days, {name}, {series['name']}: {100 * numpy.mean(found):.1f} % / {100 * numpy.median(found):.1f} %")
        print(f"{days} days, {name}, all: {100 * numpy.mean(together):.1f} % / {100 * numpy.median(together):.1f} %")
