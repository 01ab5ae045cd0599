/* Typing in a sheet without a mouse: Enter goes to the next field, and from the last one to the button. */

const form = document.querySelector('.paper-entry');
const fields = form ? [...form.querySelectorAll('input:not([type="hidden"]), textarea')] : [];

form?.addEventListener('keydown', (event) => {
  const at = fields.indexOf(event.target);
  // Shift and Enter breaks a line in long words, as in other programs.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || at < 0) return;
  event.preventDefault();
  const next = fields[at + 1] ?? form.querySelector('button[type="submit"]');
  next.focus();
  if (next.select) next.select();
});

if (!document.querySelector('#error-summary')) {
  fields[0]?.focus();
  fields[0]?.select();
}
