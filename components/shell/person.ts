import type { Role } from "@/lib/platform/permissions";

/** The person signed in, as far as the browser needs to know. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}
