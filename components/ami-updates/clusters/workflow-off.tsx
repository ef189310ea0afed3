import { EmptyState } from "@/components/data/empty-state";

/** The workflow has no configuration: what it would do, and how it is switched on. */
export function WorkflowOff() {
  return (
    <div className="grid gap-3">
      <h1>AMI updates</h1>
      <EmptyState title="AMI updates are switched off">
        <p>
          Switched on, the console finds new EKS node images, judges what changed, proposes one pull
          request for each node class, and watches the rollout until it is verified.
        </p>
        <ol className="mt-2 grid list-decimal gap-1 pl-5">
          <li>
            Write a YAML file with your environments in the order of promotion and the clusters with
            their node classes.
          </li>
          <li>
            Name it in <code className="font-mono text-meta">SWITCHYARD_AMI_CONFIG</code>, and give
            the GitHub App by <code className="font-mono text-meta">GITHUB_APP_ID</code> and{" "}
            <code className="font-mono text-meta">GITHUB_APP_PRIVATE_KEY</code>.
          </li>
          <li>Start the console again. A file that changes later is read again by itself.</li>
        </ol>
      </EmptyState>
    </div>
  );
}
