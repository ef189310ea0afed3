/** Stands for a module that has nothing to do where something is bundled. */
export {};
