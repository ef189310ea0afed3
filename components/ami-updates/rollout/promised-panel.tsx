import { Fact, Facts } from "@/components/data/facts";
import { Panel } from "@/components/data/panel";
import { plainText } from "@/lib/platform/plain-text";

/** What the notes say of a node of the new image; each node is held against it. */
export function PromisedPanel({ promised }: { promised: Record<string, string> }) {
  const entries = Object.entries(promised);
  return (
    <Panel stacked title="Promised by the notes">
      {entries.length === 0 ? (
        <p className="text-muted">The notes name no versions, so only the image can be checked.</p>
      ) : (
        <Facts>
          {entries.map(([name, version]) => (
            <Fact key={name} name={plainText(name)}>
              <span className="font-mono text-meta">{plainText(version)}</span>
            </Fact>
          ))}
        </Facts>
      )}
    </Panel>
  );
}
