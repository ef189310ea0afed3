/** The sign-in page's side of authentication: what an error code in the query or in signIn()'s answer means. */

/** Codes of our own; the others come from next-auth. `Throttled` carries the seconds to wait. */
export const throttledCode = (seconds: number): string => `Throttled-${seconds}`;
export const UNAVAILABLE_CODE = "Unavailable";

/** One clear sentence for the person who could not sign in. */
export function signInErrorMessage(code: string): string {
  const seconds = /^Throttled-(\d{1,6})$/.exec(code)?.[1];
  if (seconds) return `Too many attempts. Please try again in ${waitOf(Number(seconds))}.`;
  switch (code) {
    case "CredentialsSignin":
      return "The e-mail address or the password is wrong.";
    case UNAVAILABLE_CODE:
      return "Signing in does not work right now because the console's database does not answer. Please try again in a moment.";
    case "AccessDenied":
      return "You signed in, but none of your groups may use this console. Ask an administrator for access.";
    case "OAuthSignin":
      return "The identity provider does not answer. Please try again in a moment.";
    case "OAuthCallback":
    case "Callback":
      return "The identity provider's answer could not be used. Please start again.";
    case "SessionRequired":
      return "Please sign in to see that page.";
    default:
      return "Signing in did not work. Please try again.";
  }
}

function waitOf(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
