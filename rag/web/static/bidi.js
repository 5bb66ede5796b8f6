/* The direction of what is being typed, by the share of its letters and not by the first of them:
   "GDPR هو نظام" is an Arabic sentence. What the server writes comes with its direction. */
(() => {
  'use strict';
  const RTL = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/g;
  const LETTER = /\p{L}/gu;
  const RTL_SHARE = 0.3; // as rag/text/direction.py

  const directionOf = (text) => {
    const letters = (text.match(LETTER) || []).length;
    if (!letters) return document.documentElement.dir;
    return (text.match(RTL) || []).length >= RTL_SHARE * letters ? 'rtl' : 'ltr';
  };

  document.addEventListener('input', (event) => {
    if (event.target.matches?.('#question textarea')) event.target.dir = directionOf(event.target.value);
  });
})();
