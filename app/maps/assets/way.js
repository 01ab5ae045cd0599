// The phone's back button: closes what lies over the map first, then goes to the question before.

const address = (at) => `?frage=${at + 1}`;

export class Way {
  /** `onQuestion(number)` shows a question; `onClose()` closes whatever lies over the map. */
  constructor({ onQuestion, onClose }) {
    this.at = null;
    this.isCovered = false;
    this.isReturning = false;
    addEventListener("popstate", ({ state }) => {
      if (this.isReturning) {
        this.settle();
      } else if (state) {
        if (this.isCovered && !state.isOver) {
          this.isCovered = false;
          onClose();
        }
        if (state.at === this.at) return;
        this.at = state.at;
        onQuestion(state.at);
      }
    });
  }

  /** A question is on the screen: it gets an entry of its own unless the page has just begun or a sheet is closing. */
  go(at) {
    const isNew = this.at !== null && at !== this.at && !history.state?.isOver;
    this.at = at;
    this.isCovered = false;
    history[isNew ? "pushState" : "replaceState"]({ at }, "", address(at));
  }

  /** Something lies over the map now. */
  cover() {
    this.isCovered = true;
    if (!history.state?.isOver) history.pushState({ at: this.at, isOver: true }, "", address(this.at));
  }

  /** It was closed by its own button: its entry goes too, so that "back" does not have to be pressed for nothing. */
  uncover() {
    this.isCovered = false;
    if (!history.state?.isOver || this.isReturning) return;
    this.isReturning = true;
    history.back();
  }

  /** The way back takes a moment; what the person did meanwhile counts. */
  settle() {
    this.isReturning = false;
    history.replaceState({ at: this.at }, "", address(this.at));
    if (this.isCovered) this.cover();
  }
}
