import { bootstrap } from "./bootstrap.mjs";

await bootstrap("demo/main.ts");
