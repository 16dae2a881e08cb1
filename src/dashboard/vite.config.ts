import { defineConfig, type Plugin, type Rolldown } from "vite";
import { overweight, weigh, type BuiltFile } from "./build/budget.ts";
import { breaches } from "./build/policy.ts";

/** Every page is a file of its own, and this one is what somebody sees first: it counts, although a script asks for it. */
const firstPage = /[\\/]pages[\\/]home\.ts$/;

export default defineConfig({
  // Paths in the page are relative to it, so that a proxy may serve the node under a path.
  base: "./",
  build: {
    outDir: "../DecentralOrg.Node/wwwroot",
    emptyOutDir: true,
    target: "es2023",
    // The first that know light-dark(); for older ones it would be written out for each colour.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The page's policy forbids scripts, styles and data: URLs within it; everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: {
    format: "es",
    // Under a path of their own: a worker's policy is that of its file, and only this one may ask the user's own endpoint.
    rolldownOptions: { output: { entryFileNames: "verify/[name]-[hash].js", chunkFileNames: "verify/[name]-[hash].js" } },
  },
  plugins: [heldToLimits()],
});

function heldToLimits(): Plugin {
  return {
    name: "held-to-limits",
    apply: "build",
    writeBundle(_options, bundle) {
      const files = Object.values(bundle).map(file);
      const weight = weigh(files);
      this.info(`First page ${weight.firstPage} bytes through gzip, ${weight.withCharts} with charts.`);
      const faults = [...overweight(weight), ...files.flatMap(breaches)];
      if (faults.length > 0) this.error(faults.join("\n"));
    },
  };
}

function file(output: Rolldown.OutputAsset | Rolldown.OutputChunk): BuiltFile {
  const { fileName } = output;
  if (output.type === "asset") {
    return { fileName, content: output.source, imports: [], styles: [], first: fileName.endsWith(".html"), sources: [] };
  }
  const styles = [...(output.viteMetadata?.importedCss ?? [])];
  return { fileName, content: output.code, imports: output.imports, styles, first: output.isEntry || output.moduleIds.some(id => firstPage.test(id)), sources: output.moduleIds };
}
