// Shows how far a job is; when it has begun or ended, the page is loaded anew and says so.
const PAUSE = 1000;
const element = document.querySelector("#job");
const config = JSON.parse(element.dataset.config);
const bar = document.querySelector("#job-progress");
const message = document.querySelector("#job-message");
const count = document.querySelector("#job-count");
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** Only what changed is written: a reader says each change aloud. */
function write(target, text) {
  if (text && target.textContent !== text) target.textContent = text;
}

function show({ done, total, message: text }) {
  write(message, text);
  if (!total) return;
  bar.max = total;
  bar.value = done;
  write(count, config.of.replace("{done}", numbers.format(done)).replace("{total}", numbers.format(total)));
}

async function ask() {
  try {
    const response = await fetch(config.url, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const job = await response.json();
    if (!job.is_open || job.state !== config.state) return location.reload();
    show(job);
  } catch {
    write(message, config.lost);
  }
  setTimeout(ask, PAUSE);
}

setTimeout(ask, PAUSE);
