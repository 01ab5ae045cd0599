// Pages to join and to come back: takes a receipt out of the address, and does the work of a busy hour before sending.
import "./way_back.js";
import { firstWord } from "../../base/assets/sha256.js";

const receipt = document.querySelector("[data-resume] #receipt");
if (receipt && location.hash.length > 10) {
  receipt.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

const work = document.querySelector("[data-work]");
const form = work?.form;
let done = false;

form?.addEventListener("submit", (event) => {
  if (done) return;
  event.preventDefault();
  document.querySelector("[data-working]").hidden = false;
  const typed = (receipt ?? form.elements.code).value.toUpperCase().replace(/[^A-Z0-9]/g, "");
  solve(`${work.value}:${typed}:`, 32 - Number(work.dataset.work), (stamp) => {
    form.elements.stamp.value = stamp;
    done = true;
    form.requestSubmit ? form.requestSubmit() : form.submit();
  });
});

/** Tries in slices, so that the page stays alive on a slow phone. */
function solve(prefix, shift, finish, from = 0) {
  for (let stamp = from; stamp < from + 4000; stamp += 1) {
    if (firstWord(prefix + stamp) >>> shift === 0) {
      finish(String(stamp));
      return;
    }
  }
  setTimeout(solve, 0, prefix, shift, finish, from + 4000);
}
