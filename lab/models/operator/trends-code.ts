/** Topics and the words that tell them; Python counts them over the headlines that were read. */
const TOPICS: Record<string, string[]> = {
  "AI agents": ["agent", "agents", "agentic", "harness", "mcp", "autonomous", "copilot"],
  "Language models": [
    "llm",
    "llms",
    "model",
    "models",
    "gpt",
    "transformer",
    "inference",
    "prompt",
    "tokens",
    "embedding",
    "embeddings",
    "rag",
  ],
  "Developer tools": [
    "editor",
    "ide",
    "debugger",
    "compiler",
    "linter",
    "terminal",
    "cli",
    "git",
    "tooling",
    "bundler",
  ],
  "Cloud and Kubernetes": [
    "kubernetes",
    "cluster",
    "clusters",
    "aws",
    "cloud",
    "serverless",
    "lambda",
    "terraform",
    "container",
    "containers",
  ],
  Databases: [
    "postgres",
    "postgresql",
    "sqlite",
    "database",
    "databases",
    "sql",
    "redis",
    "index",
    "query",
  ],
  Security: [
    "security",
    "vulnerability",
    "cve",
    "passkeys",
    "exploit",
    "sandbox",
    "malware",
    "supply-chain",
    "phishing",
  ],
  "Web and JavaScript": [
    "javascript",
    "typescript",
    "react",
    "css",
    "browser",
    "frontend",
    "node",
    "wasm",
    "html",
  ],
  Rust: ["rust", "cargo", "borrow"],
  Python: ["python", "pandas", "numpy", "pip"],
  Careers: ["career", "hiring", "interview", "remote", "junior", "burnout", "salary"],
};

/** A program that clusters headlines by topic words, prints one line a topic and draws a bar chart. */
export function trendsCode(headlines: Record<string, string[]>): string {
  return `import json, re
from collections import Counter

# The headlines as they were read, by source.
headlines = json.loads(${pythonText(JSON.stringify(headlines))})
topics = json.loads(${pythonText(JSON.stringify(TOPICS))})

def topic_of(title):
    words = set(re.findall(r"[a-z0-9+#-]+", title.lower()))
    scores = {topic: len(words & set(keys)) for topic, keys in topics.items()}
    best = max(scores, key=scores.get)
    return best if scores[best] else "Other"

counts, examples = Counter(), {}
for source, titles in headlines.items():
    for title in titles:
        topic = topic_of(title)
        counts[topic] += 1
        examples.setdefault(topic, title)

ranked = [(topic, count) for topic, count in counts.most_common() if topic != "Other"]
print("TOTAL", sum(counts.values()), "OTHER", counts["Other"])
for rank, (topic, count) in enumerate(ranked, 1):
    print(f"{rank}\\t{topic}\\t{count}\\t{examples[topic]}")

def draw(rows, total):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 4.5), dpi=120)
    bars = axes.barh([topic for topic, _ in rows], [count for _, count in rows], color="#2f6fde")
    axes.bar_label(bars, padding=3)
    axes.set_xlabel("headlines")
    axes.set_title(f"What is talked about: {total} headlines")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig("trends.png")

try:
    draw(ranked[:8][::-1], sum(counts.values()))
    print("CHART trends.png")
except ImportError as missing:
    print("NO CHART", missing)
`;
}

/** JSON's own escapes are not Python's: the text is written as a raw literal only where that is safe. */
const pythonText = (text: string): string =>
  `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
