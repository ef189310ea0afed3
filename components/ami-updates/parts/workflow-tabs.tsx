import { PageTabs } from "@/components/data/page-tabs";
import { routes } from "@/lib/platform/routes";

const TABS = [
  { label: "Clusters", href: routes.amiUpdates() },
  { label: "History", href: routes.amiHistory() },
] as const;

/** The pages of the workflow; a proposal and a rollout belong to the clusters. */
export const WorkflowTabs = () => <PageTabs label="AMI updates" tabs={TABS} />;
