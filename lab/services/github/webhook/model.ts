/** Where events are sent. The secret lies in its own file, not here. */
export interface Hook {
  url: string;
}

/** One event for the webhook, with what became of it. */
export interface Delivery {
  /** `X-GitHub-Delivery`; a redelivery keeps it. */
  id: string;
  event: string;
  action?: string;
  /** The body to the byte: it is what was signed. */
  body: string;
  url: string;
  createdAt: Date;
  state: "pending" | "delivered" | "failed";
  attempts: { at: Date; status?: number; problem?: string }[];
}
