import type { ServerResponse } from "node:http";
import { encode } from "cbor-x";
import type { AwsError } from "../aws-error.ts";
import type { Service } from "../contracts.ts";
import { toJsonValue } from "./json.ts";
import { content, element, escapeXml } from "./xml.ts";

/** The form in which a client asked, which is the form of its answer. */
export type Dialect = "json1.0" | "json1.1" | "query" | "ec2" | "cbor" | "rest-xml" | "rest-json";

export interface Asked {
  dialect: Dialect;
  service?: Service | undefined;
  operation: string;
  requestId: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** An operation's output in the client's protocol. */
export function successAnswer(asked: Asked, output: unknown): Answer {
  const { dialect, service, operation, requestId } = asked;
  const value = output ?? {};
  const open = `<${operation}Response xmlns="${service?.xmlNamespace ?? ""}">`;
  const close = `</${operation}Response>`;
  const id = `<RequestId>${requestId}</RequestId>`;
  switch (dialect) {
    case "json1.0":
    case "json1.1":
    case "cbor":
      return plainAnswer(asked, 200, value);
    case "ec2": {
      const body = `<requestId>${requestId}</requestId>${content(value, "item")}`;
      return xmlAnswer(200, open + body + close, requestId);
    }
    default: {
      const result = element(`${operation}Result`, value, service?.queryForm?.lists);
      const metadata = `<ResponseMetadata>${id}</ResponseMetadata>`;
      return xmlAnswer(200, open + result + metadata + close, requestId);
    }
  }
}

/** An error in the client's protocol. */
export function errorAnswer(asked: Asked, error: AwsError): Answer {
  const { dialect, service, requestId } = asked;
  const { status, message, fields } = error;
  const oldCode = service?.queryErrorCodes?.[error.code] ?? error.code;
  const fault = status >= 500 ? "Receiver" : "Sender";
  const told = (code: string) => element("Code", code) + element("Message", message);
  switch (dialect) {
    case "json1.0":
    case "json1.1":
    case "cbor": {
      const answer = plainAnswer(asked, status, { __type: error.code, message, ...fields });
      if (dialect !== "cbor") answer.headers["x-amzn-errortype"] = error.code;
      // Query-compatible services (SQS, CloudWatch) tell the code of old in this header.
      if (service?.apiVersion) answer.headers["x-amzn-query-error"] = `${oldCode};${fault}`;
      return answer;
    }
    case "rest-json":
      return {
        status,
        headers: {
          "content-type": "application/json",
          "x-amzn-requestid": requestId,
          "x-amzn-errortype": error.code,
        },
        body: JSON.stringify({ message, ...fields }),
      };
    case "ec2": {
      const body = `<Response><Errors><Error>${told(oldCode)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
      return xmlAnswer(status, body, requestId);
    }
    case "query": {
      const inner = `<Type>${fault}</Type>${told(oldCode)}${content(fields)}`;
      const body = `<ErrorResponse xmlns="${service?.xmlNamespace ?? ""}"><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return xmlAnswer(status, body, requestId);
    }
    default: {
      const id = `<RequestId>${escapeXml(requestId)}</RequestId>`;
      const body = `<Error>${told(error.code)}${content(fields, "flat")}${id}</Error>`;
      return xmlAnswer(status, body, requestId);
    }
  }
}

/** An XML body with its declaration and the request's id. */
export const xmlAnswer = (status: number, body: string, requestId: string): Answer => ({
  status,
  headers: {
    "content-type": "text/xml",
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
  },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** Sends an answer; to a client that is gone, or that has an answer already, nothing more is sent. */
export function sendAnswer(res: ServerResponse, { status, headers, body }: Answer): void {
  if (!res.headersSent && !res.destroyed) {
    res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    // An answer to HEAD has no body; node drops it by itself.
    res.write(body);
  }
  res.end();
}

function plainAnswer({ dialect, requestId }: Asked, status: number, value: unknown): Answer {
  const headers: Record<string, string> = { "x-amzn-requestid": requestId };
  if (dialect === "cbor") {
    const cbor = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
    return { status, headers: { ...headers, ...cbor }, body: encode(toCborValue(value)) };
  }
  headers["content-type"] = `application/x-amz-json-${dialect.slice(4)}`;
  return { status, headers, body: JSON.stringify(toJsonValue(value)) };
}

function toCborValue(value: unknown): unknown {
  if (value instanceof Date || Buffer.isBuffer(value)) return value;
  if (value instanceof Map) return toCborValue(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(toCborValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .map(([name, member]) => [name, toCborValue(member)]),
  );
}
