/** Live topics and URLs of the screens of AMI updates. Parts are encoded, so that names may hold anything. */
const e = encodeURIComponent;

export const amiTopics = {
  /** → `ClustersView` */
  clusters: () => "ami-updates/clusters",
  /** → `ProposalView` */
  proposal: (id: string) => `ami-updates/proposal/${e(id)}`,
  /** → `RolloutPageView` */
  rollout: (cluster: string, nodeClass: string) =>
    `ami-updates/rollout/${e(cluster)}/${e(nodeClass)}`,
} as const;

/** GET route handlers that answer `Result<…>`. */
export const amiReadUrls = {
  /** → `Result<HistoryPage>`; `before` is the last id of the page before. */
  history: (query: { target?: string; before?: string }) => {
    const search = new URLSearchParams(
      Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined),
    ).toString();
    return `/api/ami-updates/history${search ? `?${search}` : ""}`;
  },
  /** → `Result<Calibration>` */
  calibration: () => "/api/ami-updates/calibration",
  /** → `Result<ReleaseNotes>` */
  notes: (updateId: string, release: string) =>
    `/api/ami-updates/proposals/${e(updateId)}/notes/${e(release)}`,
} as const;
