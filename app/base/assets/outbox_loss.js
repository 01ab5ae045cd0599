// Notices when the browser has thrown away what the outbox held: the phone's other drawer says that there was more.
import { lostOf, noteLost, remember, remembered } from "./outbox_memory.js";

const SURE = 1_500; // ms: another tab may just be noting what it sent

export class Loss {
  constructor(outbox) {
    this.outbox = outbox;
    this.hidden = remembered(outbox.owner); // counted earlier, while the phone has not let us look
    this.hasAnswered = false;
    this.isCompared = false;
  }

  /** How much is lost and has not been read by the person. */
  get count() {
    return lostOf(this.outbox.owner);
  }

  forget() {
    noteLost(this.outbox.owner, 0);
  }

  missing() {
    return remembered(this.outbox.owner) - this.outbox.size - this.outbox.broken;
  }

  /** Once, after the phone has answered for the first time. */
  compare() {
    this.hasAnswered = true;
    this.comparing ??= this.compareOnce();
    return this.comparing;
  }

  async compareOnce() {
    if (this.missing() > 0) {
      await new Promise((resolve) => setTimeout(resolve, SURE));
      await this.outbox.read();
    }
    const lost = this.missing();
    if (lost > 0) noteLost(this.outbox.owner, this.count + lost);
    this.hidden = 0;
    this.isCompared = true;
  }

  /** Notes how much there is now. */
  note() {
    if (this.hasAnswered && !this.isCompared) return; // else what is missing would be forgotten before it is noticed
    remember(this.outbox.owner, this.hidden + this.outbox.size);
  }
}
