import { routes } from "@/lib/platform/routes";

/** Ends the session on the server and leaves for the sign-in page. */
export async function signOutNow(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: routes.signIn() });
}
