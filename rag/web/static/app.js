/* The evidence panel: a marker in the chat opens the cards of its answer, the marked one in front.
   Every word from the server is set as text; no markup is ever built from it. */
(() => {
  'use strict';
  const panel = document.getElementById('evidence');
  const list = document.getElementById('evidence-cards');
  const closer = document.getElementById('evidence-close');
  const template = document.getElementById('card');
  const language = document.documentElement.lang;
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)');
  const MARKER = /^#c-([0-9a-f]+)-(\d+)-(\d+)$/;
  const answers = new Map(); // complete answers by id
  let opener = null; // the marker that has the panel open
  let asked = 0; // only the last of several clicks is shown

  const hint = (text) => {
    const paragraph = document.createElement('p');
    paragraph.className = 'hint';
    paragraph.textContent = text;
    list.replaceChildren(paragraph);
  };

  async function answerOf(id) {
    if (answers.has(id)) return answers.get(id);
    const reply = await fetch(`/api/v1/answers/${id}?lang=${language}`);
    if (reply.status === 404) return null;
    if (!reply.ok) throw new Error(String(reply.status));
    const answer = await reply.json();
    if (answer.complete) answers.set(id, answer);
    return answer;
  }

  function cardOf(source) {
    const card = template.content.firstElementChild.cloneNode(true);
    const put = (selector, text, direction) => {
      const part = card.querySelector(selector);
      part.textContent = text;
      if (direction) part.dir = direction;
      return part;
    };
    card.dataset.claim = source.claim;
    card.dataset.number = source.number;
    put('.number', `[${source.number}]`);
    put('h3', source.title, source.title_direction);
    put('time', source.date).dateTime = source.published;
    put('.language', source.language === 'und' ? '' : source.language_name);
    putSource(card.querySelector('.source'), source);
    putVerdict(card, source);
    put('.claim-text', source.claim_text, source.claim_direction);
    card.querySelector('.said').hidden = !source.claim_text;
    card.querySelector('.quote-text').dir = source.direction;
    if (source.language !== 'und') card.querySelector('.quote-text').lang = source.language;
    put('.before', source.before);
    put('mark', source.match);
    put('.after', source.after);
    put('.pair-list', source.pairs.map((pair) => `\u2068${pair.asked}\u2069 ↔ \u2068${pair.found}\u2069`).join(' · '));
    card.querySelector('.pairs').hidden = !source.pairs.length;
    card.querySelector('.open').href = source.url;
    putParts(card.querySelector('.why'), source.parts);
    put('.copies summary', source.also);
    card.querySelector('.copies ul').replaceChildren(...source.copies.map(copyOf));
    card.querySelector('.copies').hidden = !source.copies.length;
    card.setAttribute('aria-label', panel.dataset.source.replace('{number}', source.number).replace('{title}', source.title));
    return card;
  }

  /* Another article that the story stands in: its title as a link, then when and where it was published. */
  function copyOf(source) {
    const [item, link, facts] = ['li', 'a', 'bdi'].map((tag) => document.createElement(tag));
    link.textContent = source.title;
    link.dir = source.title_direction;
    link.href = source.url;
    link.target = '_blank';
    link.rel = 'noopener';
    facts.textContent = `${source.date} · ${source.source}`;
    item.append(link, ' ', facts);
    return item;
  }

  function putSource(place, source) {
    if (!source.source_url) {
      place.textContent = source.source;
      return;
    }
    const link = document.createElement('a');
    link.href = source.source_url;
    link.textContent = source.source;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    place.replaceChildren(link);
  }

  function putParts(why, parts) {
    why.hidden = !parts.length;
    why.querySelector('dl').replaceChildren(
      ...parts.flatMap((part) => [['dt', part.name], ['dd', part.said]]).map(([tag, text]) => {
        const line = document.createElement(tag);
        line.textContent = text;
        return line;
      }),
    );
  }

  function putVerdict(card, source) {
    const verdict = card.querySelector('.verdict');
    const meaning = card.querySelector('.meaning');
    verdict.hidden = meaning.hidden = !source.verdict;
    if (!source.verdict) return;
    verdict.classList.add(`verdict-${source.verdict}`);
    verdict.textContent = source.verdict_word;
    meaning.textContent = [source.verdict_meaning, ...source.reasons].join('\n');
  }

  async function show(id, claim, number) {
    const turn = ++asked;
    open();
    let answer;
    try {
      answer = await answerOf(id);
    } catch {
      if (turn === asked) hint(panel.dataset.failed);
      return;
    }
    if (turn !== asked) return;
    if (!answer) return hint(panel.dataset.gone);
    if (!answer.cards.length) return hint(panel.dataset.uncited);
    list.replaceChildren(...answer.cards.map(cardOf));
    const chosen = list.querySelector(`.card[data-claim="${claim}"][data-number="${number}"]`);
    if (!chosen) return;
    chosen.classList.add('chosen');
    chosen.setAttribute('aria-current', 'true');
    chosen.scrollIntoView({ block: 'start', behavior: isCalm.matches ? 'auto' : 'smooth' });
    chosen.focus({ preventScroll: true });
  }

  function open() {
    panel.classList.add('open');
    closer.hidden = false;
  }

  function close() {
    asked += 1;
    panel.classList.remove('open');
    closer.hidden = true;
    hint(panel.dataset.empty);
    for (const marker of document.querySelectorAll('a.cite.chosen')) marker.classList.remove('chosen');
    if (opener?.isConnected) opener.focus();
    opener = null;
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#c-"]');
    const place = link && MARKER.exec(link.getAttribute('href'));
    if (!place) return;
    event.preventDefault();
    for (const marker of document.querySelectorAll('a.cite.chosen')) marker.classList.remove('chosen');
    link.classList.add('chosen');
    opener = link;
    show(place[1], place[2], place[3]);
  });

  closer.addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && panel.classList.contains('open')) close();
  });

  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    document.querySelector('#question textarea')?.focus();
  });

  /* Gradio's copy button hands over the message as the server wrote it. A reader wants the words. */
  function plainText(written) {
    if (!/^<(p|ul)\b/.test(written)) return written;
    const page = new DOMParser().parseFromString(written, 'text/html');
    for (const extra of page.querySelectorAll('.verdict, .warning, .note')) extra.remove();
    for (const end of page.querySelectorAll('br')) end.replaceWith('\n');
    return [...page.querySelectorAll('p, li')].map((line) => line.textContent.trim()).join('\n');
  }

  if (navigator.clipboard) {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => write(plainText(String(text)));
  }
})();
