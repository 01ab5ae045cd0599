// A class looks at the places of others together: until its teacher reveals them, a phone asks now and then.

const OFTEN = 8000;
const SELDOM = 60_000;

/** What the server shows of others, at once or after the reveal; `section` says that we wait and goes when we do not. */
export async function shownOthers(url, section) {
  let pause = OFTEN;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    if (found && !found.waits) {
      if (section) section.hidden = true;
      return found;
    }
    if (!section) return [];
    await Promise.race([asleep(pause), looked()]);
    pause = Math.min(pause * (found ? 1.2 : 2), SELDOM);
  }
}

const asleep = (pause) => new Promise((done) => setTimeout(done, pause));

/** The phone is taken out of the pocket: no reason to wait any longer. */
const looked = () =>
  new Promise((done) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      done();
    };
    document.addEventListener("visibilitychange", look);
  });
