// A survey without a map.
import { waitToBegin } from "./beginning.js";

waitToBegin(null);
