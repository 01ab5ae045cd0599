// Which modules share a file. Left to itself the bundler makes one small file for each combination of pages that share something.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** Code of libraries that nothing of ours uses: protomaps-leaflet brings map styles of its own along. */
const UNUSED = { "@protomaps/basemaps": ["namedFlavor"], color2k: ["mix"] };
/** Modules that come in one file each time a page needs one of them. They must do nothing by being imported alone. */
const TOGETHER = {
  phone: /^app\/base\/assets\/(dialog|help|homes|install|keeper|kept|media_\w+|new_id|outbox\w*|participant|phone_state|photo_shrink|read_aloud|session|sha256|snapshot|store|voice)\.js$/,
  map: /^app\/base\/assets\/(basemap|drawing_view|places|search|shapes|sketch|status|tools|town_map)\.js$|^app\/maps\/assets\/needle_map\.js$|node_modules\/(@mapbox|leaflet|pbf)\//,
};

/** Leaves out what is not needed, and takes Leaflet as a module: the other version needs helpers, and they a file of their own. */
export const fittingLibraries = {
  name: "fitting-libraries",
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(${Object.keys(UNUSED).join("|")})$`) }, ({ path }) => ({ path, namespace: "unused" }));
    bundle.onLoad({ filter: /.*/, namespace: "unused" }, ({ path }) => ({ contents: UNUSED[path].map((name) => `export const ${name} = null;`).join("") }));
    bundle.onResolve({ filter: /^leaflet$/ }, ({ resolveDir, kind }) => bundle.resolve("leaflet/dist/leaflet-src.esm.js", { resolveDir, kind }));
    bundle.onLoad({ filter: /leaflet-src\.esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const [, names] = /\nexport \{(.+)\};/.exec(source);
      const members = names.split(",").map((name) => name.trim().split(" as ").reverse().join(": "));
      return { contents: `${source}\nexport default { ${members.join(", ")} };\n` };
    });
  },
};

/** Everything a module imports at once, itself included. */
function reached(inputs, path, seen = new Set()) {
  if (seen.has(path) || !inputs[path]) return seen;
  seen.add(path);
  for (const { path: next, kind, external } of inputs[path].imports) if (kind === "import-statement" && !external) reached(inputs, next, seen);
  return seen;
}

/**
 * Modules end up in one file when the same pages need them: who needs one of a group is made to need all of it.
 * `metafile` describes a build without this plugin, with paths below `root`.
 */
export function together(root, { inputs, outputs }) {
  const used = new Set(Object.values(outputs).flatMap((output) => Object.keys(output.inputs).filter((path) => output.inputs[path].bytesInOutput)));
  const groups = Object.entries(TOGETHER).map(([name, pattern]) => [name, [...used].filter((path) => pattern.test(path) && /\.m?js$/.test(path)).sort()]);
  const lazy = Object.values(inputs).flatMap(({ imports }) => imports.filter(({ kind }) => kind === "dynamic-import").map(({ path }) => path));
  const entries = Object.keys(inputs).filter((path) => path.endsWith("_page.js") || lazy.includes(path));
  const needs = new Map();
  for (const entry of entries) {
    const found = reached(inputs, entry);
    const names = groups.filter(([, members]) => members.some((member) => found.has(member))).map(([name]) => name);
    if (names.length) needs.set(resolve(root, entry), names);
  }
  return {
    name: "together",
    setup(bundle) {
      bundle.onLoad({ filter: /\/assets\/.*\.js$/ }, async ({ path }) => {
        if (!needs.has(path)) return undefined;
        const whole = needs.get(path).map((name) => `import "together:${name}";`);
        return { contents: `${await readFile(path, "utf8")}\n${whole.join("\n")}\n`, loader: "js" };
      });
      bundle.onResolve({ filter: /^together:/ }, ({ path }) => ({ path: path.slice("together:".length), namespace: "together" }));
      bundle.onResolve({ filter: /.*/, namespace: "together" }, ({ path }) => ({ path, sideEffects: true })); // else it would be left out
      bundle.onLoad({ filter: /.*/, namespace: "together" }, ({ path }) => ({
        contents: new Map(groups).get(path).map((member) => `import ${JSON.stringify(resolve(root, member))};`).join("\n"),
        resolveDir: root,
      }));
    },
  };
}
