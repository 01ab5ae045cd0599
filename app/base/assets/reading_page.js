// Entry for visitors' pages: the button that reads the page aloud.
import { wireReadAloudButtons } from "./read_aloud.js";

wireReadAloudButtons();
