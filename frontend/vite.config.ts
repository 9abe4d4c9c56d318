/**
 * How the page is built: one document for every address (`/`, `/train`, `/embed`), written to where
 * the Python package serves it. Nothing is inlined as a data address: the Content-Security-Policy
 * lets scripts, workers and fonts come from the server only.
 */
import { defineConfig } from "vitest/config";
import { unpackGraphviz } from "./unpack-graphviz.ts";

const server = process.env["CHAINRULE_SERVER"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "./", // A proxy may have the page below a path of its own.
  build: {
    outDir: "../backend/chainrule/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: "es", plugins: () => [unpackGraphviz()] },
  server: { proxy: { "/api": server, "/healthz": server } },
  // A busy machine may take its time: what is asked is whether the page is right.
  test: { environment: "happy-dom", pool: "vmThreads", include: ["tests/**/*.test.{ts,tsx}"], testTimeout: 60_000 },
});
