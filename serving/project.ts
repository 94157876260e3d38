import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The project's folder: the nearest one upward with the package.json of nlu-reranker. Proto files, schemas, bundles and
 * samples stay in the source tree, and this finds them from the sources and from dist alike.
 */
export function projectRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  const file = join(from, 'package.json');
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'nlu-reranker') return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no folder upward holds the package.json of nlu-reranker');
  return projectRoot(parent);
}
