// Gives style sheets `@import "kern:button,badge"`: those sections of the KERN design system, without what this house never uses.
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const UNUSED_THEME = /^@media \(prefers-color-scheme|^\[data-kern-theme=dark\]/; // pages are light; <html data-kern-theme="light">

/** Split one level of CSS into {head, body} rules and plain statements; KERN's file has no braces inside strings. */
function splitRules(css) {
  const rules = [];
  let start = 0;
  let depth = 0;
  let open = 0;
  for (let at = 0; at < css.length; at += 1) {
    const sign = css[at];
    if (sign === '"' || sign === "'") {
      at = css.indexOf(sign, at + 1);
    } else if (sign === "{") {
      if (depth === 0) open = at;
      depth += 1;
    } else if (sign === "}") {
      depth -= 1;
      if (depth === 0) {
        rules.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, at) });
        start = at + 1;
      }
    } else if (sign === ";" && depth === 0) {
      start = at + 1;
    }
  }
  return rules;
}

/** Sections by the name of the source file that KERN notes in front of each. */
function readSections(css) {
  const sections = {};
  const marks = [...css.matchAll(/\/\*\*\s*\n\s*\*\s*@file _([\w-]+)\.scss/g)];
  marks.forEach((mark, index) => {
    const text = css.slice(mark.index, marks[index + 1]?.index ?? css.length).replace(/\/\*[\s\S]*?\*\//g, "");
    sections[mark[1]] ??= text; // a second "spacing" holds utility classes, which nobody here uses
  });
  return sections;
}

const classesIn = (text) => text.match(/kern-[a-z0-9_-]+/g) ?? [];

/** Class names in templates, scripts and Python; one that ends in - or _ is completed at run time and stands for all. */
async function usedClasses(app) {
  const names = new Set();
  for (const item of await readdir(app, { recursive: true, withFileTypes: true })) {
    const folder = item.parentPath ?? item.path;
    if (!item.isFile() || !/\.(html|js|py)$/.test(item.name) || relative(app, folder).split(sep)[0] === "static") continue;
    for (const name of classesIn(await readFile(join(folder, item.name), "utf8"))) names.add(name);
  }
  const openEnded = [...names].filter((name) => /[-_]$/.test(name));
  return (name) => names.has(name) || openEnded.some((start) => name.startsWith(start));
}

function keepUsed(css, isUsed) {
  return splitRules(css)
    .map(({ head, body }) => {
      if (UNUSED_THEME.test(head)) return "";
      if (head.startsWith("@media") || head.startsWith("@supports")) {
        const inner = keepUsed(body, isUsed);
        return inner && `${head}{${inner}}`;
      }
      if (head.startsWith("@")) return `${head}{${body}}`;
      const selectors = head.split(/,(?![^(]*\))/).filter((selector) => classesIn(selector.replace(/:not\([^)]*\)/g, "")).every(isUsed));
      return selectors.length ? `${selectors.join(",")}{${body}}` : "";
    })
    .join("\n");
}

/** `oklch(L% C H)` as hex, for phones from before 2023; matrices from CSS Color 4, out-of-gamut channels are clipped. */
function toHex(whole, lightness, chroma, hue) {
  const angle = (Number(hue) * Math.PI) / 180;
  const [L, a, b] = [Number(lightness) / 100, Number(chroma) * Math.cos(angle), Number(chroma) * Math.sin(angle)];
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channel = (value) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
  const hex = (value) => Math.round(Math.min(1, Math.max(0, channel(Math.max(0, value)))) * 255).toString(16).padStart(2, "0");
  return `#${linear.map(hex).join("")}`;
}

const referencesIn = (text) => [...text.matchAll(/var\(\s*(--kern-[\w-]+)/g)].map((match) => match[1]);

/** Drop custom properties that nothing reads, directly or through another property. */
function pruneTokens(css, needed) {
  const all = new Map();
  for (const [, name, value] of css.matchAll(/(--kern-[\w-]+)\s*:\s*([^;}]+)/g)) all.set(name, `${all.get(name) ?? ""} ${value}`);
  const queue = [...needed];
  const kept = new Set(needed);
  while (queue.length) {
    for (const name of referencesIn(all.get(queue.pop()) ?? "")) {
      if (!kept.has(name)) queue.push(name);
      kept.add(name);
    }
  }
  return css.replace(/(--kern-[\w-]+)\s*:\s*[^;}]+;?/g, (whole, name) => (kept.has(name) ? whole : ""));
}

/** esbuild plugin; `styles` are all own style sheets, whose `var(--kern-…)` must stay defined. */
export async function kernStyles({ root, app, styles }) {
  const source = join(root, "node_modules", "@kern-ux", "native", "dist", "kern.css");
  const css = (await readFile(source, "utf8")).replace(/oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)/g, toHex);
  const sections = readSections(css);
  const isUsed = await usedClasses(app);
  const own = (await Promise.all(styles.map((file) => readFile(file, "utf8")))).join("\n");
  const tokens = new Set(["colors", "font", "sizes", "spacing", "variables", "themes", "layers"]);
  const components = Object.fromEntries(Object.entries(sections).filter(([name]) => !tokens.has(name)).map(([name, css]) => [name, keepUsed(css, isUsed)]));
  const asked = [...own.matchAll(/kern:([\w,-]+)/g)].flatMap((match) => match[1].split(","));
  const needed = new Set(referencesIn(own + asked.map((name) => components[name] ?? "").join("\n")));
  return {
    name: "kern-styles",
    setup(bundle) {
      bundle.onResolve({ filter: /^kern:/ }, ({ path }) => ({ path: path.slice("kern:".length), namespace: "kern" }));
      bundle.onLoad({ filter: /.*/, namespace: "kern" }, ({ path }) => {
        const names = path.split(",");
        const unknown = names.filter((name) => name !== "tokens" && !(name in components));
        if (unknown.length) return { errors: [{ text: `KERN has no section ${unknown.join(", ")}; it has ${Object.keys(components).join(", ")}` }] };
        const wanted = names.map((name) => (name === "tokens" ? [...tokens].map((token) => sections[token]).join("\n") : components[name])).join("\n");
        const contents = names.includes("tokens") ? keepUsed(pruneTokens(wanted, needed), () => true) : wanted;
        return { contents, loader: "css", resolveDir: root };
      });
    },
  };
}
