// Paints and labels our vector base map (Protomaps layer names): calm light colours, so that pins on top stand out.

import {
  CenteredTextSymbolizer,
  CircleSymbolizer,
  GroupSymbolizer,
  LineLabelSymbolizer,
  LineSymbolizer,
  OffsetTextSymbolizer,
  PolygonSymbolizer,
  exp,
} from "protomaps-leaflet";

import { COLOUR, LANDUSE, POI_COLOUR } from "./basemap_colours.js";

const FONT = '"Fira Sans", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

// Widths in pixels over the zoom; data of zoom 15 is drawn larger beyond it.
const WIDTH = {
  secondary: exp(1.6, [[11, 1.2], [13, 3], [15, 7], [17, 18], [19, 52]]),
  tertiary: exp(1.6, [[11, 0.8], [13, 2.4], [15, 6], [17, 15], [19, 44]]),
  residential: exp(1.6, [[12, 0.4], [13, 1.1], [15, 4], [17, 11], [19, 34]]),
  pedestrian: exp(1.6, [[13, 0.8], [15, 2.8], [17, 7], [19, 22]]),
  path: exp(1.4, [[13, 0.8], [15, 1.3], [17, 2.4], [19, 5]]),
  rail: exp(1.4, [[11, 0.8], [15, 2.2], [19, 6]]),
};

const detail = (f) => f.props.kind_detail;
const isPrimary = (f) => f.props.kind === "highway" || ["motorway", "trunk", "primary", "secondary"].includes(detail(f));
const isTertiary = (f) => ["major_road", "medium_road"].includes(f.props.kind) && !isPrimary(f);
const isPedestrian = (f) => detail(f) === "pedestrian";
const isResidential = (f) => f.props.kind === "minor_road";
const isStreet = (f) => isResidential(f) || isPedestrian(f);
const isPath = (f) => f.props.kind === "path" && !isPedestrian(f);

function road(filter, width, fill, edge, edgeWidth) {
  const casing = {
    dataLayer: "roads",
    filter: (_z, f) => filter(f),
    minzoom: 13,
    symbolizer: new LineSymbolizer({
      color: edge,
      width: (z) => width(z) + edgeWidth(z),
      lineCap: "round",
      lineJoin: "round",
    }),
  };
  const surface = {
    dataLayer: "roads",
    filter: (_z, f) => filter(f),
    symbolizer: new LineSymbolizer({ color: fill, width, lineCap: "round", lineJoin: "round" }),
  };
  return { casing, surface };
}

const edge = exp(1.3, [[12, 0.6], [15, 1.4], [18, 2.2]]);
const residential = road(isResidential, WIDTH.residential, COLOUR.street, COLOUR.casing, edge);
const pedestrian = road(isPedestrian, WIDTH.pedestrian, COLOUR.pedestrian, COLOUR.casing, edge);
const tertiary = road(isTertiary, WIDTH.tertiary, COLOUR.tertiary, COLOUR.casing, edge);
const secondary = road(isPrimary, WIDTH.secondary, COLOUR.secondary, COLOUR.secondaryEdge, edge);

const polygon = (dataLayer, fill, filter, extra = {}) => ({
  dataLayer,
  filter,
  symbolizer: new PolygonSymbolizer({ fill, ...extra }),
});

const LARGE_LAND = ["farmland", "farm", "meadow", "grass", "grassland", "residential"];

export const paintRules = [
  polygon("earth", COLOUR.earth),
  polygon("landuse", (_z, f) => LANDUSE[f.props.kind], (_z, f) => LARGE_LAND.includes(f.props.kind), { perFeature: true }),
  polygon(
    "landuse",
    (_z, f) => LANDUSE[f.props.kind],
    (_z, f) => f.props.kind in LANDUSE && !LARGE_LAND.includes(f.props.kind),
    { perFeature: true },
  ),
  {
    dataLayer: "water",
    filter: (_z, f) => f.geomType === 2,
    minzoom: 12,
    symbolizer: new LineSymbolizer({ color: COLOUR.water, width: exp(1.5, [[13, 1], [15, 2.4], [18, 9]]), lineCap: "round" }),
  },
  polygon("water", COLOUR.water, (_z, f) => f.geomType === 3, { stroke: COLOUR.waterEdge, width: 0.8 }),
  {
    dataLayer: "roads",
    minzoom: 14,
    filter: (_z, f) => isPath(f),
    symbolizer: new LineSymbolizer({ color: COLOUR.path, width: WIDTH.path, dash: [4, 3] }),
  },
  pedestrian.casing,
  residential.casing,
  tertiary.casing,
  secondary.casing,
  pedestrian.surface,
  residential.surface,
  tertiary.surface,
  secondary.surface,
  {
    dataLayer: "roads",
    filter: (_z, f) => f.props.kind === "rail",
    symbolizer: new LineSymbolizer({ color: COLOUR.rail, width: WIDTH.rail }),
  },
  {
    dataLayer: "roads",
    minzoom: 14,
    filter: (_z, f) => f.props.kind === "rail",
    symbolizer: new LineSymbolizer({ color: "#ffffff", width: (z) => WIDTH.rail(z) * 0.55, dash: [8, 8] }),
  },
  polygon("buildings", COLOUR.building, undefined, { stroke: COLOUR.buildingEdge, width: (z) => (z >= 16 ? 1 : 0.4) }),
  {
    dataLayer: "boundaries",
    filter: (_z, f) => f.geomType === 2,
    symbolizer: new LineSymbolizer({ color: COLOUR.border, width: 1.4, dash: [7, 4], opacity: 0.7 }),
  },
];

const font = (fontSize, fontWeight = 400) => ({ fontFamily: FONT, fontSize, fontWeight });
const halo = (width = 2.5) => ({ stroke: COLOUR.halo, width });
const hasName = (f) => typeof f.props.name === "string" && f.props.name !== "";

/** The round sign of a bus stop: yellow disc, green ring, H; drawn, so that no picture has to be fetched. */
class StopSign {
  place(_layout, geom) {
    const anchor = geom[0][0];
    const radius = 7;
    const bbox = { minX: anchor.x - radius, minY: anchor.y - radius, maxX: anchor.x + radius, maxY: anchor.y + radius };
    const draw = (ctx) => {
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.arc(0, 0, radius, 0, Math.PI * 2);
      ctx.fillStyle = "#fff3b0";
      ctx.fill();
      ctx.lineWidth = 1.6;
      ctx.strokeStyle = "#2f6b35";
      ctx.stroke();
      ctx.fillStyle = "#1f5227";
      ctx.font = `700 9px ${FONT}`;
      const width = ctx.measureText("H").width;
      ctx.fillText("H", -width / 2, 3.3);
    };
    return [{ anchor, bboxes: [bbox], draw }];
  }
}

const poiColour = (_z, f) => POI_COLOUR[f?.props.kind] ?? COLOUR.softText;
const EARLY_POI = ["station", "hospital", "townhall", "library", "mall", "school", "community_centre"];

const poi = (minzoom, filter) => ({
  dataLayer: "pois",
  minzoom,
  filter: (_z, f) => hasName(f) && filter(f.props.kind),
  sort: (a, b) => EARLY_POI.indexOf(b.kind) - EARLY_POI.indexOf(a.kind),
  symbolizer: new GroupSymbolizer([
    new CircleSymbolizer({ radius: 3.6, fill: poiColour, stroke: "#ffffff", width: 1.5 }),
    new OffsetTextSymbolizer({
      ...font((z) => (z >= 17 ? 13 : 12), 500),
      ...halo(),
      fill: poiColour,
      offsetX: 5,
      offsetY: 4,
      maxLineChars: 16,
      lineHeight: 1.15,
    }),
  ]),
});

export const labelRules = [
  {
    dataLayer: "places",
    filter: (_z, f) => f.props.kind === "locality" && f.props.kind_detail !== "village",
    maxzoom: 13,
    symbolizer: new CenteredTextSymbolizer({ ...font((z) => (z < 13 ? 19 : 22), 600), ...halo(3), fill: COLOUR.text }),
  },
  {
    dataLayer: "places",
    filter: (_z, f) => f.props.kind === "locality" && f.props.kind_detail === "village",
    maxzoom: 16,
    symbolizer: new CenteredTextSymbolizer({ ...font((z) => (z < 13 ? 13 : 15), 600), ...halo(3), fill: COLOUR.text }),
  },
  {
    dataLayer: "places",
    filter: (_z, f) => f.props.kind === "neighbourhood",
    minzoom: 13,
    maxzoom: 15,
    symbolizer: new CenteredTextSymbolizer({
      ...font((z) => (z < 14 ? 12.5 : 15), 500),
      ...halo(3),
      fill: "#5c4a66",
      letterSpacing: 1,
    }),
  },
  poi(15, (kind) => EARLY_POI.includes(kind)),
  {
    dataLayer: "pois",
    filter: (_z, f) => f.props.kind === "bus_stop" && hasName(f),
    minzoom: 17,
    symbolizer: new GroupSymbolizer([
      new StopSign(),
      new OffsetTextSymbolizer({ ...font(11.5, 500), ...halo(), fill: "#1f5227", offsetX: 8, offsetY: 5, maxLineChars: 18, lineHeight: 1.15 }),
    ]),
  },
  { dataLayer: "pois", filter: (_z, f) => f.props.kind === "bus_stop", minzoom: 15, maxzoom: 16, symbolizer: new StopSign() },
  poi(16, (kind) => !EARLY_POI.includes(kind) && kind !== "bus_stop"),
  {
    dataLayer: "roads",
    filter: (_z, f) => hasName(f) && (isPrimary(f) || isTertiary(f)),
    minzoom: 14,
    symbolizer: new LineLabelSymbolizer({ ...font((z) => (z >= 17 ? 13 : 11.5), 500), ...halo(3), fill: COLOUR.text, repeatDistance: 420 }),
  },
  {
    dataLayer: "roads",
    filter: (_z, f) => hasName(f) && isStreet(f),
    minzoom: 16,
    symbolizer: new LineLabelSymbolizer({ ...font((z) => (z >= 17 ? 12.5 : 11), 400), ...halo(3), fill: COLOUR.softText, repeatDistance: 420 }),
  },
  {
    dataLayer: "roads",
    filter: (_z, f) => hasName(f) && isPath(f),
    minzoom: 17,
    symbolizer: new LineLabelSymbolizer({ ...font(11.5, 400), ...halo(3), fill: "#6b5636", repeatDistance: 500 }),
  },
  {
    dataLayer: "water",
    filter: (_z, f) => hasName(f) && f.geomType === 1,
    minzoom: 14,
    symbolizer: new CenteredTextSymbolizer({ ...font(12), ...halo(2), fill: COLOUR.waterText }),
  },
  {
    dataLayer: "water",
    filter: (_z, f) => hasName(f) && f.geomType === 2,
    minzoom: 14,
    symbolizer: new LineLabelSymbolizer({ ...font(12), ...halo(2), fill: COLOUR.waterText, repeatDistance: 600 }),
  },
];
