/**
 * Bedrock without any latency, in a process of its own: `node model-program.ts`. Embeddings are made
 * before they are asked for: PUT /vectors takes them, one line of JSON `{text, vector}` each.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const answers = new Map<string, string>();
const CONVERSE = JSON.stringify({
  metrics: { latencyMs: 0 },
  output: { message: { content: [{ text: "Nobody stored an answer." }], role: "assistant" } },
  stopReason: "end_turn",
  usage: { inputTokens: 10, outputTokens: 10, totalTokens: 20 },
});

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const take = (body: string): void => {
  answers.clear();
  for (const line of body.split("\n")) {
    const { text, vector } = JSON.parse(line) as { text: string; vector: number[] };
    answers.set(text, JSON.stringify({ embedding: vector, inputTextTokenCount: 12 }));
  }
};

const server = createServer(async (request, response) => {
  const body = await read(request);
  if (request.url === "/vectors") {
    take(body);
    response.end();
    return;
  }
  const converse = request.url?.endsWith("/converse");
  const answer = converse ? CONVERSE : answers.get(JSON.parse(body).inputText);
  response.writeHead(answer ? 200 : 400, { "content-type": "application/json" });
  response.end(answer ?? '{"message":"No vector was made for this text."}');
});
// Between two questions of the slow one the quick one's turn passes.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
process.stdin.on("end", () => process.exit()).resume();
