import "server-only";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { readBuild } from "../read-build";
import { readBuildLog, readLogPage } from "../read-build-log";
import { type Explanation, findingsOf } from "./explanation";

/** Why a build fails stands at the end of its log. Lines. */
const TAIL = 300;
const LINE_CHARS = 500;

/** Why a build failed, from its phases, its tests and the end of its log. */
export async function explainBuild(ctx: UpstreamCtx, id: string): Promise<Explanation> {
  const [build, { lines: total }] = await Promise.all([readBuild(ctx, id), readBuildLog(ctx, id)]);
  const failed = build.status !== "SUCCEEDED" && build.status !== "IN_PROGRESS";
  if (!failed)
    return {
      subject: `build ${id}`,
      failed,
      findings: [{ what: `It did not fail: its status is ${build.status}.` }],
      cannotTell: [],
    };
  const { lines } = await readLogPage(ctx, id, Math.max(1, total - TAIL + 1));
  const cited = lines.map(({ number, text }) => ({
    line: number,
    text: text.slice(0, LINE_CHARS),
  }));
  const fromLog = findingsOf([{ log: `build ${id}`, lines: cited }]);
  const phases = build.phases
    .filter(
      ({ contexts, status }) => status === "FAILED" || contexts.some(({ message }) => message),
    )
    .map(({ type, contexts }) => ({
      what: `Phase ${type} failed${contexts[0]?.message ? `: ${contexts[0].message}` : "."}`,
    }));
  const { tests } = build;
  return {
    subject: `build ${id}`,
    failed,
    findings: [
      ...phases,
      ...(tests && tests.failed > 0
        ? [{ what: `${tests.failed} of ${tests.total} tests failed.` }]
        : []),
      ...fromLog,
    ],
    cannotTell:
      fromLog.length === 0 ? ["The log's end says nothing that a rule knows; read it."] : [],
  };
}
