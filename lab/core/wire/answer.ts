import type { ServerResponse } from "node:http";
import { encode } from "cbor-x";
import type { AwsError } from "../aws-error.ts";
import type { Service } from "../contracts.ts";
import { toJsonValue } from "./json.ts";
import { content, element, escapeXml } from "./xml.ts";

/** The form in which a client asked, which is the form of its answer. */
export type Dialect = "json1.0" | "json1.1" | "query" | "ec2" | "cbor" | "rest-xml";

interface Asked {
  dialect: Dialect;
  service?: Service | undefined;
  operation: string;
  requestId: string;
}

/** Writes an operation's output. */
export function answerSuccess(res: ServerResponse, asked: Asked, output: unknown): void {
  const { dialect, service, operation, requestId } = asked;
  const value = output ?? {};
  switch (dialect) {
    case "json1.0":
    case "json1.1": {
      send(res, 200, JSON.stringify(toJsonValue(value)), {
        "content-type": `application/x-amz-json-${dialect.slice(4)}`,
        "x-amzn-requestid": requestId,
      });
      break;
    }
    case "cbor":
      send(res, 200, encode(toCborValue(value)), {
        "content-type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-requestid": requestId,
      });
      break;
    case "ec2": {
      const root = `${operation}Response`;
      const body = `<${root} xmlns="${service?.xmlNamespace ?? ""}"><requestId>${requestId}</requestId>${content(value, "item")}</${root}>`;
      sendXml(res, 200, body, requestId);
      break;
    }
    default: {
      const root = `${operation}Response`;
      const body = `<${root} xmlns="${service?.xmlNamespace ?? ""}">${element(`${operation}Result`, value, service?.queryForm?.lists)}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${root}>`;
      sendXml(res, 200, body, requestId);
      break;
    }
  }
}

/** Writes an error in the client's protocol. */
export function answerError(res: ServerResponse, asked: Asked, error: AwsError): void {
  const { dialect, service, requestId } = asked;
  const queryCode = service?.queryErrorCodes?.[error.code] ?? error.code;
  const fault = error.status >= 500 ? "Receiver" : "Sender";
  switch (dialect) {
    case "json1.0":
    case "json1.1":
    case "cbor": {
      const body = { __type: error.code, message: error.message, ...error.fields };
      const cbor = dialect === "cbor";
      send(
        res,
        error.status,
        cbor ? encode(toCborValue(body)) : JSON.stringify(toJsonValue(body)),
        {
          "content-type": cbor ? "application/cbor" : `application/x-amz-json-${dialect.slice(4)}`,
          "x-amzn-requestid": requestId,
          // Query-compatible services (SQS, CloudWatch) tell the code of old in this header.
          ...(service?.apiVersion ? { "x-amzn-query-error": `${queryCode};${fault}` } : {}),
          ...(cbor ? { "smithy-protocol": "rpc-v2-cbor" } : { "x-amzn-errortype": error.code }),
        },
      );
      break;
    }
    case "ec2":
      sendXml(
        res,
        error.status,
        `<Response><Errors><Error>${element("Code", queryCode)}${element("Message", error.message)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
        requestId,
      );
      break;
    case "query":
      sendXml(
        res,
        error.status,
        `<ErrorResponse xmlns="${service?.xmlNamespace ?? ""}"><Error><Type>${fault}</Type>${element("Code", queryCode)}${element("Message", error.message)}${content(error.fields)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
        requestId,
      );
      break;
    default:
      sendXml(
        res,
        error.status,
        `<Error>${element("Code", error.code)}${element("Message", error.message)}${content(error.fields, "flat")}<RequestId>${escapeXml(requestId)}</RequestId></Error>`,
        requestId,
      );
      break;
  }
}

/** Writes an XML body with its declaration and the request's id. */
export function sendXml(
  res: ServerResponse,
  status: number,
  body: string,
  requestId: string,
): void {
  send(res, status, `<?xml version="1.0" encoding="UTF-8"?>\n${body}`, {
    "content-type": "text/xml",
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
  });
}

function send(
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string>,
): void {
  if (res.headersSent || res.destroyed) {
    res.end();
    return;
  }
  res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  // An answer to HEAD has no body, and node drops it by itself.
  res.end(body);
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
