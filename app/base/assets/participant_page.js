// Entry for pages of people who take part that have no script of their own, or a small one beside it.
import { startParticipantPage } from "./participant.js";

startParticipantPage();
