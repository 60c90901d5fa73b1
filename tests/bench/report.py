# SPDX-License-Identifier: MIT
"""Prints tables as Markdown and writes charts."""
import os
import statistics

import chart


class Budget:
    """What a figure may be: SECONDS, or TIMES that of the row called OF."""

    def __init__(self, seconds=None, times=None, of=None):
        self.seconds, self.times, self.of = seconds, times, of


class Report:
    def __init__(self, folder):
        self.folder = folder  # for charts; None: none are made

    def text(self, *paragraphs):
        for paragraph in paragraphs:
            print(f"{paragraph}\n", flush=True)

    def table(self, head, rows):
        print("| " + " | ".join(head) + " |")
        print("| --- |" + " ---: |" * (len(head) - 1))
        for cells in rows:
            print("| " + " | ".join(cells) + " |")
        print(flush=True)

    def times(self, title, name, samples, budgets, reference=None, more=None):
        """A table and the chart NAME.svg.

        SAMPLES: what was measured -> a Sample for each round. BUDGETS: the same names -> a Budget, where there
        is one. REFERENCE: the name that all are compared with. MORE: a column's head -> the same names -> text.
        """
        head = ["", "median", "least – most", "processor time"]
        if reference:
            head += [f"× {short(reference)}", "× by processor time"]
        if budgets:
            head += ["× budget"]
        head += list(more or {})
        rows = []
        for what, rounds in samples.items():
            cells = [what, chart.unit(middle(rounds, "time")), spread(rounds), chart.unit(middle(rounds, "cpu"))]
            if reference:
                cells += [ratio(rounds, samples[reference], "time"), ratio(rounds, samples[reference], "cpu")]
            if budgets:
                cells += [of_budget(rounds, budgets.get(what), samples)]
            cells += [texts.get(what, "") for texts in (more or {}).values()]
            rows.append(cells)
        if self.folder:
            self.text(f"![{title}]({name}.svg)")
            self.draw(title, name, samples, budgets)
        self.table(head, rows)

    def draw(self, title, name, samples, budgets):
        bars = []
        for what, rounds in samples.items():
            times = [sample.time for sample in rounds]
            bars.append(chart.Bar(what, statistics.median(times), min(times), max(times),
                                  seconds(budgets.get(what), samples)))
        with open(os.path.join(self.folder, name + ".svg"), "w", encoding="utf-8") as out:
            out.write(chart.draw(title, bars, f"tests/bench/bench.py BUILD {name.split('-')[0]}"))


def short(name):
    return name.split(":")[0]


def middle(rounds, field):
    return statistics.median(getattr(sample, field) for sample in rounds)


def spread(rounds):
    times = [sample.time for sample in rounds]
    return f"{chart.unit(min(times))} – {chart.unit(max(times))}"


def ratio(rounds, others, field):
    """The median of the ratios within each round: what slows one round down slows all of it."""
    pairs = [(getattr(a, field), getattr(b, field)) for a, b in zip(rounds, others)]
    return f"{chart.digits(statistics.median(a / b for a, b in pairs))}" if all(b for _, b in pairs) else ""


def seconds(budget, samples):
    if budget is None:
        return None
    return budget.seconds or budget.times * middle(samples[budget.of], "time")


def of_budget(rounds, budget, samples):
    if budget is None:
        return ""
    if budget.seconds:
        return chart.digits(middle(rounds, "time") / budget.seconds)
    return chart.digits(float(ratio(rounds, samples[budget.of], "time")) / budget.times)
