// A page whose form has rows that grow and go.
import { goToTarget } from "./rows.js";

goToTarget();
