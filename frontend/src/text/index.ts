/** Everything that the page says to people, in one place (Train has its own; sentences of steps are made in `stepper/sentences.ts`). */
export * from "./shell";
export * from "./drawing";
export * from "./program";
export * from "./inspector";
export * from "./guide";
export * from "./terms";
export * from "./sentence";
