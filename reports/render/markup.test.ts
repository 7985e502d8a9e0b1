import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup, Html, html } from './markup.js';
import { visible } from './visible.js';

describe('visible', () => {
  it.each([
    ['a name as it is', 'customer_id', 'customer_id'],
    ['letters of any script and emoji', 'größe_金額_🙂', 'größe_金額_🙂'],
    ['a terminal escape', 'a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a line break', 'a\nb', 'a\\u{a}b'],
    ['a direction override', 'a\u202Eb', 'a\\u{202e}b'],
    ['a zero-width joiner', 'a\u200Db', 'a\\u{200d}b'],
    ['a soft hyphen', 'a\u00ADb', 'a\\u{ad}b'],
    ['a lone surrogate', 'a\uD800b', 'a\\u{d800}b'],
    ['what XML forbids', 'a\uFFFEb', 'a\\u{fffe}b'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('html', () => {
  it('escapes values, and not what it built itself', () => {
    const cell = html`<td title="${'"><script>'}">${"<b>&'"}</td>`;
    expect(html`<tr>${[cell, undefined, 3]}</tr>`.toString()).toBe(
      '<tr><td title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</td>3</tr>',
    );
  });

  it('lets no text out of its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"'\p{Cc}]|&(?!(amp|lt|gt|quot|#39);)/u);
      }),
    );
  });

  it('refuses source that would end its element', () => {
    expect(() => Html.source('script', 'x = "</script>"')).toThrow(TypeError);
  });
});
