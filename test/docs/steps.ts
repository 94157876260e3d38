import { toString as textOf } from 'mdast-util-to-string';
import { type Node, nodes, type Page } from './pages.js';

/** The commands of one block of a page, each as it is typed. */
export type Steps = readonly string[];

/**
 * The blocks of shell commands of a page, in order; with a heading only those of its section.
 * A command ends with its line, unless that ends in a backslash or begins a text that goes on to END.
 */
export function stepsOf({ tree }: Pick<Page, 'tree'>, heading?: string): Steps[] {
  let section = '';
  const blocks: string[] = [];
  for (const node of nodes(tree) as Node[]) {
    if (node.type === 'heading') section = textOf(node);
    if (node.type === 'code' && node.lang === 'sh' && (heading ?? section) === section) blocks.push(node.value);
  }
  return blocks.map((block) => block.match(COMMAND) ?? []);
}

const COMMAND = /^\S.*<<'END'\n[\s\S]*?\nEND$|^\S(?:.*\\\n)*.*$/gm;

/** Whether a command serves until it is stopped. */
export function isService(command: string): boolean {
  return /^npm start\b|^npm run (?:-s )?(?:start|start:nats|serve)\b|^node dist\/|^nats-server /.test(command);
}
