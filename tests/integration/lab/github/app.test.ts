import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aHub, base64, CONFIG, FILE, type Hub, IMAGES, putFile, refusal } from "./a-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
  await putFile(hub, { content: "kind: EC2NodeClass\n" });
});
afterAll(() => hub?.lab.stop());

const now = () => Math.floor(Date.now() / 1000);
async function appToken(claims: { iat?: number; exp?: number; iss?: string }, key = hub.appKey) {
  return new SignJWT({ iss: "1", iat: now() - 30, exp: now() + 300, ...claims })
    .setProtectedHeader({ alg: "RS256" })
    .sign(createPrivateKey(key));
}
const askApp = async (authorization: string) => {
  const answer = await fetch(`${hub.api}/app`, { headers: { authorization } });
  const { message, slug } = (await answer.json()) as { message?: string; slug?: string };
  return { status: answer.status, message, slug };
};
const tokenFor = async (body: object): Promise<string> => {
  const { data } = await hub.app.request(
    "POST /app/installations/{installation_id}/access_tokens",
    { installation_id: 1, ...body },
  );
  return data.token;
};
const asking = async (token: string | undefined, method: string, path: string, body?: object) => {
  const answer = await fetch(`${hub.api}/repos/${path}`, {
    method,
    headers: token ? { authorization: `Bearer ${token}` } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const said = (await answer.json()) as { message?: string };
  return { status: answer.status, message: said.message };
};

describe("the App", () => {
  it("has a key and a webhook secret that only the lab's owner may read", () => {
    for (const file of ["app.private-key.pem", "webhook-secret"]) {
      expect(statSync(join(hub.lab.stateDir, "github", file)).mode & 0o777).toBe(0o600);
    }
  });

  it("says who it is by its key, and nobody else's", async () => {
    expect(await askApp(`Bearer ${await appToken({})}`)).toMatchObject({ slug: "switchyard" });
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const foreign = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    for (const token of [await appToken({}, foreign), "a.b.c"]) {
      expect(await askApp(`Bearer ${token}`)).toMatchObject({
        status: 401,
        message: "A JSON web token could not be decoded",
      });
    }
  });

  it("is told what is wrong with its token's claims", async () => {
    const late = await askApp(`Bearer ${await appToken({ iat: now() - 900, exp: now() - 600 })}`);
    expect(late).toMatchObject({ status: 401, message: expect.stringContaining("('exp')") });
    const far = await askApp(`Bearer ${await appToken({ exp: now() + 3_600 })}`);
    expect(far.message).toBe("'Expiration time' claim ('exp') is too far in the future");
    const early = await askApp(`Bearer ${await appToken({ iat: now() + 300 })}`);
    expect(early.message).toContain("'Issued at' claim ('iat')");
    expect((await askApp(`Bearer ${await appToken({ iss: "2" })}`)).status).toBe(401);
  });

  it("finds its installation", async () => {
    const { data } = await hub.app.request("GET /repos/{owner}/{repo}/installation", CONFIG);
    expect(data).toMatchObject({ id: 1, app_slug: "switchyard", repository_selection: "selected" });
    const list = await hub.app.request("GET /app/installations");
    expect(list.data.map((one) => one.id)).toEqual([1]);
    expect(
      await refusal(hub.app.request("GET /repos/{owner}/{repo}/installation", IMAGES)),
    ).toMatchObject({ status: 404 });
  });
});

describe("a token of the installation", () => {
  it("is narrowed to repositories and permissions", async () => {
    const { data } = await hub.app.request(
      "POST /app/installations/{installation_id}/access_tokens",
      { installation_id: 1, repositories: ["eks-config"], permissions: { contents: "read" } },
    );
    expect(data.permissions).toEqual({ contents: "read", metadata: "read" });
    expect(data.repositories?.map((one) => one.full_name)).toEqual(["platform/eks-config"]);
    expect(Date.parse(data.expires_at) - Date.now()).toBeGreaterThan(3_500_000);
    const file = `platform/eks-config/contents/${FILE}`;
    expect((await asking(data.token, "GET", file)).status).toBe(200);
    const put = { message: "m", content: base64("x") };
    expect(await asking(data.token, "PUT", file, put)).toEqual({
      status: 403,
      message: "Resource not accessible by integration",
    });
    expect((await asking(data.token, "GET", "platform/eks-config/pulls")).status).toBe(403);
  });

  it("is refused beyond what the App was granted", async () => {
    expect(await refusal(tokenFor({ permissions: { administration: "write" } }))).toMatchObject({
      status: 422,
      message: "The permissions requested are not granted to this installation.",
    });
    expect(await refusal(tokenFor({ repositories: ["eks-config", "other"] }))).toMatchObject({
      status: 422,
      message: expect.stringContaining("does not exist or is not accessible"),
    });
    const protect = hub.bot.request("PUT /repos/{owner}/{repo}/branches/{branch}/protection", {
      ...CONFIG,
      branch: "main",
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    });
    expect(await refusal(protect)).toMatchObject({ status: 403 });
  });

  it("outlives a kill of the lab and is no good when made up", async () => {
    const token = await tokenFor({});
    await hub.lab.kill();
    await hub.lab.restart();
    const file = `platform/eks-config/contents/${FILE}`;
    expect((await asking(token, "GET", file)).status).toBe(200);
    const [sealed = "", seal = ""] = token.slice(4).split(".");
    const wider = JSON.parse(Buffer.from(sealed, "base64url").toString("utf8"));
    wider.permissions.contents = "admin";
    const forged = `ghs_${Buffer.from(JSON.stringify(wider)).toString("base64url")}.${seal}`;
    for (const bad of ["ghs_madeup", forged, `${token}x`]) {
      expect(await asking(bad, "GET", file)).toEqual({ status: 401, message: "Bad credentials" });
    }
  });
});

describe("the App's key and its tokens", () => {
  it("outlive a reset, for programs that hold them", async () => {
    const token = await tokenFor({});
    expect((await fetch(`${hub.lab.endpoint}/_lab/reset`, { method: "POST" })).status).toBe(200);
    expect(await askApp(`Bearer ${await appToken({})}`)).toMatchObject({ status: 200 });
    expect((await asking(token, "GET", "platform/eks-config")).status).toBe(200);
  });
});

describe("without a token", () => {
  it("the public repository can be read, the private one does not exist", async () => {
    expect((await asking(undefined, "GET", "awslabs/amazon-eks-ami")).status).toBe(200);
    expect((await asking(undefined, "GET", "awslabs/amazon-eks-ami/releases")).status).toBe(200);
    expect(await asking(undefined, "GET", "platform/eks-config")).toEqual({
      status: 404,
      message: "Not Found",
    });
    const release = { tag_name: "v1" };
    const post = await asking(undefined, "POST", "awslabs/amazon-eks-ami/releases", release);
    expect(post.status).toBe(401);
  });

  it("a token of the App reads the public repository too and may not write", async () => {
    const { status } = await hub.bot.request("GET /repos/{owner}/{repo}", IMAGES);
    expect(status).toBe(200);
    const release = hub.bot.request("POST /repos/{owner}/{repo}/releases", {
      ...IMAGES,
      tag_name: "v1",
    });
    expect(await refusal(release)).toMatchObject({
      status: 403,
      message: "Resource not accessible by integration",
    });
  });

  it("only so many requests an hour are answered", async () => {
    const ask = () => fetch(`${hub.api}/repos/awslabs/amazon-eks-ami`);
    const first = await ask();
    expect(first.headers.get("x-ratelimit-limit")).toBe("60");
    const left = Number(first.headers.get("x-ratelimit-remaining"));
    await Promise.all(Array.from({ length: left }, ask));
    const refused = await ask();
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(((await refused.json()) as { message: string }).message).toContain(
      "API rate limit exceeded",
    );
    expect((await hub.bot.request("GET /rate_limit")).data.rate.limit).toBe(5_000);
  });
});
