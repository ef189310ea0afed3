import { readHealth } from "@/server/platform/health";

/** 200 when ready, 503 when not; `?live` asks only whether the process answers. Open to everybody. */
export async function GET(request: Request): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  if (new URL(request.url).searchParams.has("live"))
    return Response.json({ live: true }, { headers });
  const health = await readHealth();
  return Response.json(health, { status: health.ready ? 200 : 503, headers });
}
