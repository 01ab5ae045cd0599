// Ids that sort by the time they were made (UUID 7), for what begins on the phone.
import { v7 } from "uuid";

export const newId = () => v7();
