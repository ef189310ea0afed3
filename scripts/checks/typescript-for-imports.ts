// dependency-cruiser reads TypeScript through the package `typescript`, but version 7 has no JavaScript API: without
// this it would silently skip every .ts file. Only its own imports are turned to version 6.
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    const asks =
      /^typescript($|\/)/.test(specifier) && context.parentURL?.includes("/dependency-cruiser/");
    return next(
      asks ? specifier.replace("typescript", "typescript-for-imports") : specifier,
      context,
    );
  },
});
