// The page of questions about oneself: nothing but a back button that always leads to a page.
import "./way_back.js";
