/**
 * A build step: Graphviz's package carries its WebAssembly as text, which every visit would have to decode before it can
 * compile. Here it is decoded once, into a file of its own that browsers compile while it arrives.
 */
import type { Plugin } from "vite";

const PACKAGE = /wasm-graphviz\/dist\/index\.js$/;
const TEXT = /'(?:[^'\\]|\\.){100000,}'/;
const DECODING = /wasmBinary:\w+,/;
const DECODED = /\w+\?\?=\w+\(\w+\(\w+\)\),/;
const ADDRESS = /(?<=let \w+=\(\)=>)""(?=;)/;

/** The WebAssembly that the package instantiates. */
async function unpacked(): Promise<Uint8Array> {
  const { instantiate } = WebAssembly;
  let binary: Uint8Array | undefined;
  WebAssembly.instantiate = ((source: Uint8Array, imports: WebAssembly.Imports) => {
    binary = source;
    return instantiate(source, imports);
  }) as typeof instantiate;
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  await Graphviz.load();
  WebAssembly.instantiate = instantiate;
  if (!binary) throw new Error("Graphviz was loaded without WebAssembly.");
  return binary;
}

function replaceOnce(code: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(code)) throw new Error(`Graphviz's package has changed: ${pattern} is not in it.`);
  return code.replace(pattern, () => replacement);
}

export function unpackGraphviz(): Plugin {
  return {
    name: "unpack-graphviz",
    apply: "build",
    async transform(code, id) {
      if (!PACKAGE.test(id)) return null;
      const file = this.emitFile({ type: "asset", name: "graphviz.wasm", source: await unpacked() });
      const parts: [RegExp, string][] = [
        [TEXT, "''"],
        [DECODED, ""],
        [DECODING, ""],
        [ADDRESS, `import.meta.ROLLUP_FILE_URL_${file}`],
      ];
      return { code: parts.reduce((text, [pattern, replacement]) => replaceOnce(text, pattern, replacement), code), map: null };
    },
  };
}
