// The phone's back button closes what lies over the walk before it leaves the page.

export class Back {
  /** `onBack()` closes whatever is open. */
  constructor(onBack) {
    this.isOver = false;
    this.isReturning = false;
    addEventListener("popstate", () => {
      if (this.isReturning) {
        this.isReturning = false;
        if (this.isOver) history.pushState({ isOver: true }, "");
      } else if (this.isOver) {
        this.isOver = false;
        onBack();
      }
    });
  }

  cover() {
    if (this.isOver) return;
    this.isOver = true;
    if (!history.state?.isOver && !this.isReturning) history.pushState({ isOver: true }, "");
  }

  /** It was closed by its own button: its entry goes too. What is opened in the same moment keeps it. */
  uncover() {
    if (!this.isOver) return;
    this.isOver = false;
    setTimeout(() => {
      if (this.isOver || !history.state?.isOver) return;
      this.isReturning = true;
      history.back();
    });
  }
}
