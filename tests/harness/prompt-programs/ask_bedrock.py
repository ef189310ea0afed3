"""The same application with boto3: one request per line, one answer per line (see ask-bedrock.ts)."""

import json
import sys

import boto3
import botocore.exceptions

client = boto3.client("bedrock-runtime")


def whole(request):
    answer = client.converse(**request)
    content = answer["output"]["message"]["content"]
    text = "".join(part.get("text", "") for part in content)
    return answer, text, answer["stopReason"]


def streamed(request):
    answer = client.converse_stream(**request)
    text, stop_reason = "", None
    for event in answer["stream"]:
        text += event.get("contentBlockDelta", {}).get("delta", {}).get("text", "")
        stop_reason = event.get("messageStop", {}).get("stopReason", stop_reason)
    return answer, text, stop_reason


def ask(line):
    wish = json.loads(line)
    messages = [{"role": "user", "content": [{"text": wish["prompt"]}]}]
    request = {"modelId": wish["modelId"], "messages": messages}
    try:
        answer, text, stop_reason = (streamed if wish.get("stream") else whole)(request)
    except botocore.exceptions.ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        told = error.response["Error"]
        return {"error": {"name": told["Code"], "message": told["Message"], "status": status}}
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    return {
        "text": text,
        "stopReason": stop_reason,
        "cache": headers.get("x-switchyard-cache"),
        "score": headers.get("x-switchyard-cache-score"),
    }


for line in sys.stdin:
    print(json.dumps(ask(line)), flush=True)
