// A survey with questions on the map.
import { waitToBegin } from "./beginning.js";

waitToBegin(() => import("./survey_map.js"));
