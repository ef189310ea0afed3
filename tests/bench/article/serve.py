"""Runs the article's function as lines of JSON on stdin ask for it, and times each call itself.

{"do": "ask", "prompts": […], "pipelined": false}: one after the other
{"do": "flood", "prompts": […], "at_once": 64}: by so many threads
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

if os.environ.get("ARTICLE_PARSER") == "python":
    # Found before hiredis, and no module: redis-py then reads replies in Python.
    sys.modules["hiredis"] = None

import redis.utils  # noqa: E402

import prompt_cache  # noqa: E402


def ask(prompts, pipelined=False):
    prompt_cache.pipelined_reads = pipelined
    told = {"ms": [], "embedMs": [], "cache": [], "responses": []}
    cpu = time.process_time()
    for prompt in prompts:
        prompt_cache.embed_seconds = 0.0
        began = time.perf_counter()
        answer = prompt_cache.lambda_handler({"prompt": prompt}, None)
        told["ms"].append((time.perf_counter() - began) * 1e3)
        told["embedMs"].append(prompt_cache.embed_seconds * 1e3)
        told["cache"].append(answer["cache"])
        told["responses"].append(answer["response"][:40])
    told["cpuMs"] = (time.process_time() - cpu) * 1e3
    return told


def flood(prompts, at_once):
    handle = lambda prompt: prompt_cache.lambda_handler({"prompt": prompt}, None)["cache"]
    with ThreadPoolExecutor(at_once) as threads:
        began = time.perf_counter()
        cache = list(threads.map(handle, prompts))
        return {"wallMs": (time.perf_counter() - began) * 1e3, "cache": cache}


VERBS = {"ask": ask, "flood": flood}


def say(told):
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


say(
    {
        "python": sys.version.split()[0],
        "redis": redis.__version__,
        "numpy": prompt_cache.np.__version__,
        "hiredis": bool(redis.utils.HIREDIS_AVAILABLE),
    }
)
for line in sys.stdin:
    asked = json.loads(line)
    say(VERBS[asked.pop("do")](**asked))
