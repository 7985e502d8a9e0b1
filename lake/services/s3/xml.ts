import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { escapeXml } from '../../protocols/write-xml.js';
import { malformedXml } from './errors.js';

/** The largest XML that S3 needs is a completed upload of 10,000 parts. */
const MAX_XML_BYTES = 4 * 1024 * 1024;

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  removeNSPrefix: true,
});

/** What XML without attributes holds: text, or elements by name, repeated ones as a list. */
export type XmlNode = string | XmlElement | readonly XmlNode[];
export interface XmlElement {
  readonly [name: string]: XmlNode;
}

/** The content of the root element `root`. Throws AwsError MalformedXML for anything else, document types included. */
export function readXml(bytes: Uint8Array, root: string): XmlElement {
  const text = Buffer.from(bytes).toString('utf8');
  if (text.includes('<!')) throw malformedXml();
  let tree: unknown;
  try {
    // The parser alone takes what is not well-formed.
    SyntaxValidator.validate(text);
    tree = parser.parse(text);
  } catch {
    // The parser's own words would tell of our runtime, not of the request.
    throw malformedXml();
  }
  const content = isElement(tree) ? tree[root] : undefined;
  if (content === '') return {};
  if (!isElement(content)) throw malformedXml();
  return withoutWhitespace(content);
}

/** Collects a body that holds XML. Throws AwsError MalformedXML beyond 4 MiB. */
export async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const bytes of body) {
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_XML_BYTES) throw malformedXml();
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** An element with text, or nothing at all for an undefined value. */
export function textElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : element(name, escapeXml(String(value)));
}

/** A whole answer of S3. */
export function document(root: string, content: string): string {
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${content}</${root}>`;
}

export function listOf(node: XmlNode | undefined): readonly XmlNode[] {
  if (node === undefined) return [];
  return typeof node === 'string' || isElement(node) ? [node] : node;
}

export function textOf(node: XmlNode | undefined): string | undefined {
  return typeof node === 'string' ? node : undefined;
}

export function isElement(node: unknown): node is XmlElement {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Text between elements is indentation. */
function withoutWhitespace(element: XmlElement): XmlElement {
  return Object.fromEntries(
    Object.entries(element)
      .filter(([name]) => name !== '#text')
      .map(([name, node]) => [name, cleaned(node)]),
  );
}

function cleaned(node: XmlNode): XmlNode {
  if (typeof node === 'string') return node;
  if (isElement(node)) return withoutWhitespace(node);
  return listOf(node).map(cleaned);
}
