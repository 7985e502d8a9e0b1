/** Filters the list of findings, and opens the question that a link leads to. The page says everything without it. */
export const SCRIPT = `
'use strict';
(() => {
  const form = document.getElementById('filter');
  const groups = Array.from(document.querySelectorAll('#findings details.group'));
  const opened = groups.map((group) => group.open);
  const rows = Array.from(document.querySelectorAll('table.findings tbody tr'));
  const apply = () => {
    const status = form.elements.status.value;
    const profile = form.elements.profile.value;
    const text = form.elements.text.value.toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits =
        (status === '' || row.dataset.status === status) &&
        (profile === '' || row.dataset.profile === profile) &&
        (text === '' || row.textContent.toLowerCase().includes(text));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    const filtered = status + profile + text !== '';
    groups.forEach((group, index) => {
      const some = group.querySelector('tbody tr:not([hidden])') !== null;
      group.hidden = !some;
      group.open = filtered ? some : opened[index];
    });
    form.elements.shown.value = shown + ' of ' + rows.length;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  apply();
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target === null) return;
    if (target.hidden) { form.reset(); apply(); } // what a link leads to is never filtered away
    for (let at = target; at !== null; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
    target.scrollIntoView();
  };
  window.addEventListener('hashchange', reveal);
  reveal();
})();
`;
