import type { ServerResponse } from "node:http";

/** Answers a page of the lab's own: JSON, laid out for people. */
export const sayOn = (res: ServerResponse) => (status: number, body: unknown) => {
  const text = `${JSON.stringify(body, null, 1)}\n`;
  res.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  res.end(text);
};
