"""Draws hits and precision over the threshold: JSON of `cache_what_if` on standard input, threshold.png out."""

import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def share(text):
    """`98.5%` as 0.985; None where nothing is labelled."""
    text = str(text).strip().lstrip("<>").rstrip("%")
    try:
        return float(text) / 100
    except ValueError:
        return None


data = json.load(sys.stdin)
curve = sorted(data["curve"], key=lambda point: point["threshold"])
at = [point["threshold"] for point in curve]
labelled = [(point["threshold"], share(point["precision"])) for point in curve]
labelled = [(x, y) for x, y in labelled if y is not None]

figure, hits = plt.subplots(figsize=(8, 4.5), dpi=120)
hits.plot(at, [point["hits"] for point in curve], color="#2f6fde", label="hits")
hits.set_xlabel("threshold")
hits.set_ylabel("hits")
hits.axvline(data["inForce"], color="#666666", linestyle="--", label="in force")
if labelled:
    precision = hits.twinx()
    precision.plot(*zip(*labelled), color="#b3541e", label="precision")
    precision.set_ylabel("precision of labelled pairs")
    precision.set_ylim(0, 1.02)
hits.legend(loc="lower left")
figure.tight_layout()
figure.savefig("threshold.png")
print("threshold.png")
