import { visible } from './visible.js';

type Part = string | number | Html | undefined | readonly Part[];

/** Markup that is safe to put into a page. Only a template whose values were escaped, or source of our own, makes one. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** A template whose values are escaped, as text and in double-quoted attributes alike; undefined is nothing. */
  static template(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
    return new Html(strings.map((literal, index) => literal + markupOf(parts[index])).join(''));
  }

  /** Style or script of our own, a constant of this program, which the page's policy pins by its hash. */
  static source(element: 'style' | 'script', source: string): Html {
    if (/<\/|<!--/.test(source)) throw new TypeError(`the page's ${element} would end early`);
    return new Html(`<${element}>${source}</${element}>`);
  }

  toString(): string {
    return this.#markup;
  }
}

/** `Html.template` under the name that a template reads best with. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return Html.template(strings, ...parts);
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'string' || typeof part === 'number') return escapeMarkup(String(part));
  return part.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for HTML and XML, as text and in attributes; what cannot be seen is made visible first. */
export function escapeMarkup(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
