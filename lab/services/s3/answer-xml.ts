import type { ServerResponse } from "node:http";
import { sendAnswer, xmlAnswer } from "../../core/wire/answer.ts";
import { content } from "../../core/wire/xml.ts";

export const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Answers 200 with one XML document; lists repeat their element, as S3's do. */
export function answerXml(
  res: ServerResponse,
  root: string,
  value: unknown,
  requestId: string,
): void {
  const body = `<${root} xmlns="${S3_NAMESPACE}">${content(value, "flat")}</${root}>`;
  sendAnswer(res, xmlAnswer(200, body, requestId));
}

/** Answers without a body. */
export function answerEmpty(
  res: ServerResponse,
  status: number,
  headers: Record<string, string>,
  requestId: string,
): void {
  const length: Record<string, string> = status === 204 ? {} : { "content-length": "0" };
  res.writeHead(status, { "x-amz-request-id": requestId, ...length, ...headers }).end();
}
