// A survey with questions on the map.
import { waitToBegin } from "./beginning.js";

waitToBegin(() => import("../../questions/assets/map_sheet.js"));
