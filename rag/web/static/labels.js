/* What Gradio names for screen readers in English alone, or by a message's markup, gets the page's words. */
(() => {
  'use strict';
  const words = document.body.dataset;

  const label = (element) => {
    const given = element.getAttribute('aria-label') || '';
    if (/^user's message/.test(given)) element.setAttribute('aria-label', words.user);
    else if (/^bot's message/.test(given)) element.setAttribute('aria-label', words.bot);
    else if (given === 'chatbot conversation') element.setAttribute('aria-label', words.conversation);
    else if (/^Select example \d+:/.test(given)) element.removeAttribute('aria-label'); // its text says it
  };

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') label(target);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        label(node);
        node.querySelectorAll('[aria-label]').forEach(label);
        if (node.id === 'hint') node.setAttribute('role', 'status');
        node.querySelector('#hint')?.setAttribute('role', 'status');
      }
    }
  }).observe(document.querySelector('gradio-app'), {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-label'],
  });
})();
