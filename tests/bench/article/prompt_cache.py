"""The function of the article, written out.

"Cut Amazon Bedrock Costs with a 3-Layer Caching Pipeline on AWS Lambda + ElastiCache": hash,
`struct` vectors, linear scan. What the article only names (load_embeddings, store_embedding,
call_bedrock) is written as its text tells. One thing is cheaper than there: Bedrock is asked over a
connection that stays open, not through a boto3 client made for each call.
"""

import hashlib
import http.client
import json
import os
import struct
import time

import numpy as np
import redis

HASH_PREFIX = "hash:"
EMBED_PREFIX = "embed:"
SIMILARITY_THRESHOLD = float(os.environ.get("SIMILARITY_THRESHOLD", "0.90"))
CACHE_TTL_SECONDS = 86400
EMBED_MODEL_ID = "amazon.titan-embed-text-v2:0"
MODEL_ID = "amazon.nova-micro-v1:0"
FILLER_PHRASES = [
    "please could you",
    "i was wondering if",
    "could you please",
    "i would like you to",
    "as an ai",
    "can you please",
]
PIPELINED = 1000

redis_client = redis.Redis(
    host="127.0.0.1", port=int(os.environ["REDIS_PORT"]), db=int(os.environ["REDIS_DB"])
)
bedrock = http.client.HTTPConnection("127.0.0.1", int(os.environ["BEDROCK_PORT"]))
pipelined_reads = False
embed_seconds = 0.0


def normalize(prompt: str) -> str:
    return " ".join(prompt.lower().split())


def compute_hash(prompt: str) -> str:
    return hashlib.sha256(normalize(prompt).encode()).hexdigest()


def invoke(path: str, body: dict) -> dict:
    headers = {"content-type": "application/json", "accept": "application/json"}
    bedrock.request("POST", path, json.dumps(body), headers)
    response = bedrock.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"Bedrock answered with status {response.status}: {answer[:200]!r}")
    return json.loads(answer)


def embed(prompt: str) -> np.ndarray:
    global embed_seconds
    began = time.perf_counter()
    body = invoke(f"/model/{EMBED_MODEL_ID}/invoke", {"inputText": prompt})
    vector = np.array(body["embedding"], dtype=np.float32)
    embed_seconds = time.perf_counter() - began
    return vector


def call_bedrock(prompt: str) -> str:
    body = {"messages": [{"role": "user", "content": [{"text": prompt}]}]}
    return invoke(f"/model/{MODEL_ID}/converse", body)["output"]["message"]["content"][0]["text"]


def cosine_similarity(a: np.ndarray, b: np.ndarray) -> float:
    norm_a, norm_b = np.linalg.norm(a), np.linalg.norm(b)
    if norm_a == 0 or norm_b == 0:
        return 0.0
    return float(np.dot(a, b) / (norm_a * norm_b))


def serialize_embedding(vector: np.ndarray) -> bytes:
    return struct.pack(f"{len(vector)}f", *vector)


def deserialize_embedding(data: bytes) -> np.ndarray:
    n = len(data) // 4
    return np.array(struct.unpack(f"{n}f", data), dtype=np.float32)


def store_embedding(key: str, vector: np.ndarray, response: str) -> None:
    redis_client.hset(key, mapping={"vector": serialize_embedding(vector), "response": response})


def load_embeddings() -> list:
    """Every stored vector: one read each, as it is written down first, or many in one round trip."""
    keys = redis_client.keys(EMBED_PREFIX + "*")
    if not pipelined_reads:
        return [read_embedding(key, redis_client.hgetall(key)) for key in keys]
    stored = []
    for at in range(0, len(keys), PIPELINED):
        some = keys[at : at + PIPELINED]
        pipeline = redis_client.pipeline(transaction=False)
        for key in some:
            pipeline.hgetall(key)
        stored += [read_embedding(key, fields) for key, fields in zip(some, pipeline.execute())]
    return stored


def read_embedding(key: bytes, fields: dict) -> tuple:
    return key, deserialize_embedding(fields[b"vector"]), fields[b"response"].decode()


def compress(prompt: str) -> str:
    compressed = prompt.lower()
    for phrase in FILLER_PHRASES:
        compressed = compressed.replace(phrase, "")
    return " ".join(compressed.split())


def lambda_handler(event, context):
    prompt = event.get("prompt", "").strip()

    hash_key = HASH_PREFIX + compute_hash(prompt)
    cached = redis_client.get(hash_key)
    if cached:
        return {"response": cached.decode(), "cache": "hash_hit"}

    query_vector = embed(prompt)
    stored = load_embeddings()
    best_score, best_response = 0.0, None
    for _, vector, response in stored:
        score = cosine_similarity(query_vector, vector)
        if score > best_score:
            best_score, best_response = score, response
    if best_score >= SIMILARITY_THRESHOLD:
        return {
            "response": best_response,
            "cache": "semantic_hit",
            "score": round(best_score, 4),
        }

    compressed_prompt = compress(prompt)
    response_text = call_bedrock(compressed_prompt)

    redis_client.set(hash_key, response_text.encode(), ex=CACHE_TTL_SECONDS)
    embed_key = EMBED_PREFIX + compute_hash(prompt)
    store_embedding(embed_key, query_vector, response_text)

    return {"response": response_text, "cache": "miss"}
