import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../serving/project.js';

/**
 * The folder where public corpora and catalogues lie, as `snips/valid.jsonl` and so on (docs/reference/data.md):
 * `../shared/data` beside the project where there is one, else `data` in the project, which need not exist.
 */
export function dataFolder(root = projectRoot()): string {
  const beside = join(root, '..', 'shared', 'data');
  return existsSync(beside) ? beside : join(root, 'data');
}

/**
 * Those of the named files, such as `snips/valid.jsonl`, that are in the data folder, as paths in the order of `names`.
 */
export function dataFiles(names: readonly string[], folder = dataFolder()): string[] {
  return names.map((name) => join(folder, name)).filter((file) => existsSync(file));
}
