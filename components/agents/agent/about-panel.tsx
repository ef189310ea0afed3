import { Fact } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { limitWords, PROVIDER_LABEL } from "@/lib/agents/agent-words";
import { costWords } from "@/lib/agents/cost-words";
import { ISOLATION_LABEL, isolationWhy } from "@/lib/agents/session-looks";
import type { AgentView } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** Where it runs, what stands around it, which models it asks, how far it may go, what it used. */
export function AboutPanel({
  view: { summary, isolation, models, limits, memory },
}: {
  view: AgentView;
}) {
  const may = limitWords(limits);
  const { home, used } = summary;
  return (
    <Panel title="How it runs">
      <dl className="grid gap-3 sm:max-xl:grid-cols-2">
        <Fact name="Where">
          {home.kind === "local" ? (
            "In this console"
          ) : (
            <>
              On AgentCore, a {home.what}{" "}
              <span className="font-mono text-meta wrap-anywhere text-muted">{home.arn}</span>
            </>
          )}
        </Fact>
        <Fact name="Isolation">
          {ISOLATION_LABEL[isolation.level]}
          <p className="text-meta text-muted">
            <Foreign text={isolationWhy(isolation.level, isolation.why)} />
          </p>
        </Fact>
        <Fact name={models.length > 1 ? "Models" : "Model"}>
          {models.length === 0 ? (
            <span className="text-muted">Set on AgentCore</span>
          ) : (
            <ul className="grid gap-1">
              {models.map(({ provider, modelId, temperature }, at) => (
                <li key={`${provider} ${modelId}`} className="wrap-anywhere">
                  <bdi>{plainText(modelId)}</bdi>
                  <span className="block text-meta text-muted">
                    {[
                      PROVIDER_LABEL[provider],
                      ...(temperature === undefined ? [] : [`temperature ${temperature}`]),
                      ...(models.length > 1
                        ? [at === 0 ? "asked first" : "may be switched to"]
                        : []),
                    ].join(" · ")}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name="One run may use">
          {may.length === 0 ? (
            <span className="text-muted">
              {home.kind === "local" ? "No limits of its own" : "What AgentCore lets it"}
            </span>
          ) : (
            <ul>
              {may.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name="Remembers">
          {memory.shortTerm}
          {home.kind === "local" ? (
            <p className="text-meta text-muted">
              {memory.longTerm
                ? "Keeps facts over sessions, for each person apart."
                : "Keeps nothing over sessions."}
            </p>
          ) : null}
        </Fact>
        <Fact name="Used in the last 30 days">
          {used.sessions === 0 ? (
            <span className="text-muted">Not used</span>
          ) : (
            <span className="tabular-nums">
              {costWords(used, home) ?? "cost not known"} · {plural(used.totalTokens, "token")} ·{" "}
              {plural(used.sessions, "session")}
            </span>
          )}
        </Fact>
      </dl>
    </Panel>
  );
}
