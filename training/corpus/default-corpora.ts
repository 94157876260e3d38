import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../serving/project.js';

/** What is trained on when no corpus is named: the files of the benchmark beside the project, else the shipped sample. */
export function defaultCorpora(root = projectRoot()): string[] {
  const benchmark = ['snips', 'clinc'].map((name) => join(root, '..', 'shared', 'data', name, 'train.jsonl'));
  if (benchmark.every((file) => existsSync(file))) return benchmark;
  return sampleCorpora(root);
}

/** The small authored corpus that ships with the project: enough to run everything, not to reach the figures. */
export function sampleCorpora(root = projectRoot()): string[] {
  const folder = join(root, 'training', 'sample');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

/** The catalogues of the benchmark beside the project; none without it. */
export function defaultCatalogues(root = projectRoot()): string[] {
  return ['books', 'movies', 'songs']
    .map((name) => join(root, '..', 'shared', 'data', 'catalog', `${name}.jsonl`))
    .filter((file) => existsSync(file));
}
