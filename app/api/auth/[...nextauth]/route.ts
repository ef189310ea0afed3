import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/server/platform/auth";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's endpoints; its CSRF token guards every POST. */
const handler = (request: NextRequest, context: Context): Promise<Response> =>
  NextAuth(request as never, context as never, authOptions());

export { handler as GET, handler as POST };
