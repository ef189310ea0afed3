/** Where the application listens. Production listens where the load balancer looks for it. */
export function readConfig(env = process.env) {
  const production = env.NODE_ENV === "production";
  return {
    production,
    host: env.INSTANCE_ADDRESS ?? "127.0.0.1",
    port: production ? 8081 : 3000,
    instanceId: env.INSTANCE_ID ?? "local",
  };
}
