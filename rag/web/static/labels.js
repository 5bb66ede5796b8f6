/* What Gradio says in English alone, or names for screen readers by a message's markup, gets the page's words. */
(() => {
  'use strict';
  const words = document.body.dataset;

  const rename = (element) => {
    const given = element.getAttribute('aria-label') || '';
    if (/^user's message/.test(given)) element.setAttribute('aria-label', words.user);
    else if (/^bot's message/.test(given)) element.setAttribute('aria-label', words.bot);
    else if (given === 'chatbot conversation') element.setAttribute('aria-label', words.conversation);
    else if (/^Select example \d+:/.test(given)) element.removeAttribute('aria-label'); // its text says it
    else if (given === 'Close') element.setAttribute('aria-label', words.close);
  };

  const reword = (toast) => {
    const title = toast.querySelector('.toast-title');
    const text = toast.querySelector('[data-testid="toast-text"]');
    if (title?.textContent.trim() === 'Error') title.textContent = words.error;
    if (/^Connection to the server was lost/.test(text?.textContent)) text.textContent = words.lost;
  };

  /* The chip that takes back the time a question asked for: its words are seen, what it does is said. */
  const describe = (chip) => {
    const said = words.anyTime.replace('{words}', chip.textContent.replace(/\s*×\s*$/, '').trim());
    chip.setAttribute('aria-label', said);
    chip.title = said;
  };

  const greet = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    rename(node);
    if (node.matches('.option')) describe(node);
    node.querySelectorAll('.option').forEach(describe);
    node.querySelectorAll('[aria-label]').forEach(rename);
    if (node.closest('.toast-wrap')) reword(node);
    const hint = node.id === 'hint' ? node : node.querySelector('#hint');
    hint?.setAttribute('role', 'status');
  };

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') rename(target);
      addedNodes.forEach(greet);
    }
  }).observe(document.querySelector('gradio-app'), {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-label'],
  });
})();
