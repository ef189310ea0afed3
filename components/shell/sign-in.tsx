"use client";

import { type FormEvent, useRef, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { Mark } from "@/components/shell/brand";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signInErrorMessage } from "@/lib/platform/sign-in";

/** Fetched when it is used: the page shows without it. */
const signIn = async (...args: Parameters<typeof import("next-auth/react").signIn>) =>
  (await import("next-auth/react")).signIn(...args);

/** Which ways in are on; the server says so. */
export interface SignInMethods {
  local: boolean;
  oidc?: { name: string };
}

/** Signing in, with one sentence when it did not work. */
export function SignIn({
  methods,
  callbackUrl,
  error: initialError,
}: {
  methods: SignInMethods;
  callbackUrl: string;
  error?: string;
}) {
  const [error, setError] = useState(initialError);
  const [pending, setPending] = useState<"local" | "oidc">();
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="grid w-full max-w-80 gap-5">
        <div className="grid gap-2">
          <span className="flex items-center gap-2 font-semibold">
            <Mark /> Switchyard
          </span>
          <h1>Sign in</h1>
        </div>
        <p
          role="alert"
          className={error ? "rounded-md border border-failed bg-tint-failed px-3 py-2" : "hidden"}
        >
          {error}
        </p>
        {methods.oidc ? (
          <ActionButton
            variant="primary"
            size="lg"
            pending={pending === "oidc"}
            disabledWhy={pending === "local" ? "Signing in is already under way." : undefined}
            onPress={() => {
              setPending("oidc");
              setError(undefined);
              signIn("oidc", { callbackUrl }).catch(() => {
                setPending(undefined);
                setError(signInErrorMessage("OAuthSignin"));
              });
            }}
          >
            Continue with {methods.oidc.name}
          </ActionButton>
        ) : null}
        {methods.oidc && methods.local ? (
          <p className="text-center text-meta text-muted">or with a local account</p>
        ) : null}
        {methods.local ? (
          <LocalForm
            callbackUrl={callbackUrl}
            primary={!methods.oidc}
            pending={pending}
            setPending={setPending}
            setError={setError}
          />
        ) : null}
      </div>
    </main>
  );
}

function LocalForm({
  callbackUrl,
  primary,
  pending,
  setPending,
  setError,
}: {
  callbackUrl: string;
  primary: boolean;
  pending: "local" | "oidc" | undefined;
  setPending: (pending: "local" | undefined) => void;
  setError: (error: string | undefined) => void;
}) {
  const password = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending("local");
    setError(undefined);
    const answer = await signIn("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
      redirect: false,
      callbackUrl,
    }).catch(() => undefined);
    if (answer?.ok && answer.url) {
      window.location.assign(answer.url);
      return;
    }
    setPending(undefined);
    setError(
      answer
        ? signInErrorMessage(answer.error ?? "")
        : "The console does not answer. Please try again in a moment.",
    );
    password.current?.select();
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required className="h-9" />
      </Field>
      <Field label="Password">
        <Input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          className="h-9"
        />
      </Field>
      <ActionButton
        type="submit"
        variant={primary ? "primary" : "secondary"}
        pending={pending === "local"}
        disabledWhy={pending === "oidc" ? "Signing in is already under way." : undefined}
        className="mt-1 h-9"
      >
        Sign in
      </ActionButton>
    </form>
  );
}
