import "server-only";
import { type LogLine, numberLines } from "@/lib/releases/log-lines";
import type { DeploymentView } from "@/lib/releases/model";
import { type RollbackStory, rollbackStory } from "@/lib/releases/story";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { isAppError } from "@/server/platform/errors";
import { readDeployment } from "../read-deployment";
import { readFleet } from "../read-fleet";

/** A script's log as it is cited: by its name and the number of a line. */
export interface CitedLog {
  /** `ValidateService on i-0123`: to be cited with the number of the line. */
  log: string;
  lines: LogLine[];
}

export interface DeploymentRead {
  view: DeploymentView;
  /** Absent when it neither failed nor rolled another one back. */
  story?: RollbackStory;
  /** Of the scripts that failed. */
  logs: CitedLog[];
  missing: string[];
}

/** A deployment with its other end and the fleet, told from here. @throws AppError not_found, upstream */
export async function readDeploymentStory(ctx: UpstreamCtx, id: string): Promise<DeploymentRead> {
  const view = await readDeployment(ctx, id);
  const missing: string[] = [];
  const part = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!isAppError(error)) throw error;
      missing.push(`${what} could not be read: ${error.message}`);
      return undefined;
    }
  };
  const other = view.rollback?.of ?? view.rollback?.by;
  const [counterpart, fleet] = await Promise.all([
    other ? part(`Deployment ${other}`, () => readDeployment(ctx, other)) : undefined,
    part("What runs now", () => readFleet(ctx, view)),
  ]);
  const story = rollbackStory({
    view,
    ...(counterpart && { counterpart }),
    ...(fleet && { fleet }),
  });
  return { view, ...(story && { story }), logs: logsOf(story), missing };
}

const logsOf = (story: RollbackStory | undefined): CitedLog[] =>
  (story?.failures ?? []).flatMap(({ event, targetId, diagnostics }) =>
    diagnostics?.logTail
      ? [{ log: logName(event, targetId), lines: numberLines(diagnostics.logTail) }]
      : [],
  );

export const logName = (event: string, targetId: string): string =>
  `${event} on ${targetId.split("/").at(-1) ?? targetId}`;
