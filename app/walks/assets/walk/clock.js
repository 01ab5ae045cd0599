// The clock of the walk: how long the group has been at a stop, beside what was planned. It counts and never rings.

const LOOKS = 15_000;

/** Fills `now`, `clock` and `meter`; `state()` gives {stops, here}. Returns what shows it at once. */
export function startClock({ part, words, language, state }) {
  const number = (value) => new Intl.NumberFormat(`${language}-u-nu-latn`).format(value);
  const put = (place, text) => {
    if (place.textContent !== text) place.textContent = text;
  };
  const show = () => {
    const { stops, here } = state();
    const wanted = stops.filter((stop) => !stop.leftOut);
    const stop = stops.find(({ id }) => id === here.stop);
    put(part("now"), stop ? words.atStop.replace("%1", number(stop.number)).replace("%2", number(stops.length)) : words.onTheWay);
    const passed = number(Math.floor((Date.now() - here.since) / 60_000));
    put(part("clock"), stop?.minutes ? words.clock.replace("%1", passed).replace("%2", number(stop.minutes)) : "");
    part("meter").max = wanted.length || 1;
    part("meter").value = wanted.filter((one) => one.arrived).length;
  };
  setInterval(show, LOOKS);
  return show;
}
