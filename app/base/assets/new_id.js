// Ids of what begins on the phone: those that sort by the time they were made (UUID 7), and those that follow from another (UUID 5).
import { v5, v7 } from "uuid";

export const newId = () => v7();

/** The id of what the server makes of something sent under `id`, by its key: the same there as here, over http too. */
export const idBelow = (id, key) => v5(key, id);
