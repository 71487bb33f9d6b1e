
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const grouped = (count) => count.toLocaleString('en-US');
  const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

  // What the pointer or the keyboard rests on is said beside it, in place of the browser's own titles.
  const tip = $('#tip');
  for (const title of all('svg title')) {
    const mark = title.parentNode;
    mark.dataset.tip = title.textContent;
    if (mark.localName === 'a') mark.setAttribute('aria-label', title.textContent);
    title.remove();
  }
  const show = (mark, x, y) => {
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(x + 14, innerWidth - box.width - 8));
    const top = y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 18;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  };
  const hide = () => { tip.hidden = true; };
  document.addEventListener('pointermove', (event) => {
    const mark = event.target.closest?.('[data-tip]');
    if (mark) show(mark, event.clientX, event.clientY); else hide();
  });
  document.addEventListener('focusin', (event) => {
    const mark = event.target.closest?.('[data-tip]');
    if (!mark || !mark.matches(':focus-visible')) return hide();
    const box = mark.getBoundingClientRect();
    show(mark, box.left + box.width / 2, box.bottom - 12);
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  addEventListener('scroll', hide, { passive: true });

  // A figure as a file: without links, with its titles, on white.
  const file = (svg, title, description) => {
    const copy = svg.cloneNode(true);
    const namespace = 'http://www.w3.org/2000/svg';
    const worded = (name, text) => {
      const element = document.createElementNS(namespace, name);
      element.textContent = text;
      return element;
    };
    for (const mark of all('[data-tip]', copy)) {
      const group = document.createElementNS(namespace, 'g');
      group.append(worded('title', mark.dataset.tip), ...mark.childNodes);
      mark.replaceWith(group);
    }
    const white = document.createElementNS(namespace, 'rect');
    // White space around it, as files have that the program draws itself.
    const margin = 12;
    const [width, height] = ['width', 'height'].map((name) => Number(svg.getAttribute(name)) + 2 * margin);
    const box = { x: -margin, y: -margin, width, height };
    for (const [name, value] of Object.entries({ ...box, fill: '#ffffff' })) white.setAttribute(name, value);
    for (const [name, value] of Object.entries({ width, height, viewBox: Object.values(box).join(' ') })) copy.setAttribute(name, value);
    copy.prepend(worded('title', title), worded('desc', description), white);
    copy.setAttribute('xmlns', namespace);
    copy.setAttribute('role', 'img');
    copy.removeAttribute('class');
    return new XMLSerializer().serializeToString(copy);
  };
  const save = (name, text, type) => {
    const address = URL.createObjectURL(new Blob([text], { type }));
    make('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  for (const figure of all('figure')) {
    const button = make('button', { type: 'button', textContent: 'Save as SVG' });
    button.setAttribute('aria-label', `Save as SVG: ${figure.dataset.file}`);
    button.addEventListener('click', () => {
      const svg = $('svg', figure);
      const text = file(svg, svg.getAttribute('aria-label'), $('figcaption', figure).textContent);
      save(`${figure.dataset.file}.svg`, text, 'image/svg+xml');
    });
    figure.append(make('div', { className: 'tools' }, button));
  }

  // One of several figures of the same numbers at a time.
  for (const variants of all('.variants')) {
    const parts = all('.variant', variants);
    const choice = make('div', { className: 'choice' });
    choice.setAttribute('role', 'group');
    choice.setAttribute('aria-label', 'What the bars measure');
    const choose = (chosen) => parts.forEach((part, place) => {
      part.hidden = part !== chosen;
      choice.children[place].setAttribute('aria-pressed', part === chosen);
    });
    for (const part of parts) {
      const button = make('button', { type: 'button', textContent: part.dataset.label });
      button.addEventListener('click', () => choose(part));
      choice.append(button);
    }
    variants.prepend(choice);
    choose(parts[0]);
  }

  // Tables: sorted by any column, found by words, chosen by theme; and as files.
  const value = (cell) => cell.dataset.v ?? cell.textContent;
  const compare = (a, b) => {
    if (a === '' || b === '') return (a === '') - (b === '');
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? a.localeCompare(b, 'en') : difference;
  };
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  for (const table of all('table.data')) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = make('button', { type: 'button', textContent: head.textContent });
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const numeric = head.classList.contains('n');
        const now = head.getAttribute('aria-sort');
        const down = now ? now === 'ascending' : numeric;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const keyed = [...body.rows].map((row) => [value(row.cells[place]), row]);
        keyed.sort(([a], [b]) => (a === '' || b === '' ? compare(a, b) : (down ? -1 : 1) * compare(a, b)));
        body.append(...keyed.map(([, row]) => row));
      });
    });
    const tools = make('div', { className: 'table-tools' });
    let words = '', group = '';
    const filter = () => {
      for (const row of body.rows) {
        const fits = !words || row.textContent.toLocaleLowerCase().includes(words);
        row.hidden = !(fits && (!group || row.dataset.group === group));
      }
    };
    if (table.dataset.find) {
      const input = make('input', { type: 'search' });
      input.addEventListener('input', () => { words = input.value.trim().toLocaleLowerCase(); filter(); });
      tools.append(make('label', {}, `Find ${table.dataset.find}`, input));
    }
    const groups = [...new Set([...body.rows].map((row) => row.dataset.group).filter(Boolean))];
    if (groups.length > 1) {
      const select = make('select', {}, make('option', { value: '', textContent: 'all themes' }),
        ...groups.map((name) => make('option', { value: name, textContent: name })));
      select.addEventListener('change', () => { group = select.value; filter(); });
      tools.append(make('label', {}, 'Theme', select));
    }
    const csv = make('button', { type: 'button', textContent: 'Save as CSV' });
    csv.setAttribute('aria-label', `Save as CSV: ${table.caption.textContent}`);
    csv.addEventListener('click', () => {
      const rows = [heads, ...[...body.rows].filter((row) => !row.hidden).map((row) => [...row.cells])];
      const text = rows.map((cells) => cells.map((cell) => quoted(cell.textContent.replace(/^·$/, '').trim())).join(',')).join('\n');
      save(`${table.closest('section').id}.csv`, `${text}\n`, 'text/csv');
    });
    tools.append(csv);
    table.parentNode.before(tools);
  }

  // The methods, to be pasted.
  const paste = $('#paste');
  if (paste && navigator.clipboard) {
    const button = make('button', { type: 'button', textContent: 'Copy' });
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(all('p', paste).map((part) => part.textContent).join('\n\n'));
      button.textContent = 'Copied';
    });
    paste.after(make('div', { className: 'tools' }, button));
  }

  // The sentences.
  const form = $('.filters');
  const list = $('#list'), found = $('#found'), more = $('#more');
  const STEP = 50;
  const option = (value, text) => make('option', { value, textContent: text });
  const themes = (first) => [option('', first),
    ...data.themes.map((theme) => option(theme.path, '\u2003'.repeat(theme.depth) + theme.name))];
  form.theme.append(...themes('any theme'));
  form.and.append(...themes('no other'));
  form.paper.append(option('', 'any paper'), ...data.papers.map((paper) => option(paper.name, paper.label)));
  const sections = [...new Set(data.sentences.map((sentence) => sentence.s))].sort((a, b) => a - b);
  form.section.append(option('', 'any section'), ...sections.map((place) => option(data.sections[place], data.sections[place])));
  const cited = new Set(data.sentences.flatMap((sentence) => (sentence.w ?? []).map(([work]) => work)));
  const works = [...cited].map((place) => data.works[place]).sort((a, b) => a.label.localeCompare(b.label, 'en'));
  form.work.append(option('', 'any work, or none'), ...works.map((work) => option(work.id, work.label)));
  form.hidden = false;
  $('.found button').hidden = false;

  const themeAt = new Map(data.themes.map((theme, place) => [theme.path, place]));
  const workAt = new Map(data.works.map((work, place) => [work.id, place]));
  const within = (path) => {
    const place = themeAt.get(path);
    return place === undefined ? null : (theme) => theme >= place && theme < data.themes[place].end;
  };
  let matches = [], chosen = null, needle = '', citing = null;

  const fits = (wanted) => {
    const raises = [within(wanted.theme), within(wanted.and)].filter(Boolean);
    const work = wanted.work ? workAt.get(wanted.work) ?? -1 : null;
    const words = wanted.words.toLocaleLowerCase();
    return (sentence) => {
      const paper = data.papers[sentence.d];
      return raises.every((raise) => sentence.m.some(([, , theme]) => raise(theme)))
        && (!wanted.paper || paper.name === wanted.paper)
        && (!wanted.section || data.sections[sentence.s] === wanted.section)
        && (!wanted.from || (paper.year !== null && paper.year >= Number(wanted.from)))
        && (!wanted.to || (paper.year !== null && paper.year <= Number(wanted.to)))
        && (work === null || (sentence.w ?? []).some(([cited]) => cited === work))
        && (!words || sentence.t.toLocaleLowerCase().includes(words));
    };
  };

  // The text with its mentions marked: those of the chosen themes in colour, others underlined.
  const marked = (sentence) => {
    const edges = new Set([0, sentence.t.length]);
    const spans = sentence.m.map(([start, end, theme]) => ({ start, end, kind: !chosen || chosen(theme) ? '' : 'other', name: data.themes[theme].name }));
    if (needle) {
      const text = sentence.t.toLocaleLowerCase();
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) spans.push({ start: at, end: at + needle.length, kind: 'word', name: '' });
    }
    spans.forEach(({ start, end }) => edges.add(start).add(end));
    const order = [...edges].sort((a, b) => a - b);
    const rank = ['', 'word', 'other'];
    return order.slice(1).map((end, place) => {
      const start = order[place];
      const text = sentence.t.slice(start, end);
      const over = spans.filter((span) => span.start <= start && span.end >= end);
      if (!over.length) return text;
      over.sort((a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind));
      const names = [...new Set(over.map((span) => span.name).filter(Boolean))].join(', ');
      return make('mark', { className: over[0].kind, title: names }, text);
    });
  };
  const item = (sentence) => {
    const paper = data.papers[sentence.d];
    const quote = make('q', {}, ...marked(sentence));
    const beside = (text) => make('span', { className: 'beside' }, text);
    const names = [...new Set(sentence.m.map(([, , theme]) => data.themes[theme].name))];
    const denied = sentence.m.some(([, , , flags]) => flags & 1) ? ' · denied' : '';
    const hedged = sentence.m.some(([, , , flags]) => flags & 2) ? ' · hedged' : '';
    const place = [data.sections[sentence.s], sentence.p && `p. ${sentence.p}`, `sentence ${sentence.n}`].filter(Boolean).join(', ');
    const far = (distance) => (distance === 0 ? '' : distance < 0 ? ' (sentence before)' : ' (sentence after)');
    const cites = (sentence.w ?? []).filter(([work]) => citing === null || work === citing)
      .map(([work, distance]) => data.works[work].label + far(distance));
    const from = make('p', { className: 'from' }, make('b', { textContent: paper.label, title: paper.name }), `, ${place} · ${names.join(', ')}${denied}${hedged}`);
    if (cites.length) from.append(make('br'), `cites ${cites.join('; ')}`);
    return make('li', {}, ...(sentence.b ? [beside(`${sentence.b} `)] : []), quote, ...(sentence.a ? [beside(` ${sentence.a}`)] : []), from);
  };
  const extend = () => {
    const from = list.childElementCount;
    list.append(...matches.slice(from, from + STEP).map(item));
    const left = matches.length - list.childElementCount;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(STEP, left)} more of ${grouped(left)}`;
  };
  const wanted = () => {
    const fields = {};
    for (const name of ['words', 'theme', 'and', 'paper', 'section', 'from', 'to', 'work']) fields[name] = form[name].value.trim();
    return fields;
  };
  const update = () => {
    const fields = wanted();
    chosen = fields.theme ? (theme) => [within(fields.theme), within(fields.and)].some((raise) => raise?.(theme)) : null;
    needle = fields.words.toLocaleLowerCase();
    citing = fields.work ? workAt.get(fields.work) ?? null : null;
    matches = data.sentences.filter(fits(fields));
    list.replaceChildren();
    extend();
    const others = Object.entries(fields).some(([name, text]) => text && name !== 'theme');
    const total = others ? null : fields.theme ? data.themes[themeAt.get(fields.theme)]?.all : data.all;
    const sampled = total && matches.length < total ? ` of ${grouped(total)}, the others not in this page` : '';
    found.textContent = matches.length ? `${counted(matches.length, 'sentence')}${sampled}` : 'No sentence fits.';
    return fields;
  };
  const route = () => {
    const [name, query] = location.hash.slice(1).split('?');
    if (name !== 'sentences' || query === undefined) return;
    const fields = new URLSearchParams(query);
    form.reset();
    for (const field of ['words', 'theme', 'and', 'paper', 'section', 'work']) form[field].value = fields.get(field) ?? '';
    const [from, to] = (fields.get('years') ?? '').split('-');
    form.from.value = from ?? '';
    form.to.value = to ?? from ?? '';
    update();
    const section = $('#sentences');
    section.scrollIntoView({ behavior: 'instant' });
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
  };
  const keep = () => {
    const fields = update();
    const query = new URLSearchParams();
    for (const [name, text] of Object.entries(fields)) if (text && name !== 'from' && name !== 'to') query.set(name, text);
    if (fields.from || fields.to) query.set('years', `${fields.from}-${fields.to}`);
    history.replaceState(null, '', `#sentences${query.size ? `?${query}` : ''}`);
  };
  form.addEventListener('input', keep);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(keep));
  more.addEventListener('click', extend);
  addEventListener('hashchange', route);
  // A second click on the same bar leads there again.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#sentences?"]');
    if (link && link.getAttribute('href') === location.hash) route();
  });
  update();
  route();

  // Where the reader is.
  const links = new Map(all('nav a').map((link) => [link.getAttribute('href').slice(1), link]));
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) seen.add(entry.target.id); else seen.delete(entry.target.id);
    const first = [...links.keys()].find((id) => seen.has(id));
    for (const [id, link] of links) if (id === first) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
  }, { rootMargin: '-10% 0px -60% 0px' });
  for (const id of links.keys()) observer.observe(document.getElementById(id));
})();
