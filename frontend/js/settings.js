/* The pages of the settings, beside what every staff page loads. Every part looks for its own elements. */
import { startActions } from "./actions.js";
import { startConditions } from "./condition.js";

startConditions();
startActions();
