/* Runs before Gradio: its interface follows navigator.language alone, and the page has already settled the
   language. A ?__theme=dark or ?__theme=light in the address goes before what the system prefers. */
(() => {
  'use strict';
  const root = document.documentElement;
  const own = { language: root.lang, languages: [root.lang] };
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }
  const theme = new URLSearchParams(location.search).get('__theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
})();
