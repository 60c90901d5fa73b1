# SPDX-License-Identifier: MIT
"""Draws figures on a logarithmic scale as SVG: a dot for the median, a line from least to most."""
import collections
import math
from xml.sax.saxutils import escape

# Seconds. BUDGET: None where there is none.
Bar = collections.namedtuple("Bar", "name median least most budget")

WIDTH, LEFT, RIGHT, ROW, TOP, BOTTOM = 760, 270, 80, 24, 64, 44
OURS, FLOOR, THEIRS, BUDGET = "#1f6f4a", "#c08a00", "#5f6b76", "#b3261e"


def unit(seconds):
    """Three digits and a unit."""
    for scale, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if abs(seconds) >= scale:
            return f"{digits(seconds / scale)} {name}"
    return f"{digits(seconds / 1e-9)} ns"


def digits(number):
    """Three digits, without an exponent."""
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"


def colour(name):
    if name.startswith("cvenv"):
        return OURS
    return FLOOR if name.startswith("floor") else THEIRS


def ticks(least, most):
    """1, 10, 100…, and 2 and 5 between them where that leaves few."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    fine = [digit * 10.0 ** power for power in powers for digit in (1, 2, 5)]
    inside = [tick for tick in fine if least <= tick <= most]
    return inside if len(inside) <= 6 else [tick for tick in inside if round(math.log10(tick), 6).is_integer()]


class Scale:
    def __init__(self, bars):
        marks = [mark for bar in bars for mark in (bar.least, bar.most, bar.budget) if mark]
        self.least, self.most = min(marks) / 1.3, max(marks) * 1.3

    def x(self, seconds):
        part = math.log(seconds / self.least) / math.log(self.most / self.least)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)


def draw(title, bars, command):
    """Answers the text of the picture. COMMAND is what made it."""
    height = TOP + ROW * len(bars) + BOTTOM
    scale = Scale(bars)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="12" y="24" font-size="15" font-weight="bold">{escape(title)}</text>',
    ]
    for tick in ticks(scale.least, scale.most):
        x = scale.x(tick)
        out += [
            f'<line x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{height - BOTTOM + 4}" stroke="#ddd"/>',
            f'<text x="{x}" y="{TOP - 12}" text-anchor="middle" fill="#555" font-size="11">{unit(tick)}</text>',
        ]
    for number, bar in enumerate(bars):
        out += row(bar, TOP + number * ROW + ROW // 2, scale)
    legend = "dot: median of the rounds; line: least to most; the scale is logarithmic"
    if any(bar.budget for bar in bars):
        legend += f'; <tspan fill="{BUDGET}">red mark: budget</tspan>'
    out += [
        f'<text x="12" y="{height - 26}" fill="#555" font-size="11">{legend}</text>',
        f'<text x="12" y="{height - 10}" fill="#555" font-size="11">made by {escape(command)}</text>',
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def row(bar, y, scale):
    shade, end = colour(bar.name), scale.x(bar.most)
    out = [
        f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(bar.name)}</text>',
        f'<line x1="{scale.x(bar.least)}" x2="{end}" y1="{y}" y2="{y}" stroke="{shade}" stroke-width="2"/>',
        f'<circle cx="{scale.x(bar.median)}" cy="{y}" r="5" fill="{shade}"/>',
    ]
    if bar.budget:
        x = scale.x(bar.budget)
        out.append(f'<line x1="{x}" x2="{x}" y1="{y - 9}" y2="{y + 9}" stroke="{BUDGET}" stroke-width="2"/>')
        end = max(end, x)
    out.append(f'<text x="{end + 9:.1f}" y="{y + 4}" fill="{shade}">{unit(bar.median)}</text>')
    return out
