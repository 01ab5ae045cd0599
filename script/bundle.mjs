// Bundles every app/*/assets/*_page.js and *_page.css into app/static/dist with content hashes, a manifest and gzip copies.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { kernStyles } from "./kern_styles.mjs";
import { fittingLibraries, together } from "./together.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const APP = join(ROOT, "app");
const DIST = join(APP, "static", "dist");
const PUBLIC_PATH = "/static/dist";
const KEEP_DAYS = 30; // pages opened before a deploy still ask for the files they were sent with
/** Entries of one file each, sharing nothing: visitors' pages need no more of what participants' pages do. */
const ALONE = /_worker\.js$|^base\/reading_page\.js$/;
const MEDIA = /\.(svg|png|jpe?g|webp|avif|gif|ico|woff2)$/;
const COMPRESSED = new Set([".js", ".css", ".svg"]);

const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const slashes = (path) => path.split(sep).join("/");

async function listFiles(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((item) => item.isFile()).map((item) => join(item.parentPath ?? item.path, item.name)).sort(byName);
}

/** All asset folders, as {package: absolute folder}. */
async function findAssetFolders() {
  const packages = (await readdir(APP, { withFileTypes: true })).filter((item) => item.isDirectory()).map((item) => item.name);
  return Object.fromEntries(packages.sort(byName).map((name) => [name, join(APP, name, "assets")]).filter(([, folder]) => existsSync(folder)));
}

/** Name of a media file in dist: `<package>/<path>-HASH.ext`, or `vendor/<npm package>/…` for files from node_modules. */
async function mediaName(file) {
  const content = await readFile(file);
  const hash = createHash("sha256").update(content).digest("base64url").replace(/[-_]/g, "").slice(0, 10).toUpperCase();
  const [, vendor] = slashes(file).split("/node_modules/");
  const parts = slashes(relative(APP, file)).split("/"); // <package>/assets/…/<file>
  const folder = vendor ? `vendor/${vendor.split("/")[0].replace("@", "")}` : [parts[0], ...parts.slice(2, -1)].join("/");
  const extension = extname(file);
  return { name: `${folder}/${basename(file, extension)}-${hash}${extension}`, content };
}

/** Fonts and pictures are copied under one hashed name each, whether a style sheet, a script or a template asks for them. */
function mediaFiles(outputs) {
  const add = async (file) => {
    const { name, content } = await mediaName(file);
    outputs.set(name, content);
    return name;
  };
  const plugin = {
    name: "media-files",
    setup(bundle) {
      bundle.onResolve({ filter: MEDIA }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === "seen" || /^[a-z]+:/.test(path)) return undefined;
        const found = await bundle.resolve(path, { resolveDir, kind, pluginData: "seen" });
        if (found.errors.length) return { errors: found.errors };
        // The path enters the hashes, so it must not say where this checkout lies.
        if (kind !== "url-token") return { path: slashes(relative(ROOT, found.path)), namespace: "media-file", pluginData: found.path };
        return { path: `${PUBLIC_PATH}/${await add(found.path)}`, external: true };
      });
      bundle.onLoad({ filter: /.*/, namespace: "media-file" }, async ({ pluginData }) => ({
        contents: `export default ${JSON.stringify(`${PUBLIC_PATH}/${await add(pluginData)}`)};`,
        loader: "js",
      }));
    },
  };
  return { add, plugin };
}

/** Every file that one needs at once, so that the page can fetch them in parallel; `kinds` with those it may need later. */
function importsOf(meta, output, kinds = ["import-statement"], seen = new Set()) {
  for (const item of meta.outputs[output].imports) {
    if (!kinds.includes(item.kind) || item.external || seen.has(item.path)) continue;
    seen.add(item.path);
    importsOf(meta, item.path, kinds, seen);
  }
  return [...seen].sort(byName);
}

async function writeOutput(name, content) {
  const file = join(DIST, name);
  await mkdir(dirname(file), { recursive: true });
  const write = async (path, bytes) => {
    if (existsSync(path) && (await readFile(path)).equals(bytes)) {
      const now = new Date();
      await utimes(path, now, now); // still in use: its 30 days begin when a later build drops it
      return;
    }
    await writeFile(`${path}.new`, bytes);
    await rename(`${path}.new`, path);
  };
  await write(file, content);
  if (COMPRESSED.has(extname(name))) await write(`${file}.gz`, gzipSync(content, { level: 9 }));
}

async function removeStaleFiles(current) {
  const oldest = Date.now() - KEEP_DAYS * 24 * 3600 * 1000;
  for (const file of await listFiles(DIST)) {
    const name = slashes(relative(DIST, file));
    if (name === "manifest.json" || current.has(name) || current.has(name.replace(/\.gz$/, ""))) continue;
    if ((await stat(file)).mtimeMs < oldest) await rm(file);
  }
}

const started = Date.now();
const outputs = new Map();
const manifest = {};
const media = mediaFiles(outputs);
const entries = {};
const lonely = {}; // the worker too: not every phone lets a service worker import modules
const styles = [];

for (const [name, folder] of Object.entries(await findAssetFolders())) {
  for (const file of await listFiles(folder)) {
    const key = `${name}/${slashes(relative(folder, file))}`;
    if (ALONE.test(key)) lonely[key] = file;
    else if (/_page\.(js|css)$/.test(file)) entries[key] = file;
    if (file.endsWith(".css")) styles.push(file);
    if (MEDIA.test(file)) manifest[key] = { file: await media.add(file) };
  }
}

const entryPoints = (found) => Object.entries(found).map(([key, file]) => ({ in: file, out: key.replace(/\.(js|css)$/, "") }));
const common = {
  absWorkingDir: ROOT,
  outdir: DIST,
  entryNames: "[dir]/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  target: ["chrome88", "firefox90", "safari15"], // phones up to six years old
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  write: false,
  logLevel: "warning",
};
const styling = await kernStyles({ root: ROOT, app: APP, styles });
const plugins = [styling, media.plugin, fittingLibraries];
const pages = { ...common, entryPoints: entryPoints(entries), splitting: true, format: "esm" };
const { metafile } = await build({ ...pages, plugins });
const result = await build({ ...pages, plugins: [...plugins, together(ROOT, metafile)] });
const alone = await build({ ...common, entryPoints: entryPoints(lonely), format: "iife" });
const made = { ...result.metafile.outputs, ...alone.metafile.outputs };

for (const file of [...result.outputFiles, ...alone.outputFiles]) outputs.set(slashes(relative(DIST, file.path)), Buffer.from(file.contents));

const inDist = (path) => slashes(relative(DIST, join(ROOT, path)));
for (const [output, about] of Object.entries(made)) {
  if (!about.entryPoint) continue;
  const key = about.entryPoint.replace(/^app\//, "").replace("/assets/", "/");
  if (about.cssBundle) throw new Error(`${key} imports a style sheet; import it from a *_page.css instead`);
  manifest[key] = { file: inDist(output) };
  if (key in lonely || !key.endsWith(".js")) continue;
  const atOnce = importsOf(result.metafile, output);
  const all = importsOf(result.metafile, output, ["import-statement", "dynamic-import"]);
  manifest[key].imports = atOnce.map(inDist);
  manifest[key].later = all.filter((path) => path !== output && !atOnce.includes(path)).map(inDist);
}

for (const [name, content] of [...outputs].sort(([a], [b]) => byName(a, b))) await writeOutput(name, content);
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => byName(a, b)));
await writeFile(join(DIST, "manifest.json.new"), `${JSON.stringify(sorted, null, 2)}\n`);
await rename(join(DIST, "manifest.json.new"), join(DIST, "manifest.json")); // last, so that it never names a missing file
await removeStaleFiles(new Set(outputs.keys()));

for (const [key, { file }] of Object.entries(sorted)) {
  const bytes = outputs.get(file);
  const size = COMPRESSED.has(extname(file)) ? gzipSync(bytes, { level: 9 }).length : bytes.length;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${key}`);
}
console.log(`${outputs.size} files in ${Date.now() - started} ms`);
