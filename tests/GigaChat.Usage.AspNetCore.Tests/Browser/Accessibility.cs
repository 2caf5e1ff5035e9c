using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The checks of an accessibility scanner that apply to a page of text, tables, forms and pictures.</summary>
internal static class Accessibility
{
    /// <summary>Everything that is wrong, a line each. Runs in the page, and reads only.</summary>
    private const string Checks = """
        () => {
          const found = [];
          const shown = e => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e); return r.width > 0 && r.height > 0 && s.visibility !== 'hidden' && s.display !== 'none'; };
          const tell = (what, e) => found.push(what + ': ' + e.outerHTML.slice(0, 140));
          const name = e => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ').map(i => document.getElementById(i)?.textContent || '').join(' ') || e.textContent || e.getAttribute('title') || '').trim();
          if (!document.documentElement.lang) found.push('no language');
          if (!document.title.trim()) found.push('no title');
          if (document.querySelectorAll('main').length !== 1) found.push('not one main');
          if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
          let level = 0;
          for (const h of document.querySelectorAll('h1,h2,h3,h4,h5,h6')) { const l = +h.tagName[1]; if (l > level + 1) tell('heading skips a level', h); level = l; if (!name(h)) tell('empty heading', h); }
          const ids = new Set();
          for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) tell('id twice', e); ids.add(e.id); }
          for (const e of document.querySelectorAll('a[href],button,summary')) if (shown(e) && !name(e)) tell('no name', e);
          for (const e of document.querySelectorAll('input:not([type=hidden]),select,textarea')) if (![...e.labels].some(l => l.textContent.trim()) && !e.getAttribute('aria-label')) tell('no label', e);
          for (const e of document.querySelectorAll('img')) if (!e.hasAttribute('alt')) tell('no alt', e);
          for (const e of document.querySelectorAll('svg')) if (!e.closest('[aria-hidden=true]') && !e.parentElement.closest('svg') && !(['img', 'group'].includes(e.getAttribute('role')) && name(e))) tell('picture without a name', e);
          for (const e of document.querySelectorAll('[aria-labelledby]')) for (const i of e.getAttribute('aria-labelledby').split(' ')) if (!document.getElementById(i)) tell('label missing', e);
          for (const t of document.querySelectorAll('table')) {
            if (!t.caption?.textContent.trim()) tell('no caption', t);
            for (const h of t.querySelectorAll('th')) if (!h.scope) tell('no scope', h);
            if (!t.querySelector('thead th')) tell('no heads', t);
            for (const r of t.querySelectorAll('tr')) if (r.cells.length !== t.rows[0].cells.length) tell('uneven row', r);
          }
          for (const n of document.querySelectorAll('nav')) if (!n.getAttribute('aria-label')) tell('nav without a name', n);
          for (const l of document.querySelectorAll('ul,ol')) for (const c of l.children) if (c.tagName !== 'LI') tell('not an item', c);
          for (const l of document.querySelectorAll('dl > div')) if (!l.querySelector('dt') || !l.querySelector('dd')) tell('half a field', l);
          for (const e of document.querySelectorAll('[tabindex]')) if (+e.getAttribute('tabindex') > 0) tell('tab order', e);

          const parse = c => { const m = c.match(/[\d.]+/g).map(Number); if (c.startsWith('color(')) return [m[0] * 255, m[1] * 255, m[2] * 255, m[3] ?? 1]; return [m[0], m[1], m[2], m[3] ?? 1]; };
          const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3])).concat(1);
          const light = c => { const f = c.slice(0, 3).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
          const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
          const ground = e => { const layers = []; for (let p = e; p; p = p.parentElement) layers.push(parse(getComputedStyle(p).backgroundColor)); return layers.reverse().reduce((u, t) => over(t, u), [255, 255, 255, 1]); };
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          let read = 0;
          while (texts.nextNode()) {
            const e = texts.currentNode.parentElement;
            if (!texts.currentNode.textContent.trim() || !shown(e) || e.closest('.quiet,title,option')) continue;
            read++;
            const s = getComputedStyle(e); const size = parseFloat(s.fontSize); const big = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700);
            const ink = over(parse(e.closest('svg') ? s.fill : s.color), ground(e.closest('svg')?.parentElement ?? e));
            const r = ratio(ink, ground(e.closest('svg')?.parentElement ?? e));
            if (r < (big ? 3 : 4.5)) tell('contrast ' + r.toFixed(2) + ' of text', e);
            if (size < 12) tell('small text', e);
          }
          if (read < 3) found.push('hardly any text was read');
          for (const e of document.querySelectorAll('svg rect[class^=s], svg path.so-far, svg path.expected')) {
            if (!shown(e)) continue; const s = getComputedStyle(e); const c = s.fill === 'none' ? s.stroke : s.fill;
            const r = ratio(parse(c), ground(e.closest('.card') ?? document.body)); if (r < 3) tell('contrast ' + r.toFixed(2) + ' of a picture', e);
          }
          for (const e of document.querySelectorAll('input:not([type=hidden]),select,button,.actions a,.pages a')) { const r = e.getBoundingClientRect(); if (shown(e) && r.height < 20) tell('too small to hit', e); }
          if (document.documentElement.scrollWidth > document.documentElement.clientWidth) { found.push('scrolls sideways: ' + document.documentElement.scrollWidth + ' > ' + document.documentElement.clientWidth); const w = document.documentElement.clientWidth; for (const e of document.querySelectorAll('body *')) if (shown(e) && e.getBoundingClientRect().right > w + 1 && !e.closest('.scroll')) { tell('sticks out', e); break; } }
          return [...new Set(found)];
        }
        """;

    public static async Task ShouldBeAccessibleAsync(this IPage page, string because) =>
        (await page.EvaluateAsync<string[]>(Checks)).Should().BeEmpty(because);
}
