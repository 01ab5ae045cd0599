// What the page says: short words on the map, and the trouble that stays in sight until it is over.

/** `say(text)` announces and shows for some seconds; `showTrouble()` looks at the outbox. */
export function makeStatus({ part, words, urls, outbox }) {
  let timer = null;

  function say(text) {
    part("status").textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => part("status").replaceChildren(), 6000);
  }

  function showTrouble() {
    const trouble = part("trouble");
    const { isSignedOut } = outbox;
    const waits = outbox.size > 0;
    const text = isSignedOut ? words.signedOut : !outbox.isKept && waits ? words.notKept : (outbox.isOffline || !navigator.onLine) && waits ? words.offline : "";
    trouble.hidden = !text;
    if (trouble.textContent !== text) trouble.textContent = text;
    if (isSignedOut) trouble.append(" ", Object.assign(document.createElement("a"), { href: urls.resume, textContent: words.resume }));
  }

  return { say, showTrouble };
}
