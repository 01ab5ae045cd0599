// Conditions: when a question is asked and when an answer is accepted; the same rules as conditions.py, which see.
// tests/questions/conditions.json holds both languages to the same results.

const DEEPEST = 20;
const LONGEST_MATCHED = 300;
const NUMBER = /^[ \t\n\r]*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)[ \t\n\r]*$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const CLOCK = /^[0-9]{2}:[0-9]{2}$/;

/** Whether a condition is true; no condition is. `answerOf(key)` gives an answer, `today` is such as "2026-11-30". */
export function holds(condition, answerOf, { answer = null, today = "" } = {}) {
  return condition === undefined || condition === null || truth(valueOf(condition, answerOf, { answer, today }));
}

/** The value of a condition or of a part of one; null for empty. */
export function valueOf(part, answerOf, { answer = null, today = "" } = {}) {
  return read(part, { answerOf, answer, today }, 1);
}

/** Nothing answered; the number 0 is an answer. */
export function isEmpty(value) {
  return value === undefined || value === null || value === false || value === ""
    || (typeof value === "object" && Object.keys(value).length === 0);
}

function truth(value) {
  return !isEmpty(value) && value !== 0;
}

function read(part, scope, depth) {
  if (!Array.isArray(part)) return part;
  const [operator, ...args] = part;
  if (typeof operator !== "string" || depth > DEEPEST) return null;
  if (operator === "answer") return answered(args, scope);
  if (operator === "this") return scope.answer;
  if (operator === "today") return scope.today;
  const values = args.map((arg) => read(arg, scope, depth + 1));
  if (operator === "and") return values.every(truth);
  if (operator === "or") return values.some(truth);
  const compute = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : null;
  return compute && compute.length === values.length ? compute(...values) : null;
}

function answered(args, scope) {
  if (!args.length || !args.every((arg) => typeof arg === "string")) return null;
  const value = scope.answerOf(args[0]) ?? null;
  if (args.length === 1) return value;
  return isMapping(value) && Object.hasOwn(value, args[1]) ? value[args[1]] : null;
}

function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value) {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "string" && !NUMBER.test(value)) return null;
  if (typeof value !== "string" && typeof value !== "number") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function textOf(value) {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return value;
  if (typeof value !== "number" || !Number.isFinite(value)) return "";
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-6 && size < 1e21) ? String(value) : "";
}

function equal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return truth(left) === truth(right);
  const [first, second] = [numberOf(left), numberOf(right)];
  return first !== null && second !== null ? first === second : textOf(left) === textOf(right);
}

function ordered(compare) {
  return (left, right) => {
    const [first, second] = [numberOf(left), numberOf(right)];
    if (first !== null && second !== null) return compare(first, second);
    if (typeof left !== "string" || typeof right !== "string") return false;
    return [DAY, CLOCK].some((shape) => shape.test(left) && shape.test(right)) && compare(left, right);
  };
}

function computed(compute) {
  return (left, right) => {
    const [first, second] = [numberOf(left), numberOf(right)];
    if (first === null || second === null) return null;
    const result = compute(first, second);
    return Number.isFinite(result) ? result : null;
  };
}

function selected(taken, choice) {
  const wanted = textOf(choice);
  if (Array.isArray(taken)) return taken.some((one) => typeof one === "string" && one === wanted);
  return typeof taken === "string" && taken !== "" && taken === wanted;
}

function count(value) {
  if (isEmpty(value)) return 0;
  return typeof value === "object" ? Object.keys(value).length : 1;
}

function matches(value, pattern) {
  const text = textOf(value);
  if ([...text].length > LONGEST_MATCHED) return false;
  try {
    return new RegExp(`^(?:${textOf(pattern)})$`, "u").test(text);
  } catch {
    return false;
  }
}

const OPERATORS = {
  not: (value) => !truth(value),
  "=": equal,
  "!=": (left, right) => !equal(left, right),
  "<": ordered((left, right) => left < right),
  "<=": ordered((left, right) => left <= right),
  ">": ordered((left, right) => left > right),
  ">=": ordered((left, right) => left >= right),
  selected,
  count,
  length: (value) => [...textOf(value)].length,
  answered: (value) => !isEmpty(value),
  matches,
  "+": computed((left, right) => left + right),
  "-": computed((left, right) => left - right),
  "*": computed((left, right) => left * right),
  div: computed((left, right) => left / right),
  mod: computed((left, right) => left % right),
};
