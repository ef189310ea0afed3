import type { Metadata } from "next";
import { SignIn } from "@/components/shell/sign-in";
import { signInErrorMessage } from "@/lib/platform/sign-in";
import { signInMethods } from "@/server/platform/auth";

export const metadata: Metadata = { title: "Sign in" };

type Query = Promise<Record<string, string | string[] | undefined>>;

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams;
  const error = one(query.error);
  return (
    <SignIn
      methods={signInMethods()}
      callbackUrl={one(query.callbackUrl) ?? "/"}
      {...(error ? { error: signInErrorMessage(error) } : {})}
    />
  );
}
