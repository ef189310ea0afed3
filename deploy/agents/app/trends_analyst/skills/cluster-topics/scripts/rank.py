"""Ranks topics by their titles and draws the ranking: JSON {"topic": ["title", …]} in, trends.png out."""

import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

topics = {topic: titles for topic, titles in json.load(sys.stdin).items() if titles}
ranked = sorted(topics.items(), key=lambda item: -len(item[1]))
total = sum(len(titles) for titles in topics.values())
for rank, (topic, titles) in enumerate(ranked, 1):
    print(f"{rank}\t{topic}\t{len(titles)}\t{titles[0]}")

shown = [item for item in ranked if item[0] != "Other"][:10][::-1]
figure, axes = plt.subplots(figsize=(8, 4.5), dpi=120)
bars = axes.barh([topic for topic, _ in shown], [len(titles) for _, titles in shown], color="#2f6fde")
axes.bar_label(bars, padding=3)
axes.set_xlabel("titles")
axes.set_title(f"What is talked about: {total} titles")
axes.spines[["top", "right"]].set_visible(False)
figure.tight_layout()
figure.savefig("trends.png")
print("trends.png")
