import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { projectRoot } from '../../serving/project.js';

type Tree = ReturnType<typeof fromMarkdown>;
/** Any node of a Markdown tree. */
export type Node = Tree | Tree['children'][number];

/** One Markdown file of the project. */
export interface Page {
  /** Its path from the project's root. */
  readonly file: string;
  readonly lines: readonly string[];
  readonly tree: Tree;
  /** The anchors that its headings make, as GitHub names them. */
  readonly anchors: ReadonlySet<string>;
}

/** Folders that hold no pages of ours. */
const SKIPPED = new Set(['node_modules', 'dist', 'data', 'trained', 'keys', 'out', 'report']);

/** Every Markdown file of the project, in the order of their paths. */
export function pages(): Page[] {
  return markdownFiles('').sort().map(readPage);
}

function markdownFiles(folder: string): string[] {
  return readdirSync(join(projectRoot(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

function readPage(file: string): Page {
  const text = readFileSync(join(projectRoot(), file), 'utf8');
  return pageOf(file, text);
}

/** A page from its text. */
export function pageOf(file: string, text: string): Page {
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const slugger = new GithubSlugger();
  const headings = nodes(tree).filter((node) => node.type === 'heading');
  const anchors = new Set(headings.map((heading) => slugger.slug(textOf(heading))));
  return { file, lines: text.split('\n'), tree, anchors };
}

/** The node and all below it, in the order of the text, without those below a node of a type in `closed`. */
export function nodes(node: Node, closed: readonly Node['type'][] = []): Node[] {
  if (closed.includes(node.type)) return [];
  const children: readonly Node[] = 'children' in node ? node.children : [];
  return [node, ...children.flatMap((child) => nodes(child, closed))];
}

/** The numbers, from 1, of the lines that nodes of a type cover. */
export function linesOf(page: Page, type: Node['type']): Set<number> {
  const lines = new Set<number>();
  for (const { position } of nodes(page.tree).filter((node) => node.type === type)) {
    for (let line = position?.start.line ?? 1; line <= (position?.end.line ?? 0); line++) lines.add(line);
  }
  return lines;
}

/** The sentences of a page's paragraphs, white space made single blanks. */
export function sentences(page: Page): string[] {
  const paragraphs = nodes(page.tree).filter((node) => node.type === 'paragraph');
  return paragraphs.flatMap((node) =>
    textOf(node)
      .replace(/\s+/g, ' ')
      .split(/(?<=[.!?:])\s+/),
  );
}
